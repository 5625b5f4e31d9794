package io.weft.northbound.codec;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.MatchFields;
import io.weft.flow.text.FieldText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** Matches as lists of (field, value, mask), by the registry of fields and their text alone. */
public final class MatchCodec {
    private MatchCodec() {}

    public static List<SwitchProto.FieldMatch> encode(Match match) {
        return MatchFields.of(match).stream().map(MatchCodec::encode).toList();
    }

    private static SwitchProto.FieldMatch encode(FieldMatch one) {
        String text = FieldText.print(one.field(), one.value(), PortNames.NUMBERS);
        int slash = text.indexOf('/');
        SwitchProto.FieldMatch.Builder to =
                SwitchProto.FieldMatch.newBuilder().setField(one.field().name());
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
            Refusal.locate(
                    place,
                    one.getValue(),
                    () -> builder.set(field, FieldText.parse(field, one.getValue(), one.getMask(), ports)));
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
