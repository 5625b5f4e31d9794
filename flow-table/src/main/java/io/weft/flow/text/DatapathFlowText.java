package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldValue;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Flows of the datapath as text: what {@code dpctl/dump-flows} prints and {@code ofproto/trace} and {@code netdev-dummy/receive} read.
 *
 * <pre>
 *   recirc_id(0),in_port(1),packet_type(ns=0,id=0),eth(src=..,dst=..),eth_type(0x0800),ipv4(src=10.0.0.1/255.0.0.0,...),tcp(dst=80)
 *   ...,eth_type(0x8100),vlan(vid=20,pcp=0),encap(eth_type(0x0800),...)
 * </pre>
 *
 * A value is printed whole with its mask behind it, so that a printed flow read as a packet is the packet that made it. Thread-safety:
 * stateless.
 */
public final class DatapathFlowText {
    private static final int TCI = 0xFFFF;
    private static final List<Field> IPV4_TUPLE =
            List.of(Fields.CT_NW_SRC, Fields.CT_NW_DST, Fields.CT_NW_PROTO, Fields.CT_TP_SRC, Fields.CT_TP_DST);
    private static final List<Field> IPV6_TUPLE =
            List.of(Fields.CT_IPV6_SRC, Fields.CT_IPV6_DST, Fields.CT_NW_PROTO, Fields.CT_TP_SRC, Fields.CT_TP_DST);

    private DatapathFlowText() {}

    /** Whether a text is meant as a datapath flow: it begins with a word and a parenthesis, after an optional {@code ufid:}. */
    public static boolean isMeant(String text) {
        return text.matches("\\s*(ufid:[0-9a-f-]+,\\s*)?[a-z_0-9]+\\(.*");
    }

    /**
     * The packet that a datapath flow describes: a full key, masks being left out, {@code in_port} a port of the datapath.
     *
     * @param ports the datapath port of a name or number, or -1
     * @throws FlowTextException where it is wrong
     */
    public static long[] parse(String text, ToIntFunction<String> ports) {
        return new DatapathFlowParser(text, ports).parse();
    }

    /**
     * The masked fields of a key, whose {@code in_port} is a port of the datapath.
     *
     * @param more the others as well, with masks of 0
     */
    public static String print(long[] key, long[] mask, boolean more, IntFunction<String> ports) {
        StringJoiner text = new StringJoiner(",");
        if (more) {
            text.add("skb_priority(0/0),skb_mark(0/0)");
        }
        connection(text, key, mask, more);
        long id = Fields.RECIRC_ID.low(key);
        text.add("recirc_id(" + (id == 0 ? "0" : "0x" + Long.toHexString(id)) + ")");
        if (more) {
            text.add("dp_hash(0/0)");
        }
        text.add("in_port(" + ports.apply((int) Fields.IN_PORT.low(key)) + ")");
        text.add("packet_type(ns=0,id=0)");
        header(text, DatapathHeader.ETHERNET, key, mask, more);
        boolean tagged = (key[1] & FlowKey.VLAN_PRESENT) != 0 && (more || (mask[1] & TCI) != 0);
        if (tagged) {
            text.add(tag((int) key[2] & TCI, (int) key[1] & TCI, (int) mask[1] & TCI) + behind(key, mask, more) + ")");
        } else {
            text.add(behind(key, mask, more));
        }
        return text.toString();
    }

    private static void connection(StringJoiner text, long[] key, long[] mask, boolean more) {
        for (Field field : List.of(Fields.CT_STATE, Fields.CT_ZONE, Fields.CT_MARK, Fields.CT_LABEL)) {
            if ((field.high(mask) | field.low(mask)) != 0) {
                FieldValue value = new FieldValue(
                        field.high(key) & field.high(mask),
                        field.low(key) & field.low(mask),
                        field.high(mask),
                        field.low(mask));
                text.add(field.name() + "(" + FieldText.print(field, value, PortNames.NUMBERS) + ")");
            } else if (more) {
                text.add(field.name() + "(0/0)");
            }
        }
        tuple(text, "ct_tuple4", key, mask, IPV4_TUPLE);
        tuple(text, "ct_tuple6", key, mask, IPV6_TUPLE);
    }

    /** Open vSwitch shows all of the tuple when any of it is asked for. */
    private static void tuple(StringJoiner text, String name, long[] key, long[] mask, List<Field> fields) {
        StringJoiner inner = new StringJoiner(",", name + "(", ")");
        boolean isAny = false;
        for (Field field : fields) {
            boolean isAddress = field.width() > 16;
            isAny |= isAddress && (field.high(mask) | field.low(mask)) != 0;
            if ((field.high(mask) | field.low(mask)) != 0) {
                FieldValue value = new FieldValue(
                        field.high(key) & field.high(mask),
                        field.low(key) & field.low(mask),
                        field.high(mask),
                        field.low(mask));
                String part = field.name().replaceFirst("ct_(nw_|ipv6_)?", "");
                inner.add(part + "=" + FieldText.print(field, value, PortNames.NUMBERS));
            }
        }
        if (isAny) {
            text.add(inner.toString());
        }
    }

    private static String tag(int tpid, int tci, int mask) {
        String type = String.format("eth_type(0x%04x)", tpid);
        String vid = "vid=" + (tci & 0xFFF) + bits(mask & 0xFFF, 0xFFF);
        return type + ",vlan(" + vid + ",pcp=" + (tci >>> 13) + bits(mask >>> 13, 7) + "),encap(";
    }

    private static String bits(int mask, int all) {
        return mask == all ? "" : "/0x" + Integer.toHexString(mask);
    }

    /** What follows the Ethernet addresses and tags. */
    private static String behind(long[] key, long[] mask, boolean more) {
        StringJoiner text = new StringJoiner(",");
        text.add(String.format("eth_type(0x%04x)", Fields.ETH_TYPE.low(key)));
        for (DatapathHeader header : DatapathHeader.values()) {
            if (header != DatapathHeader.ETHERNET) {
                header(text, header, key, mask, more && header != DatapathHeader.ND_EXTENSIONS);
            }
            if (header == DatapathHeader.TCP) {
                tcpFlags(text, key, mask, more);
            }
        }
        return text.toString();
    }

    private static void header(StringJoiner text, DatapathHeader header, long[] key, long[] mask, boolean more) {
        if (!Prerequisites.isMetBy(header.needs(), key)) {
            return;
        }
        StringJoiner inner = new StringJoiner(",", header.text() + "(", ")");
        inner.setEmptyValue("");
        for (HeaderPart part : header.parts()) {
            if (more || (part.field().low(mask) | part.field().high(mask)) != 0) {
                inner.add(part.textOfMatch(key, mask));
            }
        }
        if (inner.length() > 0) {
            text.add(inner.toString());
        }
    }

    private static void tcpFlags(StringJoiner text, long[] key, long[] mask, boolean more) {
        long bits = Fields.TCP_FLAGS.low(mask);
        if (Prerequisites.isMetBy(Fields.TCP_FLAGS.prerequisite(), key) && bits != 0) {
            FieldValue value = FieldValue.masked(Fields.TCP_FLAGS.low(key) & bits, bits);
            text.add("tcp_flags(" + FieldText.print(Fields.TCP_FLAGS, value, PortNames.NUMBERS) + ")");
        } else if (more && Prerequisites.isMetBy(Fields.TCP_FLAGS.prerequisite(), key)) {
            text.add("tcp_flags(0/0)");
        }
    }
}
