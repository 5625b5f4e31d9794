package io.weft.vswitch.fragment;

import java.util.List;

/**
 * The table of fragments at one moment.
 *
 * @param held fragments that wait; datagrams whose fragments overlap count as one, though none of theirs is kept
 * @param ipv4 by {@link FragmentCount}
 * @param waiting datagrams, the newest first
 */
public record FragmentStatus(
        FragmentSettings settings, int held, List<Long> ipv4, List<Long> ipv6, List<WaitingDatagram> waiting) {
    public long count(boolean ofIpv6, FragmentCount count) {
        return (ofIpv6 ? ipv6 : ipv4).get(count.ordinal());
    }
}
