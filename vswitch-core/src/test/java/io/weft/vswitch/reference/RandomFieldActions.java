package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import java.util.Random;

/** Random actions that read and write fields: whole ones, masked ones, runs of their bits, and the stack. */
final class RandomFieldActions {
    private static final Field[] WRITABLE = {
        Fields.ETH_SRC,
        Fields.ETH_DST,
        Fields.VLAN_TCI,
        Fields.VLAN_VID,
        Fields.VLAN_PCP,
        Fields.NW_SRC,
        Fields.NW_DST,
        Fields.NW_TOS,
        Fields.IP_DSCP,
        Fields.NW_ECN,
        Fields.NW_TTL,
        Fields.IPV6_SRC,
        Fields.IPV6_DST,
        Fields.IPV6_LABEL,
        Fields.ARP_OP,
        Fields.ARP_SPA,
        Fields.ARP_TPA,
        Fields.ARP_SHA,
        Fields.ARP_THA,
        Fields.TCP_SRC,
        Fields.TCP_DST,
        Fields.UDP_SRC,
        Fields.UDP_DST,
        Fields.SCTP_SRC,
        Fields.SCTP_DST,
        Fields.ICMP_TYPE,
        Fields.ND_TARGET,
        Fields.ND_SLL,
        Fields.ND_TLL,
        Fields.ND_RESERVED,
        Fields.ICMPV6_TYPE,
        Fields.METADATA,
        Fields.reg(0),
        Fields.reg(3),
        Fields.xreg(0),
        Fields.xxreg(0),
        Fields.PKT_MARK,
        Fields.IN_PORT_16,
        Fields.IN_PORT,
        Fields.CT_MARK,
        Fields.TUN_ID,
        Fields.tunnelMetadata(3),
        Fields.TP_DST,
        Fields.ICMPV6_CODE
    };

    private static final Field[] READABLE = {
        Fields.IN_PORT,
        Fields.IN_PORT_16,
        Fields.ETH_SRC,
        Fields.ETH_TYPE,
        Fields.VLAN_TCI,
        Fields.VLAN_VID,
        Fields.NW_PROTO,
        Fields.NW_TOS,
        Fields.NW_TTL,
        Fields.IP_FRAG,
        Fields.NW_DST,
        Fields.IPV6_SRC,
        Fields.ARP_SHA,
        Fields.TCP_FLAGS,
        Fields.TCP_DST,
        Fields.UDP_SRC,
        Fields.TP_SRC,
        Fields.ICMPV6_TYPE,
        Fields.ND_TARGET,
        Fields.METADATA,
        Fields.reg(0),
        Fields.reg(1),
        Fields.xxreg(0),
        Fields.PKT_MARK,
        Fields.SKB_PRIORITY,
        Fields.TUN_ID,
        Fields.tunnelMetadata(3)
    };

    private final Random random;

    RandomFieldActions(Random random) {
        this.random = random;
    }

    /** Actions on runs of bits, and on the stack. */
    Action bits() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                Subfield target = subfield(pick(WRITABLE), 64);
                yield new Action.Load(
                        target, random.nextLong() & (target.width() == 64 ? -1L : (1L << target.width()) - 1));
            }
            case 2, 3 -> {
                Subfield target = subfield(pick(WRITABLE), 128);
                Field from = pick(READABLE);
                int width = Math.min(target.width(), from.width());
                Subfield source = new Subfield(from, random.nextInt(from.width() - width + 1), width);
                yield new Action.Move(source, new Subfield(target.field(), target.offset(), width));
            }
            case 4 -> new Action.Push(subfield(pick(READABLE), 128));
            default -> new Action.Pop(subfield(pick(WRITABLE), 128));
        };
    }

    private Subfield subfield(Field field, int widest) {
        int width = oneIn(2) ? Math.min(field.width(), widest) : 1 + random.nextInt(Math.min(field.width(), widest));
        return new Subfield(field, random.nextInt(field.width() - width + 1), width);
    }

    /** One of the {@code mod_*} actions. */
    Action modify() {
        ModifyKind kind = pick(ModifyKind.values());
        long value = switch (kind) {
            case MOD_DL_SRC, MOD_DL_DST -> Pool.station(random);
            case MOD_VLAN_VID -> Pool.vlan(random);
            case MOD_VLAN_PCP, MOD_NW_ECN -> random.nextInt(4);
            case MOD_NW_SRC, MOD_NW_DST -> Integer.toUnsignedLong(Pool.ipv4(random));
            case MOD_NW_TOS -> Pool.tos(random) & 0xfc;
            case MOD_NW_TTL -> Pool.ttl(random);
            case MOD_TP_SRC, MOD_TP_DST -> Pool.transportPort(random);
        };
        return new Action.Modify(kind, value);
    }

    /** A {@code set_field}, masked or not. */
    Action setField() {
        Field field = pick(WRITABLE);
        long high = field.isWide() ? Pool.ipv6High(random) : 0;
        long mask = field.maskable() && oneIn(3) ? random.nextLong() & field.ones() : field.ones();
        long maskHigh = field.isWide() ? mask : 0;
        long low = value(field) & field.ones();
        if (field.equals(Fields.NW_TOS)) {
            low &= 0xfc;
            mask = 0xfc;
        }
        return new Action.SetField(field, high & maskHigh, low & mask, maskHigh, mask);
    }

    private long value(Field field) {
        return switch (field.name()) {
            case "eth_src", "eth_dst", "arp_sha", "arp_tha", "nd_sll", "nd_tll" -> Pool.station(random);
            case "nw_src", "nw_dst", "arp_spa", "arp_tpa" -> Pool.ipv4(random);
            case "vlan_tci", "vlan_vid" -> Pool.vlan(random) | (oneIn(4) ? 0 : 0x1000);
            case "dl_vlan" -> Pool.vlan(random);
            case "in_port", "NXM_OF_IN_PORT" -> 1 + random.nextInt(Pool.PORTS);
            case "arp_op" -> 1 + random.nextInt(2);
            case "icmpv6_type" -> 134 + random.nextInt(3);
            case "icmp_type" -> random.nextInt(9);
            case "nw_ttl" -> Pool.ttl(random);
            case "nw_tos" -> Pool.tos(random);
            case "reg0", "metadata", "vlan_pcp", "nw_ecn", "ipv6_label" -> random.nextInt(3);
            case "ipv6_src", "ipv6_dst", "nd_target" -> Pool.ipv6Low(random);
            default -> Pool.transportPort(random);
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
