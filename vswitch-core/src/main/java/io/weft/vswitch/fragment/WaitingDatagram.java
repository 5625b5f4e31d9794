package io.weft.vswitch.fragment;

/**
 * A datagram whose fragments wait for others.
 *
 * @param protocol of IPv4 the protocol, of IPv6 that of the fragment header
 * @param round how often the packets have come round
 * @param state in words
 */
public record WaitingDatagram(
        boolean isIpv6,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int id,
        int protocol,
        int zone,
        int round,
        int fragments,
        String state) {}
