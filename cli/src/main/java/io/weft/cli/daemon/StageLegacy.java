package io.weft.cli.daemon;

import io.weft.northbound.handover.v1.HandoverProto.Grant;
import io.weft.southbound.linux.SharedMemory;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.Estate;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A hand-over within this process, for rehearsals of one between two: all is said and read as there. */
final class StageLegacy implements Legacy {
    private final SharedMemory memory;
    private final int frames;
    private final int frameSize;
    private final Map<String, Bequest> left;

    private StageLegacy(SharedMemory memory, PacketMemory frames, Map<String, Bequest> left) {
        this.memory = memory;
        this.frames = (int) (frames.bytes() / frames.frameSize());
        frameSize = frames.frameSize();
        this.left = left;
    }

    /** Ends a switch and takes what it leaves; null when its packet memory cannot be shared, and it goes on. */
    static StageLegacy of(SwitchProcess process) throws IOException {
        SharedMemory memory = process.memory().orElse(null);
        if (memory == null) {
            return null;
        }
        List<String> names = HandoverMessages.ports(process.weft().config());
        Map<String, Bequest> left = process.weft().bequeath();
        byte[] text = HandoverMessages.grant(left, names).toByteArray();
        process.leave();
        process.weft().release();
        Map<String, Bequest> read =
                HandoverMessages.bequests(Grant.parseFrom(text), HandoverMessages.descriptors(left));
        return new StageLegacy(memory, process.weft().memory(), read);
    }

    @Override
    public SharedMemory memory() {
        return memory;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public int frameSize() {
        return frameSize;
    }

    @Override
    public void ready(Estate estate) {
        estate.add(left);
    }

    @Override
    public void finish(PacketMemory packets) {
        // every piece has the ports of the one before
    }
}
