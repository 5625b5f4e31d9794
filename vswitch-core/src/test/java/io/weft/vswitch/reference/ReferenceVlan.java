package io.weft.vswitch.reference;

import io.weft.vswitch.bridge.VlanSettings;
import java.util.Arrays;

/** VLAN settings read anew from mode, tag and trunks, and frames with their outer tag changed. */
final class ReferenceVlan {
    private ReferenceVlan() {}

    static boolean carries(VlanSettings settings, int vlan) {
        boolean trunked = settings.trunks().isEmpty() || settings.trunks().contains(vlan);
        return switch (settings.mode()) {
            case ACCESS -> vlan == settings.tag();
            case TRUNK -> trunked;
            case NATIVE_TAGGED, NATIVE_UNTAGGED -> vlan == settings.tag() || vlan != 0 && trunked;
        };
    }

    static boolean admits(VlanSettings settings, int vid) {
        return switch (settings.mode()) {
            case ACCESS -> vid == 0;
            case TRUNK -> carries(settings, vid);
            case NATIVE_TAGGED, NATIVE_UNTAGGED -> vid == 0 || carries(settings, vid);
        };
    }

    static boolean isTagged(VlanSettings settings, int vlan) {
        return vlan != 0
                && switch (settings.mode()) {
                    case ACCESS -> false;
                    case TRUNK, NATIVE_TAGGED -> true;
                    case NATIVE_UNTAGGED -> vlan != settings.tag();
                };
    }

    static boolean keepsPriority(VlanSettings settings) {
        return switch (settings.mode()) {
            case ACCESS, NATIVE_UNTAGGED -> false;
            case TRUNK, NATIVE_TAGGED -> true;
        };
    }

    static byte[] retag(byte[] frame, boolean isTagged, boolean shallBeTagged, int vlan) {
        if (isTagged && shallBeTagged) {
            frame[14] = (byte) (frame[14] & 0xf0 | vlan >> 8);
            frame[15] = (byte) vlan;
            return frame;
        }
        if (isTagged) {
            byte[] shorter = Arrays.copyOf(frame, frame.length - 4);
            System.arraycopy(frame, 16, shorter, 12, shorter.length - 12);
            return shorter;
        }
        if (shallBeTagged) {
            byte[] longer = Arrays.copyOf(frame, frame.length + 4);
            System.arraycopy(frame, 12, longer, 16, frame.length - 12);
            longer[12] = (byte) 0x81;
            longer[13] = 0;
            longer[14] = (byte) (vlan >> 8);
            longer[15] = (byte) vlan;
            return longer;
        }
        return frame;
    }
}
