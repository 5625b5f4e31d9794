package io.weft.flow.learn;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out the clauses of a {@link LearnSpec} for one packet.
 *
 * <p>Packets never throw: of two clauses that match the same bits the later one holds, and a port number that no port can have makes an entry
 * that sends nowhere. Thread-safety: stateless. Allocation: the flow_mod.
 */
public final class Lesson {
    /** From here on a port number of 16 bits is a reserved one of OpenFlow 1.0. */
    private static final int RESERVED_16 = 0xfff8;

    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private Lesson() {}

    /**
     * What the packet teaches: adds the entry, or gives an entry of the same match and priority the actions and cookie it should have.
     *
     * @param key a full key, {@code in_port} being an OpenFlow number
     */
    public static FlowMod flow(LearnSpec spec, long[] key) {
        long[] value = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        List<Action> actions = new ArrayList<>();
        LearnSpec.Timeouts timeouts = spec.timeouts();
        if ((timeouts.finIdle() | timeouts.finHard()) != 0) {
            actions.add(new Action.FinTimeout(timeouts.finIdle(), timeouts.finHard()));
        }
        for (Clause clause : spec.clauses()) {
            switch (clause) {
                case Clause.MatchField match ->
                    match(
                            match.target(),
                            match.source().high(key),
                            match.source().low(key),
                            value,
                            mask);
                case Clause.MatchValue match -> match(match.target(), match.high(), match.low(), value, mask);
                case Clause.LoadField load ->
                    load(load.target(), load.source().high(key), load.source().low(key), actions);
                case Clause.LoadValue load -> load(load.target(), load.high(), load.low(), actions);
                case Clause.OutputField output -> output(output.source().low(key), actions);
            }
        }
        return FlowMod.of(
                        FlowMod.Kind.MODIFY_STRICT,
                        spec.table(),
                        spec.priority(),
                        new Match(value, mask),
                        spec.cookie(),
                        actions)
                .withLife(life(spec));
    }

    private static FlowLife life(LearnSpec spec) {
        int flags = spec.flags().sendRemoved() ? FlowFlag.SEND_FLOW_REM.bit() : 0;
        return FlowLife.of(spec.timeouts().idle(), spec.timeouts().hard(), 0, flags);
    }

    /** Marks in {@code mask} every bit of a key that {@link #flow} reads. */
    public static void unwildcard(LearnSpec spec, long[] mask) {
        for (Clause clause : spec.clauses()) {
            Subfield source = source(clause);
            if (source != null) {
                source.field().setMasked(mask, -1L, -1L, source.fieldMaskHigh(), source.fieldMaskLow());
            }
        }
    }

    /** What a clause reads of the packet, or null. */
    public static Subfield source(Clause clause) {
        return switch (clause) {
            case Clause.MatchField match -> match.source();
            case Clause.LoadField load -> load.source();
            case Clause.OutputField output -> output.source();
            case Clause.MatchValue _, Clause.LoadValue _ -> null;
        };
    }

    private static void match(Subfield target, long high, long low, long[] value, long[] mask) {
        Field field = target.field();
        if (field.equals(Fields.IN_PORT_16) && target.isWhole()) {
            Fields.IN_PORT.set(value, 0, Integer.toUnsignedLong(port(low)));
            Fields.IN_PORT.unwildcard(mask);
            return;
        }
        field.setMasked(
                value,
                target.placedHigh(high, low),
                target.placedLow(low),
                target.fieldMaskHigh(),
                target.fieldMaskLow());
        field.setMasked(mask, -1L, -1L, target.fieldMaskHigh(), target.fieldMaskLow());
        if (field.equals(Fields.DL_VLAN) || field.equals(Fields.DL_VLAN_PCP) || field.equals(Fields.VLAN_PCP)) {
            value[field.word()] |= FlowKey.VLAN_PRESENT; // these names mean a tag, too
            mask[field.word()] |= FlowKey.VLAN_PRESENT;
        }
        if (Fields.isTunnelMetadata(field)) {
            long present = 1L << Fields.indexOfTunnelMetadata(field); // an option of value 0 is not one that is missing
            value[FlowKey.TUNNEL_OPTIONS_WORD] |= present;
            mask[FlowKey.TUNNEL_OPTIONS_WORD] |= present;
        }
    }

    /** One load for each 64 bits. */
    private static void load(Subfield target, long high, long low, List<Action> actions) {
        if (target.width() <= Long.SIZE) {
            actions.add(new Action.Load(target, low));
            return;
        }
        actions.add(new Action.Load(new Subfield(target.field(), target.offset(), Long.SIZE), low));
        actions.add(new Action.Load(
                new Subfield(target.field(), target.offset() + Long.SIZE, target.width() - Long.SIZE), high));
    }

    private static void output(long number, List<Action> actions) {
        int port = port(number);
        switch (port) {
            case Ports.IN_PORT -> actions.add(new Action.InPort());
            case Ports.FLOOD -> actions.add(new Action.Flood());
            case Ports.ALL -> actions.add(new Action.All());
            default -> {
                if (port == Ports.LOCAL || port >= 1 && port <= Ports.MAX) {
                    actions.add(new Action.Output(port));
                }
            }
        }
    }

    /** The port that a number of OpenFlow 1.0 or of a later version means. */
    private static int port(long number) {
        boolean isOld = number >= RESERVED_16 && number <= 0xffff;
        return (int) (isOld ? number | UNSIGNED & ~0xffffL : number);
    }
}
