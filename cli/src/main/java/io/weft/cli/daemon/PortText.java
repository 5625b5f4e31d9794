package io.weft.cli.daemon;

import io.weft.vswitch.PortView;
import io.weft.vswitch.counters.PortTotals;
import io.weft.vswitch.port.PortStatus;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a port of the switch says of itself, in the words of the tools. */
final class PortText {
    private static final String INTERNAL = "internal";

    private PortText() {}

    /** Why a port does not work, a sentence; empty when it does, and for a device of the host that nobody has set up yet. */
    static String error(PortView view) {
        boolean isAsLeft = view.type().equals(INTERNAL) && view.status().state() == PortStatus.State.LINK_DOWN;
        return view.status().state() == PortStatus.State.UP || isAsLeft
                ? ""
                : view.status().message();
    }

    /** What the switch counted, and what the device counts by names of its own. */
    static Map<String, Long> statistics(PortView view) {
        PortTotals totals = view.totals();
        Map<String, Long> all = new TreeMap<>(view.deviceCounters());
        all.put("rx_packets", totals.rxPackets());
        all.put("rx_bytes", totals.rxBytes());
        all.put("rx_dropped", totals.rxDropped());
        all.put("ovs_rx_qos_drops", totals.rxPoliced());
        all.put("tx_packets", totals.txPackets());
        all.put("tx_bytes", totals.txBytes());
        all.put("tx_dropped", totals.txDropped());
        return all;
    }

    /** What the driver says, with its sentence under {@code message}. */
    static Map<String, String> status(PortView view) {
        Map<String, String> all = new TreeMap<>(view.status().details());
        all.put("message", view.status().message());
        return all;
    }

    /** The number of a port as OpenFlow 1.0 shows it. */
    static int number(PortView view) {
        return view.ofPort() == io.weft.flow.action.Ports.LOCAL
                ? io.weft.northbound.control.PortView.LOCAL
                : view.ofPort();
    }

    /** {@code 00:11:22:33:44:55}. */
    static String macText(long mac) {
        return HexFormat.ofDelimiter(":")
                .formatHex(new byte[] {
                    (byte) (mac >>> 40),
                    (byte) (mac >>> 32),
                    (byte) (mac >>> 24),
                    (byte) (mac >>> 16),
                    (byte) (mac >>> 8),
                    (byte) mac
                })
                .toLowerCase(Locale.ROOT);
    }
}
