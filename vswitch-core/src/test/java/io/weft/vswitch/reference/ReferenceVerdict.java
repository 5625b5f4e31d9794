package io.weft.vswitch.reference;

import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What becomes of one packet: what is sent, and why nothing is. */
final class ReferenceVerdict {
    private static final int MOST_OUTPUTS = 8192;

    private final List<ReferenceResult.Output> outputs = new ArrayList<>();
    private final List<ReferenceResult.ToController> packetIns = new ArrayList<>();
    private DropReason reason = DropReason.ACTION_DROP;
    private boolean givenUp;
    private int rounds;

    boolean isGivenUp() {
        return givenUp;
    }

    /** The packet is too much: nothing of it is sent, whatever follows. */
    void giveUp(DropReason why) {
        givenUp = true;
        reason = why;
        outputs.clear();
        packetIns.clear();
        rounds = 0;
    }

    /** Why nothing is sent, should it come to that; the last reason counts. */
    void drop(DropReason why) {
        reason = givenUp ? reason : why;
    }

    /** Sends at most so many bytes of a frame; false when the packet is given up. */
    boolean send(BridgePort to, byte[] frame, int limit) {
        boolean isRoom = isRoom();
        if (isRoom) {
            byte[] cut = Arrays.copyOf(frame, Math.min(frame.length, limit));
            outputs.add(new ReferenceResult.Output(to.datapathPort(), cut));
        }
        return isRoom;
    }

    void toController(int why, byte[] frame, int limit) {
        if (isRoom()) {
            byte[] cut = Arrays.copyOf(frame, Math.min(frame.length, limit));
            packetIns.add(new ReferenceResult.ToController(
                    why, frame.length, HexFormat.of().formatHex(cut)));
        }
    }

    /** Sends a copy round; false when the packet is given up. */
    boolean goRound() {
        boolean isRoom = isRoom();
        rounds += isRoom ? 1 : 0;
        return isRoom;
    }

    private boolean isRoom() {
        if (!givenUp && outputs.size() + packetIns.size() + rounds >= MOST_OUTPUTS) {
            giveUp(DropReason.TOO_MANY_OUTPUTS);
        }
        return !givenUp;
    }

    ReferenceResult result() {
        boolean nothing = outputs.isEmpty() && packetIns.isEmpty() && rounds == 0;
        return new ReferenceResult(List.copyOf(outputs), List.copyOf(packetIns), nothing ? reason : null);
    }
}
