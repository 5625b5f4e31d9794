package io.weft.flow.text;

import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.Match;
import io.weft.flow.wire.IpProtocol;
import java.util.regex.Pattern;

/**
 * A packet as a trace writes it: every field that its headers have, pipeline fields where they are not 0, and the inner VLAN tag, which a
 * match cannot name.
 */
public final class PacketFlowText {
    private static final int TCI = 0xFFFF;
    private static final int INNER_SHIFT = 48;

    private static final Pattern STATE = Pattern.compile("ct_state=\\+([a-z+]+)");

    /** What a text begins with about a connection; perhaps nothing. */
    private static final Pattern CONNECTION = Pattern.compile(
            "^(?:ct_(?:state|zone|mark|label|nw_src|nw_dst|ipv6_src|ipv6_dst|nw_proto|tp_src|tp_dst)=[^,]*,)*");

    private PacketFlowText() {}

    /** The fields of a packet by its key, all words. */
    public static String print(long[] key, PortNames ports) {
        long[] mask = new long[FlowKey.WORDS];
        for (Field field : Fields.all()) {
            boolean isUnset = field.equals(Fields.ACTSET_OUTPUT) && (int) field.low(key) == Ports.UNSET;
            boolean isZero = (field.low(key) | field.high(key)) == 0 || isUnset;
            if (Prerequisites.isMetBy(field.prerequisite(), key)
                    && !isNeighbourExtension(field)
                    && !(isZero && !isOption(field, key) && isPipeline(field))) {
                field.unwildcard(mask);
            }
        }
        if (Prerequisites.isMetBy(Prerequisite.ND, key)) {
            Fields.ND_SLL.unwildcard(mask);
            Fields.ND_TLL.unwildcard(mask);
        }
        if (isIcmpv6(key)) {
            Fields.ICMPV6_TYPE.unwildcard(mask);
            Fields.ICMPV6_CODE.unwildcard(mask);
        }
        String text = FlowText.print(new Match(key, mask), ports);
        return withInnerTag(text.replace("tun_flags=+", "tun_flags="), key, (key[1] & FlowKey.VLAN_PRESENT) != 0);
    }

    /** The fields of a packet that has been through the connection tracker and goes on at {@code id}. */
    public static String printRound(String id, long[] key, PortNames ports) {
        long[] other = key.clone();
        Fields.RECIRC_ID.set(other, 0, 0);
        String text = print(other, ports);
        String state = STATE.matcher(text)
                .replaceFirst(found -> "ct_state=" + found.group(1).replace('+', '|'));
        return "recirc_id=" + id + "," + withEthernet(state);
    }

    /** Open vSwitch writes that a packet has an Ethernet header behind the fields of its connection. */
    private static String withEthernet(String text) {
        return CONNECTION.matcher(text).replaceFirst("$0eth,");
    }

    private static boolean isPipeline(Field field) {
        return field.word() >= FlowKey.PIPELINE_WORD;
    }

    /** Whether it is a tunnel option that the packet has. */
    private static boolean isOption(Field field, long[] key) {
        int index = Fields.indexOfTunnelMetadata(field);
        return index >= 0 && (key[FlowKey.TUNNEL_OPTIONS_WORD] >>> index & 1) != 0;
    }

    /** Open vSwitch writes type and code of later fragments, too, which have none. */
    private static boolean isIcmpv6(long[] key) {
        return Prerequisites.isMetBy(Prerequisite.IPV6, key) && Fields.NW_PROTO.low(key) == IpProtocol.ICMPV6;
    }

    /** Fields that a packet of neighbour discovery has and that Open vSwitch leaves out of its text. */
    private static boolean isNeighbourExtension(Field field) {
        return field.name().equals("nd_reserved") || field.name().equals("nd_options_type");
    }

    /** The megaflow of a translation that begins at {@code id}; "0": on arrival. */
    public static String printMegaflow(String id, long[] key, long[] mask, PortNames ports) {
        String text = "recirc_id=" + id + "," + withEthernet(FlowText.print(new Match(key, mask), ports));
        boolean inner = (mask[6] >>> INNER_SHIFT & FlowKey.VLAN_PRESENT) != 0 && (key[1] & FlowKey.VLAN_PRESENT) != 0;
        return withInnerTag(text, key, inner);
    }

    /** Puts the inner tag behind the outer one. */
    private static String withInnerTag(String text, long[] key, boolean shown) {
        int place = text.indexOf(",dl_src=");
        if (!shown || place < 0) {
            return text;
        }
        int tci = (int) (key[6] >>> INNER_SHIFT) & TCI;
        String inner = (tci & FlowKey.VLAN_PRESENT) == 0
                ? ",vlan_tci1=0x0000"
                : ",dl_vlan1=" + (tci & 0xFFF) + ",dl_vlan_pcp1=" + (tci >>> 13);
        return text.substring(0, place) + inner + text.substring(place);
    }
}
