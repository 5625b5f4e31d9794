package io.weft.cli.top;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;

/** {@link TopRates} as a JSON document: exact numbers, rates a second, shares in percent. */
final class TopJson {
    private TopJson() {}

    static JsonObject of(TopRates rates, int flows) {
        JsonObject document = new JsonObject();
        document.addProperty("version", rates.version().version());
        document.addProperty("pid", rates.version().pid());
        document.addProperty("uptime_s", rates.version().uptimeNs() / 1e9);
        document.addProperty("seconds", rates.seconds());
        document.addProperty("flows", rates.flowCount());
        document.addProperty("megaflows", rates.megaflows());
        document.add("ports", ports(rates));
        document.add("pmds", pmds(rates));
        document.add("connections", connections(rates));
        document.add("drops", drops(rates));
        if (flows > 0) {
            document.add("top_flows", flows(rates, flows));
        }
        return document;
    }

    private static JsonArray ports(TopRates rates) {
        JsonArray ports = new JsonArray();
        for (TopRates.Port port : rates.ports()) {
            JsonObject one = new JsonObject();
            one.addProperty("port", port.name());
            one.addProperty("bridge", port.bridge());
            one.addProperty("up", port.up());
            one.addProperty("rx_packets", port.rxPackets());
            one.addProperty("rx_bytes", port.rxBytes());
            one.addProperty("rx_dropped", port.rxDrops());
            one.addProperty("tx_packets", port.txPackets());
            one.addProperty("tx_bytes", port.txBytes());
            one.addProperty("tx_dropped", port.txDrops());
            ports.add(one);
        }
        return ports;
    }

    private static JsonArray pmds(TopRates rates) {
        JsonArray pmds = new JsonArray();
        for (TopRates.Pmd pmd : rates.pmds()) {
            JsonObject one = new JsonObject();
            one.addProperty("pmd", pmd.pmd());
            one.addProperty("busy_percent", pmd.busyPercent());
            one.addProperty("packets", pmd.packets());
            one.addProperty("ns_per_packet", pmd.nsPerPacket());
            one.add("hits_percent", numbers(pmd.share()));
            one.addProperty("recirculations", pmd.recirculations());
            one.addProperty("known_connections_percent", pmd.known());
            one.addProperty("megaflows", pmd.megaflows());
            pmds.add(one);
        }
        return pmds;
    }

    private static JsonObject connections(TopRates rates) {
        JsonObject connections = new JsonObject();
        connections.addProperty("total", rates.tracker().connections());
        connections.addProperty("most", rates.tracker().most());
        connections.add("per_second", numbers(ConnectionEvents.headline(rates)));
        connections.add("events", numbers(rates.events()));
        JsonArray zones = new JsonArray();
        rates.tracker().zones().forEach(zone -> {
            JsonObject one = new JsonObject();
            one.addProperty("zone", zone.zone());
            one.addProperty("connections", zone.count());
            one.addProperty("limit", zone.limit());
            zones.add(one);
        });
        connections.add("zones", zones);
        connections.add("tcp_states", numbers(rates.census().byTcpState()));
        return connections;
    }

    private static JsonArray drops(TopRates rates) {
        JsonArray drops = new JsonArray();
        for (TopRates.Drop drop : rates.drops()) {
            JsonObject one = new JsonObject();
            one.addProperty("reason", drop.reason());
            one.addProperty("description", drop.description());
            one.addProperty("packets", drop.packets());
            one.addProperty("total", drop.total());
            drops.add(one);
        }
        return drops;
    }

    private static JsonArray flows(TopRates rates, int most) {
        JsonArray flows = new JsonArray();
        rates.flows().stream().limit(most).forEach(flow -> {
            JsonObject one = new JsonObject();
            one.addProperty("flow", flow.text());
            one.addProperty("packets", flow.packets());
            one.addProperty("bytes", flow.bytes());
            flows.add(one);
        });
        return flows;
    }

    private static JsonObject numbers(Map<String, ? extends Number> values) {
        JsonObject object = new JsonObject();
        values.forEach(object::addProperty);
        return object;
    }
}
