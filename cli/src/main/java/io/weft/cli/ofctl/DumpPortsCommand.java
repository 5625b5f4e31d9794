package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PortStatistics;
import java.io.PrintWriter;
import java.util.List;

/** {@code dump-ports}. What no driver counts is a question mark. */
final class DumpPortsCommand implements OfctlCommand {
    /** The version of OpenFlow since which the age of a port is told. */
    private static final int DURATION = 3;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dump-ports", "BRIDGE [PORT]", "Prints the counters of all ports, or of one (name or number).");
    }

    @Override
    public int run(OfctlCall call) {
        JsonArray array = new JsonArray();
        List<PortStatistics> ports = call.client().ports().statistics(call.bridge(), call.word(1, ""));
        if (!call.options().json()) {
            call.out().println(ReplyHeader.of(call, "PORT") + " " + ports.size() + " ports");
        }
        for (PortStatistics port : ports) {
            if (call.options().json()) {
                array.add(json(port));
            } else {
                print(port, call);
            }
        }
        if (call.options().json()) {
            JsonText.print(call.out(), array);
        }
        return 0;
    }

    private static void print(PortStatistics port, OfctlCall call) {
        PrintWriter out = call.out();
        String name = call.options().names() ? port.name() : PortNumber.text(port.number());
        out.println(
                "  port " + (port.number() < 10 ? " " : "") + name + ": rx pkts=" + text(port.rxPackets()) + ", bytes="
                        + text(port.rxBytes()) + ", drop=" + text(port.rxDropped()) + ", errs=" + text(port.rxErrors())
                        + ", frame=?, over=?, crc=?");
        out.println("           tx pkts=" + text(port.txPackets()) + ", bytes=" + text(port.txBytes()) + ", drop="
                + text(port.txDropped()) + ", errs=" + text(port.txErrors()) + ", coll=?");
        if (call.options().minorVersion() >= DURATION) {
            out.println("           duration=" + FlowLineText.seconds(port.durationNs()) + "s");
        }
    }

    private static String text(long counter) {
        return Long.toUnsignedString(counter);
    }

    private static JsonObject json(PortStatistics port) {
        JsonObject object = new JsonObject();
        object.addProperty("port", port.number());
        object.addProperty("name", port.name());
        object.addProperty("rx_packets", port.rxPackets());
        object.addProperty("rx_bytes", port.rxBytes());
        object.addProperty("rx_dropped", port.rxDropped());
        object.addProperty("rx_errors", port.rxErrors());
        object.addProperty("tx_packets", port.txPackets());
        object.addProperty("tx_bytes", port.txBytes());
        object.addProperty("tx_dropped", port.txDropped());
        object.addProperty("tx_errors", port.txErrors());
        object.addProperty("duration_s", port.durationNs() / 1e9);
        return object;
    }
}
