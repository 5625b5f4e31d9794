package io.weft.northbound.codec;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.text.FieldText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches as lists of (field, value, mask), by the registry of fields alone.
 *
 * <p>Several fields name the same bits (a TCP port and an ICMP type, {@code vlan_tci} and {@code dl_vlan}). Encoding walks the registry in
 * its order and gives each bit to the first field that has a meaning in this match and can express the mask, so the result is the same
 * for equal matches and decodes to the same match.
 */
public final class MatchCodec {
    private MatchCodec() {}

    public static List<SwitchProto.FieldMatch> encode(Match match) {
        long[] value = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            value[word] = match.value(word);
            mask[word] = match.mask(word);
        }
        long[] rest = mask.clone();
        List<SwitchProto.FieldMatch> fields = new ArrayList<>();
        for (Field field : Fields.all()) {
            if (isExpressible(field, rest) && Prerequisites.isPinned(field.prerequisite(), value, mask)) {
                fields.add(encode(field, value, rest));
                field.set(rest, field.high(rest) & ~fullHigh(field), field.low(rest) & ~FieldValue.fullMask(field));
            }
        }
        return fields;
    }

    private static long fullHigh(Field field) {
        return field.isWide() ? -1L : 0;
    }

    private static boolean isExpressible(Field field, long[] rest) {
        long low = field.low(rest) & FieldValue.fullMask(field);
        long high = field.high(rest);
        boolean exact = low == FieldValue.fullMask(field) && high == fullHigh(field);
        return (low | high) != 0 && (field.maskable() || exact);
    }

    private static SwitchProto.FieldMatch encode(Field field, long[] value, long[] rest) {
        long maskLow = field.low(rest) & FieldValue.fullMask(field);
        long maskHigh = field.high(rest);
        FieldValue wanted = new FieldValue(field.high(value) & maskHigh, field.low(value) & maskLow, maskHigh, maskLow);
        String text = FieldText.print(field, wanted, PortNames.NUMBERS);
        int slash = text.indexOf('/');
        SwitchProto.FieldMatch.Builder to = SwitchProto.FieldMatch.newBuilder().setField(field.name());
        return slash < 0
                ? to.setValue(text).build()
                : to.setValue(text.substring(0, slash))
                        .setMask(text.substring(slash + 1))
                        .build();
    }

    /** Decodes and checks the fields of a request that stand at {@code at}. */
    static Match decode(List<SwitchProto.FieldMatch> from, String at, PortNames ports) {
        MatchBuilder builder = new MatchBuilder();
        for (int i = 0; i < from.size(); i++) {
            SwitchProto.FieldMatch one = from.get(i);
            String place = at + "[" + i + "]";
            RequestCheck check = new RequestCheck();
            check.text(place + ".value", one.getValue());
            check.text(place + ".mask", one.getMask());
            check.done();
            Field field = Fields.byName(one.getField());
            if (field == null) {
                throw unknown(place + ".field", one.getField());
            }
            String text = one.getMask().isEmpty() ? one.getValue() : one.getValue() + "/" + one.getMask();
            Refusal.locate(place, text, () -> builder.set(field, FieldText.parse(field, text, ports)));
        }
        return Refusal.locate(at, "", builder::build);
    }

    private static ControlException unknown(String place, String name) {
        String shown = Abbreviation.of(name);
        String nearest = name.length() > Limits.NAME ? null : Fields.suggest(name);
        String hint = nearest == null ? "" : " (did you mean \"" + nearest + "\"?)";
        return new ControlException(
                Kind.INVALID,
                new FieldViolation(place, shown, "a field of ovs-fields(7)", "unknown field \"" + shown + "\"" + hint));
    }
}
