package io.weft.vswitch.conductor;

import java.util.List;

/**
 * A mirror of a bridge (ovs-vswitchd.conf.db(5), table Mirror): which packets are copied, and where to.
 *
 * @param id identity, as text: what its statistics are asked by; unique in the switch
 * @param name for people; need not be unique
 * @param selectAll every packet that arrives on or leaves by any port
 * @param selectSrcPorts names of ports: packets that arrive there
 * @param selectDstPorts names of ports: packets that leave there
 * @param selectVlans only packets of these VLANs, 0 to 4095; empty: of every VLAN
 * @param outputPort name of the port that gets the copies and nothing else (SPAN); empty: none
 * @param outputVlan the VLAN in which copies are flooded (RSPAN), 1 to 4095; 0: none. An output port, where there is one, counts alone.
 * @param snaplen bytes of a copy, 14 to {@value #MAX_SNAPLEN}, which is as good as whole; 0: whole
 */
public record MirrorConfig(
        String id,
        String name,
        boolean selectAll,
        List<String> selectSrcPorts,
        List<String> selectDstPorts,
        List<Integer> selectVlans,
        String outputPort,
        int outputVlan,
        int snaplen) {
    /** The longest copy that can be asked for, longer than any packet. */
    static final int MAX_SNAPLEN = 65_535;

    /** Mirrors a bridge may have. */
    public static final int MAX_MIRRORS = 32;

    public MirrorConfig {
        selectSrcPorts = List.copyOf(selectSrcPorts);
        selectDstPorts = List.copyOf(selectDstPorts);
        selectVlans = List.copyOf(selectVlans);
    }
}
