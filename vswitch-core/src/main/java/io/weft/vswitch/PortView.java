package io.weft.vswitch;

import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.PortTotals;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.shape.QueueStatistics;
import java.util.List;
import java.util.Map;

/**
 * A port as configured and as it is now.
 *
 * @param bridge name of its bridge
 * @param settings what the user asked for
 * @param ofPort OpenFlow number; stable while the port exists
 * @param datapathPort index in the datapath, as in megaflow dumps
 * @param type the driver in use, where {@code settings} leaves it open
 * @param status what the driver says
 * @param flags what {@code mod-port} set
 * @param totals traffic since the port was made
 * @param deviceCounters the device's own counters by its own names
 * @param createdNs the switch's clock when the port was made
 * @param queues what the queues of a shaped port have counted; none: it is not shaped
 */
public record PortView(
        String bridge,
        PortSettings settings,
        int ofPort,
        int datapathPort,
        String type,
        PortStatus status,
        PortFlags flags,
        PortTotals totals,
        Map<String, Long> deviceCounters,
        long createdNs,
        List<QueueStatistics> queues) {
    public String name() {
        return settings.name();
    }
}
