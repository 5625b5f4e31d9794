package io.weft.flow.match;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;

/**
 * Names that mean another field by the headers around them, as OpenFlow 1.0 used them and ovs-fields(7) still allows: {@code nw_src} of an
 * ARP packet is {@code arp_spa}, {@code tp_src} of an ICMP packet is {@code icmp_type}.
 */
public final class Overlay {
    private Overlay() {}

    /** What {@code field} means in a match of {@code value} and {@code mask}. */
    public static Field resolve(Field field, long[] value, long[] mask) {
        if (field.equals(Fields.NW_SRC) || field.equals(Fields.NW_DST) || field.equals(Fields.NW_PROTO)) {
            return Prerequisites.isPinned(Prerequisite.ARP, value, mask) ? ofArp(field) : field;
        }
        if (field.equals(Fields.TP_SRC) || field.equals(Fields.ICMP_TYPE)) {
            return first(field, value, mask);
        }
        if (field.equals(Fields.TP_DST) || field.equals(Fields.ICMP_CODE)) {
            return second(field, value, mask);
        }
        return field;
    }

    private static Field ofArp(Field field) {
        if (field.equals(Fields.NW_PROTO)) {
            return Fields.ARP_OP;
        }
        return field.equals(Fields.NW_SRC) ? Fields.ARP_SPA : Fields.ARP_TPA;
    }

    private static Field first(Field field, long[] value, long[] mask) {
        if (Prerequisites.isPinned(Prerequisite.ICMPV6, value, mask)) {
            return Fields.ICMPV6_TYPE;
        }
        if (field.equals(Fields.ICMP_TYPE) || Prerequisites.isPinned(Prerequisite.ICMPV4, value, mask)) {
            return Fields.ICMP_TYPE;
        }
        return byTransport(value, mask, Fields.TCP_SRC, Fields.UDP_SRC, Fields.SCTP_SRC, field);
    }

    private static Field second(Field field, long[] value, long[] mask) {
        if (Prerequisites.isPinned(Prerequisite.ICMPV6, value, mask)) {
            return Fields.ICMPV6_CODE;
        }
        if (field.equals(Fields.ICMP_CODE) || Prerequisites.isPinned(Prerequisite.ICMPV4, value, mask)) {
            return Fields.ICMP_CODE;
        }
        return byTransport(value, mask, Fields.TCP_DST, Fields.UDP_DST, Fields.SCTP_DST, field);
    }

    private static Field byTransport(long[] value, long[] mask, Field tcp, Field udp, Field sctp, Field none) {
        if (Prerequisites.isPinned(Prerequisite.TCP, value, mask)) {
            return tcp;
        }
        if (Prerequisites.isPinned(Prerequisite.UDP, value, mask)) {
            return udp;
        }
        return Prerequisites.isPinned(Prerequisite.SCTP, value, mask) ? sctp : none;
    }
}
