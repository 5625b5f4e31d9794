package io.weft.perf.rules;

import io.weft.flow.key.FlowKey;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.IpProtocol;

/**
 * What an access list looks at: IPv4 addresses, protocol, ports.
 *
 * @param protocol {@link IpProtocol#TCP}, {@link IpProtocol#UDP} or {@link IpProtocol#ICMP}
 * @param sourcePort 0 to 65535; 0 for ICMP
 * @param destinationPort 0 to 65535; 0 for ICMP
 */
public record FiveTuple(int source, int destination, int protocol, int sourcePort, int destinationPort) {
    private static final int ECHO_REQUEST = 8;
    private static final int ACK = 0x10;

    /** The answer's. */
    public FiveTuple reversed() {
        return new FiveTuple(destination, source, protocol, destinationPort, sourcePort);
    }

    /** A frame of this flow, padded to {@code length} bytes without FCS; checksums are right. */
    public byte[] frame(long destinationMac, long sourceMac, int length) {
        FrameBuilder frame =
                new FrameBuilder().ethernet(destinationMac, sourceMac).ipv4(source, destination);
        return (switch (protocol) {
                    case IpProtocol.TCP -> frame.tcp(sourcePort, destinationPort, ACK);
                    case IpProtocol.UDP -> frame.udp(sourcePort, destinationPort);
                    default -> frame.icmp(ECHO_REQUEST, 0, 0);
                })
                .build(length);
    }

    /** The key of a frame of this flow from datapath port {@code inPort}; all {@link FlowKey#WORDS} words. */
    public long[] key(int inPort, long destinationMac, long sourceMac) {
        long[] key = new long[FlowKey.WORDS];
        key[0] = (long) inPort << 32 | EthernetHeader.TYPE_IPV4 << 16 | FlowKey.KIND_SHORT;
        key[1] = destinationMac << 16;
        key[2] = sourceMac << 16;
        key[3] = (long) protocol << 56 | 64L << 40;
        key[4] = (long) source << 32 | Integer.toUnsignedLong(destination);
        key[5] = switch (protocol) {
            case IpProtocol.TCP -> (long) sourcePort << 48 | (long) destinationPort << 32 | (long) ACK << 16;
            case IpProtocol.UDP -> (long) sourcePort << 48 | (long) destinationPort << 32;
            default -> (long) ECHO_REQUEST << 48;
        };
        return key;
    }

    @Override
    public String toString() {
        return protocol + " " + Prefix.dotted(source) + ":" + sourcePort + " > " + Prefix.dotted(destination) + ":"
                + destinationPort;
    }
}
