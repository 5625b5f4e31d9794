package io.weft.northbound.control;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A port as configured and as it is now.
 *
 * @param ofport 1 to 65279, {@value #LOCAL} for the bridge's own port, -1 when the port could not be opened
 * @param macInUse 48-bit address; 0: none
 * @param mtu bytes; 0: unknown
 * @param status facts from the driver, such as {@code xdp-mode=native}
 * @param error why the port does not work, a sentence; empty when it does
 * @param statistics counters by their OVS name, such as {@code rx_packets}
 * @param flags those that {@code mod-port} has set
 * @param queues of a port that is shaped, by number; none: it is not
 */
public record PortView(
        String bridge,
        PortSpec config,
        int ofport,
        long macInUse,
        boolean adminUp,
        boolean linkUp,
        int mtu,
        Map<String, String> status,
        String error,
        Map<String, Long> statistics,
        Set<PortFlag> flags,
        List<PortQueue> queues) {
    /** How the number of a bridge's own port is shown, as in OpenFlow 1.0. */
    public static final int LOCAL = 65534;

    public PortView {
        status = Map.copyOf(status);
        statistics = Map.copyOf(statistics);
        flags = Set.copyOf(flags);
        queues = List.copyOf(queues);
    }

    /** A port with no flags but {@code PORT_DOWN}, where that is so, that is not shaped. */
    public PortView(
            String bridge,
            PortSpec config,
            int ofport,
            long macInUse,
            boolean adminUp,
            boolean linkUp,
            int mtu,
            Map<String, String> status,
            String error,
            Map<String, Long> statistics) {
        this(
                bridge,
                config,
                ofport,
                macInUse,
                adminUp,
                linkUp,
                mtu,
                status,
                error,
                statistics,
                adminUp ? Set.of() : Set.of(PortFlag.PORT_DOWN),
                List.of());
    }
}
