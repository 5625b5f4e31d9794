package io.weft.northbound.control;

import java.util.List;
import java.util.Map;

/**
 * A bridge as it is now.
 *
 * @param ports names, sorted, without the bridge's own port
 * @param datapathId 64 bits
 * @param mac 48-bit address of the bridge's own port
 * @param flows flows in all tables
 * @param fragments what the tables see of IP fragments
 */
public record BridgeView(
        String name,
        List<String> ports,
        long datapathId,
        long mac,
        long flows,
        Map<String, String> otherConfig,
        Map<String, String> externalIds,
        FragmentMode fragments) {
    public BridgeView {
        ports = List.copyOf(ports);
        otherConfig = Map.copyOf(otherConfig);
        externalIds = Map.copyOf(externalIds);
    }

    /** A bridge that treats fragments in the normal way. */
    public BridgeView(
            String name,
            List<String> ports,
            long datapathId,
            long mac,
            long flows,
            Map<String, String> otherConfig,
            Map<String, String> externalIds) {
        this(name, ports, datapathId, mac, flows, otherConfig, externalIds, FragmentMode.NORMAL);
    }
}
