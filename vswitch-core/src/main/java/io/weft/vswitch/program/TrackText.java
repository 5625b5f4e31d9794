package io.weft.vswitch.program;

import io.weft.flow.text.NatText;
import io.weft.vswitch.track.TrackOrder;

/** A TRACK instruction as Open vSwitch writes the action of its datapath. */
final class TrackText {
    private TrackText() {}

    static String of(TrackOrder order) {
        StringBuilder text = new StringBuilder();
        if (order.commit()) {
            text.append(order.force() ? ",force_commit" : ",commit");
        }
        if (order.zone() != 0) {
            text.append(",zone=").append(order.zone());
        }
        if (order.markMask() != 0) {
            text.append(",mark=0x").append(Integer.toHexString(order.mark()));
            text.append("/0x").append(Integer.toHexString(order.markMask()));
        }
        if ((order.labelHighMask() | order.labelLowMask()) != 0) {
            text.append(",label=").append(hex(order.labelHigh(), order.labelLow()));
            boolean isWhole = (order.labelHighMask() & order.labelLowMask()) == -1;
            text.append(isWhole ? "" : "/" + hex(order.labelHighMask(), order.labelLowMask()));
        }
        if (order.helper() != null) {
            text.append(",helper=").append(order.helper().text());
        }
        if (order.nat() != null) {
            text.append(',').append(NatText.print(order.nat()));
        }
        return text.isEmpty() ? "ct" : "ct(" + text.substring(1) + ")";
    }

    private static String hex(long high, long low) {
        return high == 0 ? "0x" + Long.toHexString(low) : String.format("0x%x%016x", high, low);
    }
}
