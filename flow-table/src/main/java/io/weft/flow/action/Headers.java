package io.weft.flow.action;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import io.weft.flow.match.Overlay;

/**
 * What is known of the packets that come to one place of an action list: what the match says, and the tags that actions before have pushed
 * and stripped. Of nothing known, every header is taken as possible.
 *
 * <p>Thread-safety: an instance has one owner.
 */
final class Headers {
    private static final int VLAN_WORD = 1;

    private final Match match;
    private final boolean known;
    private long[] value;
    private long[] mask;

    private Headers(Match match) {
        this.match = match;
        known = match != null;
    }

    /** Those of packets that {@code match} accepts; null: nothing is known. */
    static Headers of(Match match) {
        return new Headers(match);
    }

    /** The same, to go its own way. */
    Headers copy() {
        Headers copy = new Headers(match);
        if (value != null) {
            copy.value = value.clone();
            copy.mask = mask.clone();
        }
        return copy;
    }

    /** The field that {@code field} means in these packets. */
    Field resolve(Field field) {
        if (!known) {
            return field;
        }
        expand();
        return Overlay.resolve(field, value, mask);
    }

    /**
     * Whether actions may read {@code field}.
     *
     * @throws FieldException when they cannot
     */
    void requireReadable(Field field) {
        if (!OxmNames.isNamed(field) && !isAnyTransport(field)) {
            throw new FieldException(
                    field.name(),
                    "",
                    "a field of the extensible match",
                    field + " is a name for matches; actions say vlan_tci, vlan_vid or another field");
        }
        requirePrerequisite(field, "reading ");
    }

    /**
     * Whether actions may change bits of {@code field}.
     *
     * @throws FieldException when they cannot
     */
    void requireWritable(Field field) {
        if (!field.writable()) {
            throw new FieldException(field.name(), "", "a field that can be set", field + " cannot be set");
        }
        if (isOfConnection(field)) {
            throw new FieldException(
                    field.name(), "", "nothing but ct(...)", field + " is set inside ct(exec(...)) only");
        }
        requirePrerequisite(field, "setting ");
    }

    /** Whether a field is kept with the connection. */
    static boolean isOfConnection(Field field) {
        return field.equals(Fields.CT_MARK) || field.equals(Fields.CT_LABEL);
    }

    /**
     * Requires that packets have certain headers.
     *
     * @throws FieldException when they may have others; {@code who} asks
     */
    void require(Prerequisite prerequisite, String who) {
        if (!known) {
            return;
        }
        expand();
        if (!Prerequisites.isPinned(prerequisite, value, mask)) {
            String needed = Prerequisites.describe(prerequisite);
            throw new FieldException("ct", "", needed, who + " needs a match on " + needed);
        }
    }

    private void requirePrerequisite(Field field, String doing) {
        if (!known || field.prerequisite() == Prerequisite.NONE && !field.equals(Fields.VLAN_VID)) {
            return;
        }
        expand();
        if (!Prerequisites.isPinned(field.prerequisite(), value, mask) || isTagMissing(field)) {
            String needed = field.equals(Fields.VLAN_VID)
                    ? "a VLAN tag (match on one, or push_vlan first)"
                    : Prerequisites.describe(field.prerequisite());
            throw new FieldException(field.name(), "", needed, doing + field + " needs a match on " + needed);
        }
    }

    private static boolean isAnyTransport(Field field) {
        return field.prerequisite() == Prerequisite.PORTS;
    }

    private boolean isTagMissing(Field field) {
        return field.equals(Fields.VLAN_VID) && (value[VLAN_WORD] & mask[VLAN_WORD] & FlowKey.VLAN_PRESENT) == 0;
    }

    /** From here on, packets have a tag. */
    void rememberTag() {
        if (known) {
            expand();
            value[VLAN_WORD] |= FlowKey.VLAN_PRESENT;
            mask[VLAN_WORD] |= FlowKey.VLAN_PRESENT;
        }
    }

    /** From here on, nobody knows of a tag. */
    void forgetTag() {
        if (known) {
            expand();
            value[VLAN_WORD] &= ~0xFFFFL;
            mask[VLAN_WORD] &= ~0xFFFFL;
        }
    }

    /** These packets have a constant in some bits. */
    void pin(Subfield bits, long high, long low) {
        expand();
        Field field = bits.field();
        long maskHigh = bits.fieldMaskHigh();
        long maskLow = bits.fieldMaskLow();
        field.setMasked(value, bits.placedHigh(high, low), bits.placedLow(low), maskHigh, maskLow);
        field.setMasked(mask, -1L, -1L, maskHigh, maskLow);
    }

    /** Most lists ask for nothing here, so the words of the match are spread out only when one does. */
    private void expand() {
        if (value == null) {
            value = new long[FlowKey.WORDS];
            mask = new long[FlowKey.WORDS];
            for (int i = 0; i < match.wordCount(); i++) {
                value[match.word(i)] = match.valueAt(i);
                mask[match.word(i)] = match.maskAt(i);
            }
        }
    }
}
