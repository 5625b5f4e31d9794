package io.weft.vswitch.datapath;

import io.weft.vswitch.fragment.Fragment;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.track.TrackOrder;

/**
 * Counts the newcomers of a burst, packets whose connection the tracker does not know, and takes out those that are too many: by their key and a look into the table, before they are tracked.
 *
 * <p>Packets of which a key alone does not tell are left in: fragments, ICMP, other protocols; so are those of programs that do something else first. They are counted when they are tracked.
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class NewcomerSieve {
    /** {@link #admit}: nobody is taken out. */
    static final int ALL = Integer.MAX_VALUE;

    private final Burst burst;
    private final FrameCache frames;
    private int admitted = ALL;
    private int newcomers;
    private int refused;

    /** Never read: keeps the reads that only fetch memory from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    NewcomerSieve(Burst burst, FrameCache frames) {
        this.burst = burst;
        this.frames = frames;
    }

    /** So many newcomers of the burst that begins may be tracked. */
    void admit(int most) {
        admitted = most;
    }

    /** Whether newcomers may have to be taken out. */
    boolean isClosing() {
        return admitted != ALL;
    }

    /** A packet was tracked that is a newcomer. */
    void sawNewcomer() {
        newcomers++;
    }

    /** Newcomers since {@link #clear}, those that were taken out among them. */
    int newcomers() {
        return newcomers;
    }

    /** Of them, those that were taken out. */
    int refused() {
        return refused;
    }

    /** The burst is over. */
    void clear() {
        admitted = ALL;
        newcomers = 0;
        refused = 0;
    }

    /**
     * Takes newcomers out of a group that is about to be tracked, and that nothing has changed yet.
     *
     * @param members gets those that stay, in their order
     * @return how many stay
     */
    int sift(PacketTracking tracking, TrackOrder order, int[] members, int count) {
        burst.completeKeys(members, count);
        for (int n = 0; n < count; n++) {
            touched += tracking.touch(order, burst.key(members[n]));
        }
        int stay = 0;
        for (int n = 0; n < count; n++) {
            int i = members[n];
            if (isNewcomer(tracking, order, burst.key(i)) && --admitted < 0) {
                refuse(i);
            } else {
                members[stay++] = i;
            }
        }
        admitted = Math.max(0, admitted);
        return stay;
    }

    private static boolean isNewcomer(PacketTracking tracking, TrackOrder order, long key) {
        return !Fragment.isFragment(key) && tracking.isUnknown(order, key);
    }

    private void refuse(int i) {
        frames.free(burst.packets[i]);
        burst.packets[i] = Packet.NONE;
        newcomers++;
        refused++;
    }
}
