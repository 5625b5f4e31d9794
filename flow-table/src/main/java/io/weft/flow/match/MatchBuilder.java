package io.weft.flow.match;

import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a {@link Match} from fields and refuses what has no meaning: a value or mask wider than its field, a partial mask on a field that
 * takes none, value bits outside the mask, two statements that exclude each other, and, in {@link #build}, a field whose prerequisite is
 * not pinned (ovs-fields(7), "Prerequisites"). Fields may come in any order. Nothing is pinned silently; {@link #protocol} is the shorthand.
 *
 * <p>{@code dl_vlan} also matches that there is a tag (or, as 0xffff, that there is none), {@code dl_vlan_pcp} and {@code vlan_pcp} that
 * there is one, as ovs-fields(7) says.
 *
 * <p>Thread-safety: one owner.
 */
public final class MatchBuilder {
    /** The value of {@code dl_vlan} that means "no tag". */
    public static final int NO_VLAN = 0xFFFF;

    private static final int VID_MASK = 0xFFF;
    private static final int PCP_SHIFT = 13;
    private static final int RESERVED_16 = 0xFFF8;

    /** Two thirds of a key are tunnel options, which few matches ask for: without their words until one does. */
    private long[] value = new long[FlowKey.TUNNEL_OPTIONS_WORD + 1];

    private long[] mask = new long[FlowKey.TUNNEL_OPTIONS_WORD + 1];
    private final Map<Field, FieldValue> said = new LinkedHashMap<>();

    /** Matches {@code low} exactly. */
    public MatchBuilder set(Field field, long low) {
        return set(field, FieldValue.exact(field, low));
    }

    /** Matches {@code low} in the bits of {@code lowMask}. */
    public MatchBuilder set(Field field, long low, long lowMask) {
        return set(field, FieldValue.masked(low, lowMask));
    }

    /** Matches a 128-bit field exactly. */
    public MatchBuilder setWide(Field field, long high, long low) {
        return set(field, FieldValue.exact(field, high, low));
    }

    /**
     * Matches {@code wanted}; a mask without bits says nothing, but of a tunnel option that it is there.
     *
     * @throws FieldException when the field cannot be matched so
     */
    public MatchBuilder set(Field field, FieldValue wanted) {
        if (field.equals(Fields.IN_PORT_16)) {
            return setPort(wanted);
        }
        checkMask(field, wanted);
        if (field.equals(Fields.DL_VLAN)) {
            setVlanId(wanted);
        } else {
            checkValue(field, wanted);
            if (field.equals(Fields.DL_VLAN_PCP) || field.equals(Fields.VLAN_PCP)) {
                setPriority(field, wanted);
            } else {
                merge(field, wanted, field, wanted);
            }
        }
        if ((wanted.maskHigh() | wanted.maskLow()) != 0) {
            said.put(field, wanted);
        }
        return Fields.isTunnelMetadata(field) ? present(field) : this;
    }

    /** A port number of 16 bits means one of 32. */
    private MatchBuilder setPort(FieldValue wanted) {
        if (!wanted.isExact(Fields.IN_PORT_16)) {
            throw refusal(Fields.IN_PORT, wanted, "no mask", "in_port takes no mask");
        }
        checkValue(Fields.IN_PORT_16, wanted);
        return set(Fields.IN_PORT, wanted.low() >= RESERVED_16 ? wanted.low() | 0xFFFF_0000L : wanted.low());
    }

    /** Matches that the tunnel option of {@code field}, a {@code tun_metadataN}, is there at all; to match its value includes that. */
    public MatchBuilder present(Field field) {
        long bit = 1L << Fields.indexOfTunnelMetadata(field);
        value[FlowKey.TUNNEL_OPTIONS_WORD] |= bit;
        mask[FlowKey.TUNNEL_OPTIONS_WORD] |= bit;
        return this;
    }

    /** Matches the Ethernet type and, where the keyword implies one, the IP protocol. */
    public MatchBuilder protocol(Protocol protocol) {
        mergeExact(Fields.ETH_TYPE, protocol.etherType());
        if (protocol.ipProtocol() != 0) {
            mergeExact(Fields.NW_PROTO, protocol.ipProtocol());
        }
        return this;
    }

    /** Adds all that {@code match}, itself the result of a builder, says. */
    public MatchBuilder assume(Match match) {
        for (int i = 0; i < match.wordCount(); i++) {
            int word = match.word(i);
            reach(word);
            if (((value[word] ^ match.valueAt(i)) & mask[word] & match.maskAt(i)) != 0) {
                throw new FieldException("match", "", "no contradiction", "two matches contradict each other");
            }
            value[word] |= match.valueAt(i);
            mask[word] |= match.maskAt(i);
        }
        return this;
    }

    /**
     * Whether {@code field} can have {@code wanted} at all, in a match or in set_field, apart from the special values of {@code dl_vlan}.
     *
     * @throws FieldException when it cannot
     */
    public static void check(Field field, FieldValue wanted) {
        checkMask(field, wanted);
        checkValue(field, wanted);
    }

    /**
     * The match.
     *
     * @throws FieldException when a field's prerequisite is not matched
     */
    public Match build() {
        said.forEach(this::checkPrerequisite);
        return new Match(value, mask);
    }

    /** The field that {@code name} means among the headers matched so far: {@code tp_src} of an ICMP match is its type, and so on. */
    public Field resolve(Field field) {
        return Overlay.resolve(field, value, mask);
    }

    private void checkPrerequisite(Field field, FieldValue wanted) {
        Field meant = resolve(field);
        if (!Prerequisites.isPinned(meant.prerequisite(), value, mask)) {
            String needed = Prerequisites.describe(meant.prerequisite());
            throw refusal(field, wanted, needed, field + " has a meaning only together with " + needed);
        }
        if (!meant.equals(field)) {
            checkAs(meant, field, wanted);
        }
    }

    /** Judges {@code wanted} by the field that it means here; the error names the field that was said. */
    private static void checkAs(Field meant, Field said, FieldValue wanted) {
        try {
            check(meant, wanted.isExact(said) ? FieldValue.exact(meant, wanted.high(), wanted.low()) : wanted);
        } catch (FieldException e) {
            throw new FieldException(
                    said.name(), e.value(), e.allowed(), said + " is " + meant + " here: " + e.getMessage());
        }
    }

    private static void checkMask(Field field, FieldValue wanted) {
        boolean none = (wanted.maskHigh() | wanted.maskLow()) == 0;
        if (!field.maskable() && !none && !wanted.isExact(field)) {
            throw refusal(field, wanted, "no mask", field + " takes no mask");
        }
    }

    private static void checkValue(Field field, FieldValue wanted) {
        long full = FieldValue.fullMask(field);
        boolean highUsed = !field.isWide() && (wanted.high() | wanted.maskHigh()) != 0;
        if (highUsed || (wanted.low() & ~field.ones()) != 0 || (wanted.maskLow() & ~field.ones()) != 0) {
            String allowed = "0 to 0x" + Long.toHexString(field.ones());
            throw refusal(field, wanted, allowed, field + " has " + field.width() + " bits: " + allowed);
        }
        if ((wanted.low() & ~full) != 0) {
            throw refusal(field, wanted, "a multiple of 4", field + " must have its two lowest bits zero");
        }
        if ((wanted.low() & ~wanted.maskLow()) != 0 || (wanted.high() & ~wanted.maskHigh()) != 0) {
            throw refusal(
                    field,
                    wanted,
                    "value bits only where the mask is 1",
                    field + ": the value has bits outside its mask");
        }
    }

    private void setVlanId(FieldValue wanted) {
        Field field = Fields.DL_VLAN;
        if (wanted.high() != 0 || (wanted.low() & ~VID_MASK) != 0 && wanted.low() != NO_VLAN) {
            throw refusal(
                    field, wanted, "0 to 4095, or 0xffff for no tag", "dl_vlan is 0 to 4095, or 0xffff for no tag");
        }
        if (wanted.maskLow() == 0) {
            return;
        }
        FieldValue tag = wanted.low() == NO_VLAN
                ? FieldValue.exact(Fields.VLAN_TCI, 0)
                : FieldValue.masked(FlowKey.VLAN_PRESENT | wanted.low(), FlowKey.VLAN_PRESENT | VID_MASK);
        merge(field, wanted, Fields.VLAN_TCI, tag);
    }

    private void setPriority(Field field, FieldValue wanted) {
        if (wanted.maskLow() != 0) {
            long tag = FlowKey.VLAN_PRESENT | wanted.low() << PCP_SHIFT;
            merge(field, wanted, Fields.VLAN_TCI, FieldValue.masked(tag, FlowKey.VLAN_PRESENT | 7L << PCP_SHIFT));
        }
    }

    private void mergeExact(Field field, long low) {
        FieldValue exact = FieldValue.exact(field, low);
        merge(field, exact, field, exact);
    }

    /** Adds {@code bits} at {@code at}, which is what it means that {@code field} be {@code wanted}. */
    private void merge(Field field, FieldValue wanted, Field at, FieldValue bits) {
        reach(at.word());
        long lowClash = (at.low(value) ^ bits.low()) & at.low(mask) & bits.maskLow();
        long highClash = (at.high(value) ^ bits.high()) & at.high(mask) & bits.maskHigh();
        if ((lowClash | highClash) != 0) {
            throw refusal(field, wanted, "one value for each bit", field + " contradicts what the match already says");
        }
        at.setMasked(value, bits.high(), bits.low(), bits.maskHigh(), bits.maskLow());
        at.setMasked(mask, -1L, -1L, bits.maskHigh(), bits.maskLow());
    }

    private void reach(int word) {
        if (word >= value.length) {
            value = Arrays.copyOf(value, FlowKey.WORDS);
            mask = Arrays.copyOf(mask, FlowKey.WORDS);
        }
    }

    private static FieldException refusal(Field field, FieldValue wanted, String allowed, String message) {
        return new FieldException(field.name(), show(field, wanted), allowed, message);
    }

    private static String show(Field field, FieldValue wanted) {
        boolean decimal = field.format() == FieldFormat.DECIMAL;
        String low = decimal ? Long.toUnsignedString(wanted.low()) : "0x" + Long.toHexString(wanted.low());
        String text = wanted.high() == 0 ? low : String.format("0x%x%016x", wanted.high(), wanted.low());
        return wanted.isExact(field) ? text : text + "/0x" + Long.toHexString(wanted.maskLow());
    }
}
