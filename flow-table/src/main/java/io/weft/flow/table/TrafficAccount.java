package io.weft.flow.table;

/** Whatever counts the packets that passed it: a flow entry, a group, a bucket, a mirror. The revalidator credits it. */
public interface TrafficAccount {
    /**
     * Adds traffic. Revalidator only.
     *
     * @param nowNs the switch's clock when the last of it passed
     */
    void count(long morePackets, long moreBytes, long nowNs);
}
