package io.weft.flow.wire;

/**
 * The checksum of a transport header over its pseudo header, computed whole: for frames that Weft writes itself and for finishing partial
 * checksums. Rewrites of forwarded packets use {@link Checksum}'s incremental updates.
 *
 * <p>Thread-safety: stateless. Allocation: none.
 */
public final class TransportChecksum {
    private TransportChecksum() {}

    /**
     * Computes and writes the checksum of {@code length} bytes at {@code header}.
     *
     * @param network address of the valid IPv4 or IPv6 header
     * @param ipv4 which of the two it is
     * @param protocol of {@link IpProtocol}; one without a checksum that this class knows is left alone
     */
    public static void write(long network, boolean ipv4, long header, int protocol, int length) {
        long pseudo = ipv4
                ? Ipv4Header.pseudoSum(network, protocol, length)
                : Ipv6Header.pseudoSum(network, protocol, length);
        switch (protocol) {
            case IpProtocol.TCP -> {
                TcpHeader.checksum(header, 0);
                TcpHeader.checksum(header, Checksum.finish(pseudo + Checksum.sum(header, length)));
            }
            case IpProtocol.UDP -> {
                UdpHeader.checksum(header, 0);
                UdpHeader.checksum(header, Checksum.udp(Checksum.finish(pseudo + Checksum.sum(header, length))));
            }
            case IpProtocol.ICMP -> {
                IcmpHeader.checksum(header, 0);
                IcmpHeader.checksum(header, Checksum.of(header, length));
            }
            case IpProtocol.ICMPV6 -> {
                IcmpHeader.checksum(header, 0);
                IcmpHeader.checksum(header, Checksum.finish(pseudo + Checksum.sum(header, length)));
            }
            case IpProtocol.SCTP -> SctpHeader.checksum(header, SctpHeader.compute(header, length));
            default -> {
                return;
            }
        }
    }
}
