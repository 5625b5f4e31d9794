package io.weft.vswitch.bridge;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The VLANs of a port for the NORMAL action: columns {@code vlan_mode}, {@code tag} and {@code trunks} of ovs-vswitchd.conf.db(5).
 *
 * <pre>
 *   mode             untagged (or VID 0) in   tagged in           out
 *   ACCESS           VLAN tag                 refused             VLAN tag alone, untagged; no flood with a second tag
 *   TRUNK            VLAN 0                   if a trunked VLAN   trunked VLANs, tagged; VLAN 0 untagged
 *   NATIVE_TAGGED    VLAN tag                 if tag or trunked   tag and trunked VLANs, tagged
 *   NATIVE_UNTAGGED  VLAN tag                 if tag or trunked   VLAN tag untagged, trunked VLANs tagged
 * </pre>
 *
 * A port without trunks trunks every VLAN. A port with a native VLAN other than 0 has no VLAN 0, whatever its trunks. A frame whose tag has VID 0 (a priority tag) counts as untagged; priority tags are not put on
 * (the default of {@code other_config:priority-tags}), but in VLAN 0 one with a priority other than 0 stays where the port tags. Immutable.
 */
public final class VlanSettings {
    /** No VLAN configuration: a trunk of all VLANs. */
    public static final VlanSettings ALL = trunk();

    private static final int VLANS = 4096;

    /** The {@code vlan_mode}. */
    public enum Mode {
        ACCESS,
        TRUNK,
        NATIVE_TAGGED,
        NATIVE_UNTAGGED
    }

    private final Mode mode;
    private final int tag;
    private final List<Integer> trunks;
    private final long[] carried;

    /**
     * @param tag the access or native VLAN, 0 to 4095; a {@link Mode#TRUNK} has none and wants 0
     * @param trunks trunked VLANs, 0 to 4095; empty for all; without meaning for {@link Mode#ACCESS}
     */
    public VlanSettings(Mode mode, int tag, int... trunks) {
        requireVlan("tag", tag);
        if (mode == Mode.TRUNK && tag != 0) {
            throw new IllegalArgumentException("tag " + tag + " on a trunk; allowed: 0, or another vlan_mode");
        }
        this.mode = mode;
        this.tag = tag;
        this.trunks = Arrays.stream(trunks).sorted().distinct().boxed().toList();
        BitSet set = new BitSet(VLANS);
        for (int vlan : trunks) {
            requireVlan("trunks", vlan);
            set.set(vlan);
        }
        if (set.isEmpty() && mode != Mode.ACCESS) {
            set.set(0, VLANS);
        }
        if (mode == Mode.ACCESS) {
            set.clear();
        }
        if (mode != Mode.TRUNK) {
            set.clear(0);
            set.set(tag);
        }
        carried = Arrays.copyOf(set.toLongArray(), VLANS / Long.SIZE);
    }

    public static VlanSettings access(int tag) {
        return new VlanSettings(Mode.ACCESS, tag);
    }

    public static VlanSettings trunk(int... trunks) {
        return new VlanSettings(Mode.TRUNK, 0, trunks);
    }

    public static VlanSettings nativeTagged(int tag, int... trunks) {
        return new VlanSettings(Mode.NATIVE_TAGGED, tag, trunks);
    }

    public static VlanSettings nativeUntagged(int tag, int... trunks) {
        return new VlanSettings(Mode.NATIVE_UNTAGGED, tag, trunks);
    }

    public Mode mode() {
        return mode;
    }

    /** The access or native VLAN; 0 on a trunk. */
    public int tag() {
        return tag;
    }

    /** The trunked VLANs as configured, ascending; empty for all. */
    public List<Integer> trunks() {
        return trunks;
    }

    /** Whether the port carries {@code vlan} (0 to 4095) at all. */
    public boolean carries(int vlan) {
        return (carried[vlan >>> 6] >>> vlan & 1) != 0;
    }

    /** Whether a frame that arrives with this VID (0: untagged or priority-tagged) may enter. */
    public boolean admits(int vid) {
        return switch (mode) {
            case ACCESS -> vid == 0;
            case TRUNK -> carries(vid);
            case NATIVE_TAGGED, NATIVE_UNTAGGED -> vid == 0 || carries(vid);
        };
    }

    /** The VLAN of a frame that arrived with this VID (0: untagged or priority-tagged) and was admitted. */
    public int vlanOf(int vid) {
        return vid == 0 ? tag : vid;
    }

    /** Whether frames of {@code vlan} leave through this port with a tag. */
    public boolean sendsTagged(int vlan) {
        return switch (mode) {
            case ACCESS -> false;
            case TRUNK, NATIVE_TAGGED -> vlan != 0;
            case NATIVE_UNTAGGED -> vlan != tag && vlan != 0;
        };
    }

    /** Whether a frame of VLAN 0 that has a tag with a priority other than 0 keeps that tag on its way out. */
    public boolean keepsPriorityTag() {
        return mode == Mode.TRUNK || mode == Mode.NATIVE_TAGGED;
    }

    private static void requireVlan(String field, int vlan) {
        if (vlan < 0 || vlan >= VLANS) {
            throw new IllegalArgumentException(field + " " + vlan + "; allowed: 0 to 4095");
        }
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof VlanSettings other
                && mode == other.mode
                && tag == other.tag
                && trunks.equals(other.trunks);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * mode.hashCode() + tag) + trunks.hashCode();
    }

    @Override
    public String toString() {
        return mode == Mode.TRUNK ? "trunk" : mode.name().toLowerCase(Locale.ROOT) + " tag " + tag;
    }
}
