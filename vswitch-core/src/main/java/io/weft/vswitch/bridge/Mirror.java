package io.weft.vswitch.bridge;

import io.weft.flow.action.Ports;
import java.util.BitSet;
import java.util.List;

/**
 * A mirror of a bridge as translation sees it; ports are OpenFlow numbers.
 *
 * @param name for traces
 * @param selectAll every packet that arrives on or leaves by any port
 * @param sources ports of which arriving packets are copied
 * @param destinations ports of which leaving packets are copied
 * @param vlans VLANs whose packets are copied; empty: all. Not to be changed
 * @param outputPort the port that gets the copies; {@link Ports#NONE}: they are flooded in {@code outputVlan}
 * @param outputVlan 1 to 4095, without meaning where there is an output port
 * @param snaplen bytes of a copy, 14 to 65535; 0: whole
 * @param account counts copies
 */
public record Mirror(
        String name,
        boolean selectAll,
        List<Integer> sources,
        List<Integer> destinations,
        BitSet vlans,
        int outputPort,
        int outputVlan,
        int snaplen,
        MirrorAccount account) {
    public Mirror {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
    }

    /** Whether copies go to a port, not into a VLAN. */
    public boolean isSpan() {
        return outputPort != Ports.NONE;
    }

    /** Whether packets of {@code vlan} are copied. */
    public boolean selects(int vlan) {
        return vlans.isEmpty() || vlans.get(vlan);
    }
}
