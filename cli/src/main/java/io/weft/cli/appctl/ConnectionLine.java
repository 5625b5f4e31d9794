package io.weft.cli.appctl;

import com.google.gson.JsonObject;
import io.weft.flow.text.TupleText;
import io.weft.flow.wire.IpProtocol;
import io.weft.northbound.control.TrackedConnection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A connection as a line of {@code dpctl/dump-conntrack}, or as JSON. */
final class ConnectionLine {
    /** In the order of a connection's life: of its two sides the line shows the later state. */
    private static final List<String> TCP_STATES = List.of(
            "CLOSED",
            "LISTEN",
            "SYN_SENT",
            "SYN_RECV",
            "ESTABLISHED",
            "CLOSE_WAIT",
            "FIN_WAIT_1",
            "CLOSING",
            "LAST_ACK",
            "FIN_WAIT_2",
            "TIME_WAIT");

    private static final Map<Integer, String> PROTOCOLS = Map.of(
            IpProtocol.ICMP,
            "icmp",
            2,
            "igmp",
            IpProtocol.TCP,
            "tcp",
            IpProtocol.UDP,
            "udp",
            33,
            "dccp",
            IpProtocol.ICMPV6,
            "icmpv6",
            IpProtocol.SCTP,
            "sctp",
            136,
            "udplite");

    private ConnectionLine() {}

    /**
     * @param statistics with the time that is left
     * @param more with what only this tracker knows
     */
    static String of(TrackedConnection connection, boolean statistics, boolean more) {
        StringBuilder line = new StringBuilder(protocol(connection.protocol()));
        line.append(",orig=(").append(direction(connection, connection.original()));
        line.append("),reply=(")
                .append(direction(connection, connection.reply()))
                .append(')');
        line.append(more ? ",id=0" : "");
        line.append(connection.zone() == 0 ? "" : ",zone=" + connection.zone());
        line.append(more ? ",status=" + status(connection) : "");
        line.append(statistics ? ",timeout=" + connection.remainingMs() / 1000 : "");
        line.append(connection.mark() == 0 ? "" : ",mark=" + Integer.toUnsignedString(connection.mark()));
        line.append((connection.labelHigh() | connection.labelLow()) == 0 ? "" : ",labels=" + labels(connection));
        line.append(state(connection, more));
        return line.append(connection.helper().isEmpty() ? "" : ",helper=" + connection.helper())
                .toString();
    }

    private static String protocol(int number) {
        return PROTOCOLS.getOrDefault(number, Integer.toString(number));
    }

    private static String direction(TrackedConnection connection, TrackedConnection.Direction ends) {
        boolean ipv6 = connection.ipv6();
        String addresses = "src=" + TupleText.address(ipv6, ends.sourceHigh(), ends.sourceLow()) + ",dst="
                + TupleText.address(ipv6, ends.destinationHigh(), ends.destinationLow());
        int upper = ends.ports() >>> 16;
        int lower = ends.ports() & 0xFFFF;
        return addresses
                + (isIcmp(connection)
                        ? ",id=" + upper + ",type=" + (lower >>> 8) + ",code=" + (lower & 0xFF)
                        : ",sport=" + upper + ",dport=" + lower);
    }

    private static boolean isIcmp(TrackedConnection connection) {
        return connection.protocol() == (connection.ipv6() ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
    }

    private static String status(TrackedConnection connection) {
        StringJoiner status = new StringJoiner("|");
        if (connection.seenReply()) {
            status.add("SEEN_REPLY");
        }
        if (connection.assured()) {
            status.add("ASSURED");
        }
        status.add("CONFIRMED");
        if (connection.snat()) {
            status.add("SRC_NAT");
        }
        if (connection.dnat()) {
            status.add("DST_NAT");
        }
        return status.toString();
    }

    private static String labels(TrackedConnection connection) {
        String low = Long.toHexString(connection.labelLow());
        String high = Long.toHexString(connection.labelHigh());
        return "0x" + (connection.labelHigh() == 0 ? low : high + "0".repeat(16 - low.length()) + low);
    }

    private static String state(TrackedConnection connection, boolean more) {
        return switch (connection.protocol()) {
            case IpProtocol.TCP ->
                more
                        ? ",protoinfo=(state_orig=" + connection.state() + ",state_reply=" + connection.replyState()
                                + ")"
                        : ",protoinfo=(state=" + later(connection.state(), connection.replyState()) + ")";
            case IpProtocol.SCTP -> ",protoinfo=(state=" + connection.state() + ")";
            default -> "";
        };
    }

    private static String later(String one, String other) {
        return TCP_STATES.indexOf(one) >= TCP_STATES.indexOf(other) ? one : other;
    }

    static JsonObject json(TrackedConnection connection) {
        JsonObject object = new JsonObject();
        object.addProperty("protocol", connection.protocol());
        object.addProperty("zone", connection.zone());
        object.add("orig", json(connection, connection.original()));
        object.add("reply", json(connection, connection.reply()));
        object.addProperty("mark", Integer.toUnsignedLong(connection.mark()));
        object.addProperty("labels", labels(connection));
        object.addProperty("state", connection.state());
        object.addProperty("state_reply", connection.replyState());
        object.addProperty("status", status(connection));
        object.addProperty("timeout_s", connection.remainingMs() / 1e3);
        object.addProperty("helper", connection.helper());
        return object;
    }

    private static JsonObject json(TrackedConnection connection, TrackedConnection.Direction ends) {
        JsonObject object = new JsonObject();
        object.addProperty("src", TupleText.address(connection.ipv6(), ends.sourceHigh(), ends.sourceLow()));
        object.addProperty("dst", TupleText.address(connection.ipv6(), ends.destinationHigh(), ends.destinationLow()));
        int lower = ends.ports() & 0xFFFF;
        if (isIcmp(connection)) {
            object.addProperty("id", ends.ports() >>> 16);
            object.addProperty("type", lower >>> 8);
            object.addProperty("code", lower & 0xFF);
        } else {
            object.addProperty("sport", ends.ports() >>> 16);
            object.addProperty("dport", lower);
        }
        return object;
    }
}
