package io.weft.northbound.codec;

import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.text.TlvMapText;
import io.weft.northbound.control.TlvChange;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** Maps of tunnel options, both ways. */
public final class TlvCodec {
    private static final List<TlvChange.Kind> KINDS = List.of(TlvChange.Kind.values());

    private TlvCodec() {}

    /** Decodes and checks a request but for its bridge. */
    @SuppressWarnings("EnumOrdinal") // the numbers of the message are the ordinals
    public static TlvChange decode(SwitchProto.TlvMapRequest request) {
        RequestCheck check = new RequestCheck();
        int kind = check.range("command", request.getCommandValue(), 0, KINDS.size() - 1);
        check.text("text", request.getText());
        check.done();
        List<TlvMapping> mappings = Refusal.locate("text", request.getText(), () -> {
            List<TlvMapping> parsed = TlvMapText.parse(request.getText());
            TlvMap.EMPTY.with(parsed);
            return parsed;
        });
        return new TlvChange(KINDS.get(kind), mappings);
    }

    public static SwitchProto.TlvMapResponse encode(List<TlvMapping> mappings) {
        SwitchProto.TlvMapResponse.Builder response = SwitchProto.TlvMapResponse.newBuilder();
        mappings.forEach(one -> response.addMappings(SwitchProto.TlvMapping.newBuilder()
                .setOptionClass(one.optionClass())
                .setType(one.type())
                .setLength(one.length())
                .setIndex(one.index())));
        return response.build();
    }

    public static List<TlvMapping> decode(SwitchProto.TlvMapResponse response) {
        return response.getMappingsList().stream()
                .map(one -> new TlvMapping(one.getOptionClass(), one.getType(), one.getLength(), one.getIndex()))
                .toList();
    }
}
