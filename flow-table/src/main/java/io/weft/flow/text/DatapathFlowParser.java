package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.FieldException;
import io.weft.flow.wire.VlanHeader;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Reads one datapath flow; see {@link DatapathFlowText}. */
final class DatapathFlowParser {
    /** What a packet that arrives has nothing of, or no field for. */
    private static final Set<String> IGNORED =
            Set.of("recirc_id", "dp_hash", "packet_type", "skb_priority", "ct_tuple4", "ct_tuple6");

    private static final int MOST_TAGS = 2;

    private final String text;
    private final ToIntFunction<String> ports;
    private final long[] key = new long[FlowKey.WORDS];
    private int at;
    private int tpid;
    private int tags;

    DatapathFlowParser(String text, ToIntFunction<String> ports) {
        this.text = text;
        this.ports = ports;
    }

    long[] parse() {
        if (text.stripLeading().startsWith("ufid:")) {
            at = text.indexOf(',') + 1;
        }
        items();
        if (at < text.length()) {
            throw bad("unexpected text", at, text.length());
        }
        key[0] |= KeyExtractor.kind((int) Fields.ETH_TYPE.low(key));
        return key;
    }

    /** Items up to the end or to a closing parenthesis. */
    private void items() {
        boolean isFirst = true;
        while (at < text.length() && text.charAt(at) != ')') {
            if (!isFirst) {
                expect(',');
            }
            skipSpace();
            isFirst = false;
            if (text.startsWith("packets:", at)) {
                at = text.length();
                return;
            }
            item();
            skipSpace();
        }
    }

    private void item() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String name = text.substring(start, at);
        expect('(');
        switch (name) {
            case "encap" -> {
                items();
                expect(')');
            }
            case "in_port" -> inPort();
            case "eth_type" -> ethernetType();
            case "vlan" -> tag();
            case "tcp_flags" -> single(Fields.TCP_FLAGS);
            case "skb_mark" -> single(Fields.PKT_MARK);
            case "ct_state" -> single(Fields.CT_STATE);
            case "ct_zone" -> single(Fields.CT_ZONE);
            case "ct_mark" -> single(Fields.CT_MARK);
            case "ct_label" -> single(Fields.CT_LABEL);
            default -> {
                DatapathHeader header = DatapathHeader.of(name);
                if (header == null && !IGNORED.contains(name)) {
                    throw bad("\"" + name + "\" is not a header of a datapath flow", start, start + name.length());
                }
                header(header);
            }
        }
    }

    /** What stands up to the closing parenthesis, which is passed. */
    private String inside() {
        int end = text.indexOf(')', at);
        if (end < 0) {
            throw bad("a closing parenthesis is missing", text.length(), text.length());
        }
        String inner = text.substring(at, end).strip();
        at = end + 1;
        return inner;
    }

    private void inPort() {
        int start = at;
        String name = inside();
        int port = ports.applyAsInt(name);
        if (port < 0) {
            throw bad("\"" + name + "\" is not a port of the datapath", start, start + name.length());
        }
        Fields.IN_PORT.set(key, 0, port);
    }

    private void ethernetType() {
        int start = at;
        String type = withoutMask(inside());
        if (!AddressText.isNumber(type) || Long.compareUnsigned(AddressText.number(type), 0xFFFF) > 0) {
            throw bad("\"" + type + "\" is not an Ethernet type", start, start + type.length());
        }
        int number = (int) AddressText.number(type);
        tpid = number;
        Fields.ETH_TYPE.set(key, 0, number);
    }

    /** {@code vid=20,pcp=3[,cfi=1]}; the Ethernet type before it was its TPID. */
    private void tag() {
        int start = at;
        int tci = FlowKey.VLAN_PRESENT;
        for (String part : inside().split(",", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip();
            String value = withoutMask(part.substring(equals + 1).strip());
            int most = name.equals("vid") ? 0xFFF : name.equals("pcp") ? 7 : name.equals("cfi") ? 1 : -1;
            if (!AddressText.isNumber(value) || Long.compareUnsigned(AddressText.number(value), most) > 0 || most < 0) {
                throw bad("\"" + part + "\" is not a part of a tag; allowed: vid=0 to 4095, pcp=0 to 7", start, at - 1);
            }
            int number = (int) AddressText.number(value);
            tci |= name.equals("vid") ? number : name.equals("pcp") ? number << 13 : 0;
        }
        int type = VlanHeader.isTpid(tpid) ? tpid : VlanHeader.TPID_8021Q;
        if (++tags > MOST_TAGS) {
            throw bad("a third tag is not a header", start, at - 1);
        } else if (tags == 1) {
            key[1] |= tci;
            key[2] |= type;
        } else {
            key[6] |= (long) tci << 48 | (long) type << 32;
        }
    }

    private void single(Field field) {
        int start = at;
        String value = inside();
        boolean signed = value.startsWith("+") || value.startsWith("-");
        try {
            var read = FieldText.parse(field, signed ? value : withoutMask(value), PortNames.NUMBERS);
            field.set(key, read.high(), read.low());
        } catch (FieldException e) {
            throw bad(e.getMessage(), start, start + value.length());
        }
    }

    private void header(DatapathHeader header) {
        int start = at;
        String inner = inside();
        if (header == null) {
            return;
        }
        for (String part : inner.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip();
            String value = withoutMask(part.substring(equals + 1).strip());
            boolean isRead = header.parts().stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .map(known -> known.read(value, key))
                    .orElse(false);
            if (!isRead) {
                throw bad("\"" + part.strip() + "\" is not a part of " + header.text(), start, start + part.length());
            }
            start += part.length() + 1;
        }
    }

    private static String withoutMask(String value) {
        int slash = value.indexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    private void expect(char wanted) {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw bad("\"" + wanted + "\" is missing", at, at);
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private FlowTextException bad(String message, int from, int to) {
        return new FlowTextException(message, text, from, Math.max(0, to - from));
    }
}
