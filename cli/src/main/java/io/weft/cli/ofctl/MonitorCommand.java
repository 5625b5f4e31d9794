package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.PacketIn;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;

/** {@code monitor}: flow changes and packets to the controller as they happen, until it is interrupted or the switch ends. */
final class MonitorCommand implements OfctlCommand {
    private static final String WATCH = "watch:";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "monitor",
                "BRIDGE [watch:FLOW]...",
                "Prints present flows, then changes of flows (those that FLOW covers) and packets sent to the controller.");
    }

    @Override
    public int run(OfctlCall call) {
        String filter = "";
        for (String word : call.words().subList(1, call.words().size())) {
            if (!word.startsWith(WATCH)) {
                throw new UsageException("unknown word \"" + word + "\"; allowed: watch:FLOW");
            }
            filter = word.substring(WATCH.length());
        }
        try (Stream<PacketIn> packets = call.client().watchPackets(call.bridge());
                Stream<FlowLineEvent> events = call.client()
                        .watchFlowLines(call.bridge(), filter, call.options().names())) {
            Thread.ofVirtual().name("monitor-packets").start(() -> printPackets(packets, call.out()));
            while (events.hasNext()) {
                print(events.next(), call.out());
            }
        }
        return 0;
    }

    /** When the switch ends, both streams do, and the flow stream says why. */
    private static void printPackets(Stream<PacketIn> packets, PrintWriter out) {
        try {
            packets.forEachRemaining(packet -> print(packet, out));
        } catch (ControlException e) {
            out.flush();
        }
    }

    private static void print(FlowLineEvent event, PrintWriter out) {
        if (event.flow() == null) {
            return;
        }
        FlowLine flow = event.flow();
        String match = FlowLineText.match(flow);
        String actions = event.kind() == FlowEvent.Kind.DELETED ? "" : " actions=" + flow.actions();
        out.println(" event=" + event.kind() + " table=" + flow.table() + " cookie=0x" + Long.toHexString(flow.cookie())
                + (match.isEmpty() ? "" : " " + match) + actions);
        out.flush();
    }

    private static void print(PacketIn packet, PrintWriter out) {
        if (packet.lost() > 0) {
            out.println(packet.lost() + " packets lost: this monitor is too slow");
        }
        String reason = packet.reason().name().toLowerCase(Locale.ROOT);
        out.println("NXT_PACKET_IN2 (xid=0x0): table_id=" + packet.table() + " cookie=0x"
                + Long.toHexString(packet.cookie()) + " total_len=" + packet.totalLength() + " in_port="
                + PortNumber.text(packet.inPort()) + (packet.metadata().isEmpty() ? "" : " " + packet.metadata())
                + " (via " + reason + ") data_len=" + packet.frame().length + " (unbuffered)");
        out.println(HexFormat.of().formatHex(packet.frame()));
        out.flush();
    }
}
