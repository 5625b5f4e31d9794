package io.weft.flow.action;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.wire.VlanHeader;

/** The ranges of operands, whatever the match and the place (ovs-actions(7)). Thread-safety: stateless. */
final class OperandChecks {
    private static final int MAX_TABLE = 253;
    private static final long MAX_GROUP = 0xFFFF_FF00L;
    private static final long MAX_METER = 0xFFFF_0000L;
    private static final long MAX_32_BITS = 0xFFFF_FFFFL;
    private static final int SHORTEST_FRAME = 14;

    private OperandChecks() {}

    static FieldException refusal(String action, String value, String allowed, String message) {
        return new FieldException(action, value, allowed, message);
    }

    static void range(String action, String operand, long value, long smallest, long largest) {
        if (value < smallest || value > largest) {
            String allowed = smallest + " to " + largest;
            String what = operand.isEmpty() ? action : operand + " of " + action;
            throw refusal(action, Long.toString(value), allowed, what + " is " + allowed);
        }
    }

    /** No port has the number 0, but flows may name it as they may any that is absent, as in Open vSwitch. */
    static void port(int port, boolean orInPort) {
        boolean right = port >= 0 && port <= Ports.MAX || port == Ports.LOCAL || orInPort && port == Ports.IN_PORT;
        if (!right) {
            String allowed =
                    "0 to " + Ports.MAX + ", LOCAL, " + (orInPort ? "IN_PORT, " : "") + "or the name of a port";
            String text = text(port);
            throw refusal("output", text, allowed, "packets cannot be sent to port " + text + "; allowed: " + allowed);
        }
    }

    private static String text(int port) {
        return port >= 0 ? Integer.toString(port) : "0x" + Integer.toHexString(port);
    }

    static void truncation(int maxLength) {
        range("output", "max_len", maxLength, SHORTEST_FRAME, Integer.MAX_VALUE);
    }

    static void controller(Action.Controller to) {
        range("controller", "max_len", to.maxLength(), 0, Action.Controller.WHOLE);
        range("controller", "id", to.controllerId(), 0, 0xFFFF);
        if (to.meterId() != 0) {
            range("controller", "meter_id", Integer.toUnsignedLong(to.meterId()), 1, MAX_32_BITS);
        }
    }

    static void controllerIds(Action.DecTtl action) {
        if (action.controllerIds().isEmpty()) {
            throw refusal("dec_ttl", "", "one controller id or more", "dec_ttl needs a controller id");
        }
        action.controllerIds().forEach(id -> range("dec_ttl", "controller id", id, 0, 0xFFFF));
    }

    static void resubmit(int port, int table) {
        if (port != Ports.UNSET && port != Ports.LOCAL && (port < 0 || port > Ports.MAX)) {
            throw refusal("resubmit", text(port), "a port", "packets cannot come from port " + text(port));
        }
        if (table != Action.Resubmit.THIS_TABLE) {
            table("resubmit", table);
        }
    }

    static void table(String action, int table) {
        if (table < 0 || table > MAX_TABLE) {
            String allowed = "0 to " + MAX_TABLE;
            throw refusal(
                    action, Integer.toString(table), allowed, "there is no table " + table + "; allowed: " + allowed);
        }
    }

    static void ct(CtSpec spec) {
        if (spec.table() != CtSpec.NO_TABLE) {
            table("ct", spec.table());
        }
        range("ct", "zone", spec.zone(), 0, 0xFFFF);
        if (spec.zoneFrom() != null && spec.zoneFrom().width() != 16) {
            throw refusal(
                    "ct", spec.zoneFrom().width() + " bits", "16 bits", "a zone has 16 bits, as NXM_NX_REG0[0..15]");
        }
        if (spec.force() && !spec.commit()) {
            throw refusal("ct", "force", "commit,force", "force of ct needs commit beside it");
        }
        if (spec.nat() != null && spec.nat().part() != NatSpec.Side.EXISTING && !spec.commit()) {
            throw refusal(
                    "ct",
                    "nat(" + spec.nat().part().text() + ")",
                    "commit,nat(...)",
                    "nat with src or dst needs commit beside it: what is chosen is kept with the connection");
        }
        if (!spec.exec().isEmpty() && !spec.commit()) {
            throw refusal(
                    "ct",
                    "exec",
                    "commit,exec(...)",
                    "exec of ct needs commit beside it: what it sets is kept with the connection");
        }
    }

    static void tagType(int etherType) {
        if (!VlanHeader.isTpid(etherType)) {
            String text = "0x" + Integer.toHexString(etherType);
            throw refusal(
                    "push_vlan", text, "0x8100, 0x88a8", text + " is not the type of a tag; allowed: 0x8100, 0x88a8");
        }
    }

    /** The largest operand of a numeric {@code mod_*} action. */
    static long largest(ModifyKind kind) {
        return switch (kind) {
            case MOD_VLAN_VID -> 0xFFF;
            case MOD_VLAN_PCP -> 7;
            case MOD_NW_TOS, MOD_NW_TTL -> 0xFF;
            case MOD_NW_ECN -> 3;
            case MOD_TP_SRC, MOD_TP_DST -> 0xFFFF;
            case MOD_NW_SRC, MOD_NW_DST -> MAX_32_BITS;
            case MOD_DL_SRC, MOD_DL_DST -> 0xFFFF_FFFF_FFFFL;
        };
    }

    static void modify(Action.Modify modify) {
        range(modify.name(), "", modify.value(), 0, largest(modify.kind()));
        if (modify.kind() == ModifyKind.MOD_NW_TOS && (modify.value() & 3) != 0) {
            String text = Long.toString(modify.value());
            throw refusal("mod_nw_tos", text, "a multiple of 4", "mod_nw_tos sets the DSCP in place: a multiple of 4");
        }
    }

    static void group(long id) {
        range("group", "", id, 0, MAX_GROUP);
    }

    static void meter(long id) {
        range("meter", "", id, 1, MAX_METER);
    }

    static void tunnel(Action.SetTunnel set) {
        if (!set.wide()) {
            range("set_tunnel", "", set.tunnelId(), 0, MAX_32_BITS);
        }
    }

    static void delete(Field field) {
        if (!Fields.isTunnelMetadata(field)) {
            throw refusal(
                    "delete_field",
                    field.name(),
                    "tun_metadata0 to tun_metadata63",
                    "only a tunnel option can be deleted: tun_metadata0 to tun_metadata63");
        }
    }

    static void conjunction(Action.Conjunction one) {
        range("conjunction", "id", one.id(), 0, MAX_32_BITS);
        range("conjunction", "number of clauses", one.clauses(), 2, 64);
        range("conjunction", "clause", one.clause(), 1, one.clauses());
    }

    static void bundle(BundleSpec spec) {
        range("bundle", "basis", spec.basis(), 0, 0xFFFF);
        spec.members().forEach(member -> port(member, true));
        if (spec.target() != null && spec.target().width() < 16) {
            throw refusal(
                    "bundle_load",
                    spec.target().width() + " bits",
                    "16 bits or more",
                    "bundle_load needs 16 bits or more");
        }
    }

    static void multipath(MultipathSpec spec) {
        range("multipath", "basis", spec.basis(), 0, 0xFFFF);
        range("multipath", "argument", spec.argument(), 0, MAX_32_BITS);
        range("multipath", "number of links", spec.links(), 1, 65536);
        int width = spec.target().width();
        if (width < 17 && spec.links() > 1 << width) {
            String text = Integer.toString(spec.links());
            String allowed = "1 to " + (1 << width);
            throw refusal("multipath", text, allowed, text + " links do not fit into " + width + " bits");
        }
    }

    static void oneBit(String action, Subfield target) {
        if (target.width() != 1) {
            String text = target.width() + " bits";
            throw refusal(action, text, "one bit, such as reg0[3]", action + " sets one bit, such as reg0[3]");
        }
    }

    static void timeouts(Action.FinTimeout fin) {
        range("fin_timeout", "idle_timeout", fin.idleSeconds(), 0, 0xFFFF);
        range("fin_timeout", "hard_timeout", fin.hardSeconds(), 0, 0xFFFF);
    }

    static void sample(Action.Sample sample) {
        range("sample", "probability", sample.probability(), 1, 0xFFFF);
        range("sample", "collector_set_id", sample.collectorSet(), 0, MAX_32_BITS);
        range("sample", "obs_domain_id", sample.domain(), 0, MAX_32_BITS);
        range("sample", "obs_point_id", sample.point(), 0, MAX_32_BITS);
        if (sample.samplingPort() != Ports.NONE) {
            port(sample.samplingPort(), false);
        }
    }

    static void learn(LearnSpec spec) {
        table("learn", spec.table());
        range("learn", "priority", spec.priority(), 0, 0xFFFF);
        range("learn", "idle_timeout", spec.timeouts().idle(), 0, 0xFFFF);
        range("learn", "hard_timeout", spec.timeouts().hard(), 0, 0xFFFF);
        range("learn", "fin_idle_timeout", spec.timeouts().finIdle(), 0, 0xFFFF);
        range("learn", "fin_hard_timeout", spec.timeouts().finHard(), 0, 0xFFFF);
        range("learn", "limit", spec.limit(), 0, Integer.MAX_VALUE);
    }

    /** {@code high} and {@code low} have no bit beyond the width of {@code target}. */
    static void fits(String action, Subfield target, long high, long low) {
        int width = target.width();
        if (!target.holds(high, low)) {
            String text = high == 0 ? "0x" + Long.toHexString(low) : "the value";
            throw refusal(
                    action, text, "a value of " + width + " bits", text + " does not fit into " + width + " bits");
        }
    }

    static void sameWidth(String action, Subfield source, Subfield target) {
        if (source.width() != target.width()) {
            throw refusal(
                    action,
                    source.width() + " and " + target.width() + " bits",
                    "equal widths",
                    action + " takes as many bits as it sets: the source has " + source.width() + ", the target "
                            + target.width());
        }
    }
}
