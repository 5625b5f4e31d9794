package io.weft.cli.ofctl;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.flow.text.PacketFlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.IpProtocol;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PortView;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** A packet for the controller as {@code ovs-ofctl monitor} prints it. */
final class PacketInText {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_CHECKSUM = 2;

    private PacketInText() {}

    /** Lines, each ended. */
    static String of(PacketIn packet) {
        return of(packet, "NXT_PACKET_IN2 (xid=0x0):");
    }

    /** A paused packet on its way back. */
    static String ofResumed(PacketIn packet) {
        return of(packet, "NXT_RESUME (xid=0x0):");
    }

    private static String of(PacketIn packet, String title) {
        StringBuilder text = new StringBuilder(title);
        if (packet.table() != 0) {
            text.append(" table_id=").append(packet.table());
        }
        if (packet.cookie() != PacketIn.NO_COOKIE) {
            text.append(" cookie=0x").append(Long.toHexString(packet.cookie()));
        }
        text.append(" total_len=").append(packet.totalLength()).append(' ');
        if (!packet.metadata().isEmpty()) {
            text.append(packet.metadata()).append(',');
        }
        text.append("in_port=").append(port(packet.inPort()));
        text.append(" (via ").append(packet.reason().name().toLowerCase(Locale.ROOT));
        text.append(") data_len=").append(packet.frame().length).append(" (unbuffered)");
        if (packet.frame().length != packet.totalLength()) {
            text.append(" (***total_len != data_len***)");
        }
        text.append('\n');
        if (packet.userdata().length > 0) {
            text.append(" userdata=")
                    .append(HexFormat.ofDelimiter(".").formatHex(packet.userdata()))
                    .append('\n');
        }
        if (packet.continuation().length > 0) {
            text.append(" continuation=").append(packet.continuation().length).append(" bytes\n");
        }
        return text.append(flow(packet.frame())).append('\n').toString();
    }

    private static String port(int number) {
        return switch (number) {
            case PortView.LOCAL -> "LOCAL";
            case PacketIn.FROM_CONTROLLER -> "CONTROLLER";
            default -> Integer.toString(number);
        };
    }

    /** The packet's fields, and the checksum of its transport header as it came. */
    private static String flow(byte[] frame) {
        long[] parsed = KeyExtractor.extract(frame, 0);
        if (parsed == null) {
            return HexFormat.of().formatHex(frame);
        }
        long[] key = Arrays.copyOf(parsed, FlowKey.WORDS);
        return PacketFlowText.print(key, PortNames.NUMBERS).replaceFirst("(^|,)in_port=0(,|$)", "$1")
                + checksum(key, frame);
    }

    private static String checksum(long[] key, byte[] frame) {
        int at = transport(frame);
        int protocol = (int) Fields.NW_PROTO.low(key);
        return switch (at == 0 ? 0 : protocol) {
            case IpProtocol.TCP -> checksum(" tcp_csum:", frame, at + TCP_CHECKSUM);
            case IpProtocol.UDP -> checksum(" udp_csum:", frame, at + UDP_CHECKSUM);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> checksum(" icmp_csum:", frame, at + ICMP_CHECKSUM);
            default -> "";
        };
    }

    private static String checksum(String label, byte[] frame, int at) {
        return at + 2 > frame.length ? "" : label + Integer.toHexString((frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF);
    }

    /** Offset of the transport header; 0: none. */
    private static int transport(byte[] frame) {
        try (Memory.Block bytes = Memory.allocate(frame.length);
                Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES)) {
            Memory.copyFrom(frame, 0, bytes.address(), frame.length);
            return Layers.l4Offset(KeyExtractor.extract(bytes.address(), frame.length, 0, key.address()));
        }
    }
}
