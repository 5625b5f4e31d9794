package io.weft.cli.ofctl;

import io.weft.flow.table.FlowLife;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.RemovedFlowLine;

/** Changes of flows as lines of {@code monitor}. */
final class FlowEventText {
    private FlowEventText() {}

    /**
     * {@code  event=DELETED reason=idle table=0 idle_timeout=5 cookie=0x1 udp actions=output:2}, with a leading space. OVS has no priority
     * there; here it is in the match where it is not the default, since a flow cannot be told from its neighbour without.
     */
    static String of(FlowLineEvent event, String kind, boolean actions) {
        FlowLine flow = event.flow();
        FlowLife life = flow.life();
        StringBuilder line = new StringBuilder(" event=").append(kind);
        if (event.kind() == FlowEvent.Kind.DELETED && event.reason() != null) {
            line.append(" reason=").append(event.reason().text());
        }
        line.append(" table=").append(flow.table());
        append(line, " idle_timeout=", life.idleTimeoutS());
        append(line, " hard_timeout=", life.hardTimeoutS());
        line.append(" cookie=").append(cookie(flow.cookie()));
        String match = FlowLineText.match(flow);
        line.append(match.isEmpty() ? "" : " " + match);
        return actions ? line.append(" actions=").append(flow.actions()).toString() : line.toString();
    }

    /**
     * {@code OFPT_FLOW_REMOVED (xid=0x0): udp reason=idle cookie:0x1 duration7.500s idle5 pkts1 bytes106}. OpenFlow 1.0 does not tell the
     * table; here it is told where it is not table 0.
     */
    static String of(RemovedFlowLine removed, OfctlOptions options) {
        FlowLine flow = removed.flow();
        String match = FlowLineText.match(flow);
        StringBuilder line = new StringBuilder("OFPT_FLOW_REMOVED" + options.version() + " (xid=0x0): ")
                .append(match)
                .append(match.isEmpty() ? "" : " ")
                .append("reason=")
                .append(removed.reason().text());
        if (flow.table() != 0 || options.isLater()) {
            line.append(" table_id=").append(flow.table());
        }
        if (flow.cookie() != 0) {
            line.append(" cookie:").append(cookie(flow.cookie()));
        }
        line.append(" duration").append(FlowLineText.seconds(flow.durationNs())).append('s');
        line.append(" idle").append(flow.life().idleTimeoutS());
        append(line, " hard", flow.life().hardTimeoutS());
        return line.append(" pkts")
                .append(Long.toUnsignedString(flow.packets()))
                .append(" bytes")
                .append(Long.toUnsignedString(flow.bytes()))
                .toString();
    }

    private static void append(StringBuilder line, String name, int value) {
        if (value != 0) {
            line.append(name).append(value);
        }
    }

    private static String cookie(long cookie) {
        return cookie == 0 ? "0" : "0x" + Long.toHexString(cookie);
    }
}
