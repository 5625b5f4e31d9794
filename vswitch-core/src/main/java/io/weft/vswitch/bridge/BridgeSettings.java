package io.weft.vswitch.bridge;

import java.util.BitSet;
import java.util.List;

/**
 * What a bridge does besides its tables and ports. Immutable.
 *
 * @param fragments what the tables see of IP fragments
 * @param mirroring what is copied where
 * @param floodVlans VLANs in which NORMAL learns nothing and floods; not to be changed
 */
public record BridgeSettings(FragmentMode fragments, Mirroring mirroring, BitSet floodVlans) {
    /** No mirrors, every VLAN learns. */
    public static final BridgeSettings NONE = new BridgeSettings(FragmentMode.NORMAL, Mirroring.NONE, new BitSet());

    /** {@code floodVlans} 0 to 4095. */
    public static BridgeSettings of(FragmentMode fragments, Mirroring mirroring, List<Integer> floodVlans) {
        BitSet vlans = new BitSet();
        floodVlans.forEach(vlans::set);
        return new BridgeSettings(fragments, mirroring, vlans);
    }

    /** Whether addresses of {@code vlan} are learned and looked for. */
    public boolean learns(int vlan) {
        return !floodVlans.get(vlan);
    }
}
