package io.weft.vswitch.track;

import io.weft.flow.action.CtHelper;
import io.weft.flow.action.NatSpec;

/**
 * One {@code ct(...)} action as the tracker sees it (ovs-actions(7)): made when a flow is translated, used for each of its packets.
 *
 * <p>Mark and label are set under their masks on the connection of the packet, if it has one then; masks of 0 set nothing.
 *
 * @param zone 0 to 65535
 * @param commit whether a new connection is to be remembered
 * @param force whether a connection that goes the other way ends, so that this packet begins one; implies {@code commit}
 * @param nat translation; null: neither existing bindings are applied nor new ones made
 * @param helper whose data connections a new connection is to announce, or null
 */
public record TrackOrder(
        int zone,
        boolean commit,
        boolean force,
        int mark,
        int markMask,
        long labelHigh,
        long labelLow,
        long labelHighMask,
        long labelLowMask,
        NatSpec nat,
        CtHelper helper) {
    /** Zones are numbers of 16 bits. */
    public static final int MOST_ZONE = 0xFFFF;

    public TrackOrder {
        if (zone < 0 || zone > MOST_ZONE) {
            throw new IllegalArgumentException("ct zone " + zone + ": allowed are 0 to " + MOST_ZONE);
        }
    }

    /** {@code ct(zone=ZONE)}: look only. */
    public static TrackOrder look(int zone) {
        return new TrackOrder(zone, false, false, 0, 0, 0, 0, 0, 0, null, null);
    }

    /** The same with {@code commit}. */
    public TrackOrder committing() {
        return new TrackOrder(
                zone, true, force, mark, markMask, labelHigh, labelLow, labelHighMask, labelLowMask, nat, helper);
    }

    /** The same with {@code commit,force}. */
    public TrackOrder forcing() {
        return new TrackOrder(
                zone, true, true, mark, markMask, labelHigh, labelLow, labelHighMask, labelLowMask, nat, helper);
    }

    /** The same with {@code exec(set_field:VALUE/MASK->ct_mark)}. */
    public TrackOrder marking(int value, int mask) {
        return new TrackOrder(
                zone, commit, force, value, mask, labelHigh, labelLow, labelHighMask, labelLowMask, nat, helper);
    }

    /** The same with {@code exec(set_field:VALUE/MASK->ct_label)}. */
    public TrackOrder labelling(long high, long low, long highMask, long lowMask) {
        return new TrackOrder(zone, commit, force, mark, markMask, high, low, highMask, lowMask, nat, helper);
    }

    /** The same with {@code nat(...)}. */
    public TrackOrder translating(NatSpec range) {
        return new TrackOrder(
                zone, commit, force, mark, markMask, labelHigh, labelLow, labelHighMask, labelLowMask, range, helper);
    }

    /** The same with {@code alg=...}. */
    public TrackOrder helping(CtHelper by) {
        return new TrackOrder(
                zone, commit, force, mark, markMask, labelHigh, labelLow, labelHighMask, labelLowMask, nat, by);
    }

    boolean labels() {
        return (labelHighMask | labelLowMask) != 0;
    }
}
