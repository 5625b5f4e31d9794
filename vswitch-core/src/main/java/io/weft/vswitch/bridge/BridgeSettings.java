package io.weft.vswitch.bridge;

import io.weft.flow.match.TlvMap;
import io.weft.flow.table.MissPolicy;
import java.util.BitSet;
import java.util.List;

/**
 * What a bridge does besides its tables and ports. Immutable.
 *
 * @param fragments what the tables see of IP fragments
 * @param takesMisses whether packets that match nothing go to the controller where a table does not say what becomes of them
 * @param mirroring what is copied where
 * @param floodVlans VLANs in which NORMAL learns nothing and floods; not to be changed
 * @param tunnelOptions which options of tunnel headers the {@code tun_metadata} fields are
 */
public record BridgeSettings(
        FragmentMode fragments, boolean takesMisses, Mirroring mirroring, BitSet floodVlans, TlvMap tunnelOptions) {
    /** No mirrors, every VLAN learns. */
    public static final BridgeSettings NONE =
            new BridgeSettings(FragmentMode.NORMAL, false, Mirroring.NONE, new BitSet(), TlvMap.EMPTY);

    /** {@code floodVlans} 0 to 4095. */
    public static BridgeSettings of(
            FragmentMode fragments,
            boolean takesMisses,
            Mirroring mirroring,
            List<Integer> floodVlans,
            TlvMap tunnelOptions) {
        BitSet vlans = new BitSet();
        floodVlans.forEach(vlans::set);
        return new BridgeSettings(fragments, takesMisses, mirroring, vlans, tunnelOptions);
    }

    /** What becomes of a packet that matches nothing, by what its table says; never {@link MissPolicy#UNSET}. */
    public MissPolicy miss(MissPolicy ofTable) {
        if (ofTable != MissPolicy.UNSET) {
            return ofTable;
        }
        return takesMisses ? MissPolicy.CONTROLLER : MissPolicy.DROP;
    }

    /** Whether addresses of {@code vlan} are learned and looked for. */
    public boolean learns(int vlan) {
        return !floodVlans.get(vlan);
    }
}
