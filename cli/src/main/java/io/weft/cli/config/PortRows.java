package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.PortSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Ports as the API describes them, in one piece, and as the records Port and Interface. */
public final class PortRows {
    private PortRows() {}

    static Row port(Row row, PortSpec spec) {
        ColumnArgument tag = spec.tag().isPresent()
                ? ColumnArgument.of(Integer.toString(spec.tag().getAsInt()))
                : ColumnArgument.EMPTY;
        List<String> trunks =
                spec.trunks().stream().sorted().distinct().map(String::valueOf).toList();
        return row.with("tag", tag)
                .with("trunks", new ColumnArgument(trunks, Map.of()))
                .with("vlan_mode", optional(spec.vlanMode()));
    }

    static Row iface(Row row, PortSpec spec) {
        return row.with("type", ColumnArgument.of(spec.type()))
                .with("options", ColumnArgument.of(spec.options()))
                .with("ofport_request", optional(spec.ofportRequest()))
                .with("mtu_request", optional(spec.mtuRequest()))
                .with("external_ids", ColumnArgument.of(spec.externalIds()));
    }

    private static ColumnArgument optional(String text) {
        return text.isEmpty() ? ColumnArgument.EMPTY : ColumnArgument.of(text);
    }

    private static ColumnArgument optional(int number) {
        return number == 0 ? ColumnArgument.EMPTY : ColumnArgument.of(Integer.toString(number));
    }

    /** Whether {@code mac} of an interface counts: the address of a bridge's own port is the bridge's, and only internal ones have one to give. */
    static boolean hasAddress(Row bridge, Row iface) {
        return iface.text("type").equals("internal") && !iface.text("name").equals(bridge.text("name"));
    }

    static PortSpec spec(Row port, Row iface) {
        String tag = port.text("tag");
        return new PortSpec(
                iface.text("name"),
                tag.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(tag)),
                numbers(port, "trunks"),
                port.text("vlan_mode"),
                iface.text("type"),
                iface.get("options").entries(),
                iface.number("ofport_request"),
                iface.number("mtu_request"),
                iface.get("external_ids").entries());
    }

    static List<Integer> numbers(Row row, String column) {
        return row.get(column).atoms().stream().map(Integer::valueOf).toList();
    }
}
