package io.weft.vswitch.shape;

/**
 * A class of packets as the user wants it: a record {@code Queue} of ovs-vswitchd.conf.db(5).
 *
 * @param minBps guaranteed, bit/s; 0: next to nothing
 * @param maxBps not exceeded, bit/s; 0: what the port may send
 * @param burstBits what may leave at once after a pause; 0: as little as keeps the rate
 * @param priority 0 to 4294967295; of two classes beyond what is guaranteed to them the lower number goes first
 * @param dscp 0 to 63, what its IP packets are marked with; {@link #UNMARKED}: they are not
 */
public record ClassSettings(long minBps, long maxBps, long burstBits, long priority, int dscp) {
    /** In place of a DSCP. */
    public static final int UNMARKED = -1;

    /** A queue of which nothing is said. */
    public static final ClassSettings DEFAULT = new ClassSettings(0, 0, 0, 0, UNMARKED);
}
