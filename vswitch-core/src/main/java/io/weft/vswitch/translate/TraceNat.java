package io.weft.vswitch.translate;

import io.weft.flow.action.NatSpec;
import io.weft.flow.action.NatSpec.Family;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;

/**
 * What a trace takes a translation for, since no connection is known to it: the first address and the first port of the range, as in Open vSwitch.
 */
final class TraceNat {
    private TraceNat() {}

    /** Changes the packet; returns lines that tell of it. */
    static String apply(NatSpec nat, long[] key) {
        boolean changes = nat.part() != NatSpec.Side.EXISTING && !nat.keepsAddress();
        StringBuilder text = new StringBuilder("Replacing src/dst IP/ports to simulate NAT:\n Initial flow: ");
        text.append(changes ? ends(nat, key) : "");
        if (changes) {
            change(nat, key);
        }
        text.append("\n Modified flow: ").append(changes ? ends(nat, key) : "");
        return text.append('\n').toString();
    }

    private static void change(NatSpec nat, long[] key) {
        boolean source = nat.part() == NatSpec.Side.SRC;
        if (nat.family() == Family.IPV4) {
            (source ? Fields.NW_SRC : Fields.NW_DST).set(key, 0, nat.minLow());
        } else {
            (source ? Fields.IPV6_SRC : Fields.IPV6_DST).set(key, nat.minHigh(), nat.minLow());
        }
        if (nat.minPort() != 0) {
            (source ? Fields.TP_SRC : Fields.TP_DST).set(key, 0, nat.minPort());
        }
    }

    private static String ends(NatSpec nat, long[] key) {
        String first = ",tp_src=" + Fields.TP_SRC.low(key) + ",";
        String last = ",tp_dst=" + Fields.TP_DST.low(key);
        return nat.family() == Family.IPV4
                ? printed(Fields.NW_SRC, key) + first + printed(Fields.NW_DST, key) + last
                : bracketed(Fields.IPV6_SRC, key) + first + bracketed(Fields.IPV6_DST, key) + last;
    }

    private static String printed(Field field, long[] key) {
        return FlowText.print(field, FieldValue.exact(field, field.high(key), field.low(key)), PortNames.NUMBERS);
    }

    private static String bracketed(Field field, long[] key) {
        return printed(field, key).replace("=", "=[") + "]";
    }
}
