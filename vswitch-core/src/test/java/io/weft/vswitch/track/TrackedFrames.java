package io.weft.vswitch.track;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;

/** Brings frames to a tracker as a packet thread does: bytes and key off heap. */
final class TrackedFrames implements AutoCloseable {
    private static final int ROOM = 2048;

    private final Memory.Block block = Memory.allocate(ROOM + FlowKey.PACKET_BYTES);
    private final PacketTracker packets;

    TrackedFrames(PacketTracker packets) {
        this.packets = packets;
    }

    PacketTracker packets() {
        return packets;
    }

    /** Tracks a frame and returns its state. */
    int track(TrackOrder order, byte[] frame, long prior, long nowMs) {
        long at = block.address();
        long key = at + ROOM;
        Memory.copyFrom(frame, 0, at, frame.length);
        long layers = KeyExtractor.extract(at, frame.length, 1, key);
        return packets.track(order, Packet.of(at, frame.length), layers, key, prior, nowMs);
    }

    int track(TrackOrder order, TestPacket packet, long nowMs) {
        return track(order, packet.frame(), 0, nowMs);
    }

    @Override
    public void close() {
        block.close();
    }
}
