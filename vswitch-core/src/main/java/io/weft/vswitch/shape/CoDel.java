package io.weft.vswitch.shape;

/**
 * Tells one flow after the other to send less while its packets wait too long (RFC 8289, section 5): once they have waited longer than the target for an interval one is
 * dropped, and then more and more often until they do not. State of all flows of a {@link FairQueue}. One owner. Allocation: none.
 */
final class CoDel {
    private static final int RECENT_INTERVALS = 16;

    private final long targetNs;
    private final long intervalNs;
    private final long[] firstAboveNs;
    private final long[] dropNextNs;
    private final int[] counts;
    private final int[] lastCounts;
    private final boolean[] isAbove;
    private final boolean[] isDropping;

    CoDel(int flows, long targetNs, long intervalNs) {
        this.targetNs = targetNs;
        this.intervalNs = intervalNs;
        firstAboveNs = new long[flows];
        dropNextNs = new long[flows];
        counts = new int[flows];
        lastCounts = new int[flows];
        isAbove = new boolean[flows];
        isDropping = new boolean[flows];
    }

    /** The flow has no packet. */
    void emptied(int flow) {
        isAbove[flow] = false;
        isDropping[flow] = false;
    }

    /**
     * Whether the first packet of a flow is to be dropped; asked again for the one behind it then.
     *
     * @param waitedNs how long the packet has waited
     * @param isMore whether there is more than one packet's worth behind it, in any flow
     */
    boolean drops(int flow, long waitedNs, boolean isMore, long nowNs) {
        boolean isTooLong = hasWaitedTooLong(flow, waitedNs, isMore, nowNs);
        if (isDropping[flow]) {
            isDropping[flow] = isTooLong;
            if (!isTooLong || nowNs - dropNextNs[flow] < 0) {
                return false;
            }
            counts[flow]++;
            dropNextNs[flow] += pauseNs(counts[flow]);
            return true;
        }
        if (isTooLong) {
            begin(flow, nowNs);
        }
        return isTooLong;
    }

    private boolean hasWaitedTooLong(int flow, long waitedNs, boolean isMore, long nowNs) {
        if (waitedNs < targetNs || !isMore) {
            isAbove[flow] = false;
            return false;
        }
        if (!isAbove[flow]) {
            isAbove[flow] = true;
            firstAboveNs[flow] = nowNs + intervalNs;
            return false;
        }
        return nowNs - firstAboveNs[flow] >= 0;
    }

    /** The first drop after a while; where it has not been long, as often as then. */
    private void begin(int flow, long nowNs) {
        isDropping[flow] = true;
        int lately = counts[flow] - lastCounts[flow];
        boolean isRecent = nowNs - dropNextNs[flow] < RECENT_INTERVALS * intervalNs;
        counts[flow] = lately > 1 && isRecent ? lately : 1;
        lastCounts[flow] = counts[flow];
        dropNextNs[flow] = nowNs + pauseNs(counts[flow]);
    }

    private long pauseNs(int count) {
        return (long) (intervalNs / Math.sqrt(count));
    }
}
