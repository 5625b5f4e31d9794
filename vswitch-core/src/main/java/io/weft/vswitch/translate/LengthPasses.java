package io.weft.vswitch.translate;

import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * The lengths that the packet may have. Its length is not in the key, so where the tables ask for it ({@code check_pkt_larger}) the answer is
 * assumed, the longest packets first, and the translation is done again for the others:
 *
 * <pre>
 *   pass 1: asked for 1500, then for 200 --> "longer", "longer"     lengths 1501 and up
 *   pass 2: at most 1500; asked for 200  --> "longer"               lengths 201 to 1500        one program with two branches
 *   pass 3: at most 200                  --> "not longer"           lengths 0 to 200
 * </pre>
 *
 * So every pass is that of one packet, and there are as many as the lengths that were asked for, and one.
 */
final class LengthPasses {
    /** More than these give up the packet. */
    static final int MAX = 32;

    private static final int TAG_BYTES = 4;

    private record Pass(long shortest, Program program, DropReason reason) {}

    private final List<Pass> done = new ArrayList<>();
    private long shortest;
    private long longest;

    void start() {
        if (!done.isEmpty()) {
            done.clear();
        }
        shortest = 0;
        longest = Long.MAX_VALUE;
    }

    /** Whether the packet, which has {@code addedTags} more tags than on arrival, has more than {@code length} bytes now. */
    boolean isLonger(int length, int addedTags) {
        long onArrival = length - (long) TAG_BYTES * addedTags;
        if (longest <= onArrival) {
            return false;
        }
        shortest = Math.max(shortest, onArrival + 1);
        return true;
    }

    /** Whether this pass holds for all packets. */
    boolean isOnly() {
        return shortest == 0 && done.isEmpty();
    }

    /** Notes what the pass came to; true when there must be another one, which can begin. */
    boolean note(Program program, DropReason reason) {
        done.add(new Pass(shortest, program, reason));
        longest = shortest - 1;
        boolean more = shortest > 0 && done.size() < MAX;
        shortest = 0;
        return more;
    }

    /** Whether there were lengths left when the passes were used up. */
    boolean isTooMany() {
        return done.getLast().shortest > 0;
    }

    Program program() {
        Program program = done.getLast().program;
        for (int i = done.size() - 2; i >= 0; i--) {
            program = Program.byLength((int) done.get(i).shortest - 1, done.get(i).program, program);
        }
        return program;
    }

    /** Why packets go nowhere; null when those of some length are sent. */
    DropReason dropReason() {
        DropReason reason = done.getFirst().reason;
        for (Pass pass : done) {
            reason = pass.reason == null ? null : reason;
        }
        return reason;
    }
}
