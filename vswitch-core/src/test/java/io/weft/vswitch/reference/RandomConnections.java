package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.CtSpec;
import io.weft.flow.action.NatSpec;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowMod;
import io.weft.vswitch.track.CtState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random {@code ct} actions, and matches of what the tracker says. Zones, marks and labels are few, so that they meet. */
final class RandomConnections {
    private static final int ZONES = 3;
    private static final int MARKS = 4;
    private static final int[] BITS = {CtState.NEW, CtState.EST, CtState.RPL, CtState.INV, CtState.TRK};

    private final Random random;

    private boolean translates;

    RandomConnections(Random random) {
        this.random = random;
    }

    /** From here on packets are translated, too. */
    void translate() {
        translates = true;
    }

    // ---- actions

    Action action(int table) {
        if (oneIn(6)) {
            return new Action.CtClear();
        }
        boolean commits = !oneIn(3);
        Subfield zoneFrom = oneIn(5) ? new Subfield(Fields.reg(0), 0, 16) : null;
        return new Action.Ct(new CtSpec(
                commits,
                commits && oneIn(6),
                zoneFrom == null ? random.nextInt(ZONES) : 0,
                zoneFrom,
                next(table),
                commits ? exec() : List.of(),
                translates ? translation(commits) : null,
                null));
    }

    /** Entries by which most packets of IPv4, of IPv6 or of both are tracked in table 0 and go on in table 1, where some commit. */
    List<FlowMod> firewall() {
        List<FlowMod> mods = new ArrayList<>();
        for (Protocol protocol : List.of(Protocol.IP, Protocol.IPV6)) {
            if (oneIn(4)) {
                continue;
            }
            int zone = random.nextInt(ZONES);
            Match all = new MatchBuilder().protocol(protocol).build();
            mods.add(FlowMod.add(0, priority(), all, 0, List.of(ct(false, zone, 1, List.of()))));
            mods.add(FlowMod.add(1, 0, all, 0, List.of(new Action.Normal())));
            Match fresh = new MatchBuilder()
                    .protocol(protocol)
                    .set(Fields.CT_STATE, CtState.TRK | CtState.NEW, CtState.TRK | CtState.NEW)
                    .build();
            List<Action> commit = List.of(ct(true, zone, oneIn(2) ? 2 : CtSpec.NO_TABLE, exec()), new Action.Normal());
            mods.add(FlowMod.add(1, priority(), fresh, 0, commit));
        }
        return mods;
    }

    /** Translation happens in few of many worlds, if nothing is done for it. */
    private int priority() {
        return translates && !oneIn(4) ? 60 : 10 * random.nextInt(6);
    }

    private Action ct(boolean commits, int zone, int table, List<Action> exec) {
        NatSpec nat = !translates ? null : commits ? range() : NatSpec.PLAIN;
        return new Action.Ct(new CtSpec(commits, false, zone, null, table, exec, nat, null));
    }

    private NatSpec translation(boolean commits) {
        return oneIn(4) ? null : !commits || oneIn(4) ? NatSpec.PLAIN : range();
    }

    /**
     * Addresses and ports for new connections. What is chosen is the same in every tracker: the only address, or one by the client's; the
     * packet's own port and then the next, or one by the client's address.
     */
    private NatSpec range() {
        NatSpec.Side side = oneIn(2) ? NatSpec.Side.SRC : NatSpec.Side.DST;
        boolean ports = oneIn(3);
        int first = ports ? 1 + random.nextInt(60_000) : 0;
        int last = ports ? first + 300 + random.nextInt(5000) : 0;
        if (oneIn(8)) {
            return new NatSpec(side, NatSpec.Family.NONE, 0, 0, 0, 0, 0, 0, NatSpec.Choice.DEFAULT, oneIn(2));
        }
        boolean several = oneIn(2);
        boolean persistent = several || ports || oneIn(2);
        int more = several ? 1 + random.nextInt(4) : 0;
        if (oneIn(3)) {
            long high = oneIn(2) ? Pool.ipv6High(random) : 0xfd00L << 48;
            long low = oneIn(2) ? Pool.ipv6Low(random) : random.nextLong();
            boolean wraps = Long.compareUnsigned(low, low + more) > 0;
            return new NatSpec(
                    side,
                    NatSpec.Family.IPV6,
                    high,
                    low,
                    high + (wraps ? 1 : 0),
                    low + more,
                    first,
                    last,
                    NatSpec.Choice.DEFAULT,
                    persistent);
        }
        long address = oneIn(2) ? Integer.toUnsignedLong(Pool.ipv4(random)) : 0xac10_0000L + random.nextInt(1 << 16);
        return new NatSpec(
                side,
                NatSpec.Family.IPV4,
                0,
                address,
                0,
                address + more,
                first,
                last,
                NatSpec.Choice.DEFAULT,
                persistent);
    }

    /** Mostly a table behind: a loop ends after eight rounds, but each may double the packet. */
    private int next(int table) {
        if (oneIn(3)) {
            return CtSpec.NO_TABLE;
        }
        int behind = RandomFlows.TABLES - 1 - table;
        return behind > 0 && !oneIn(20) ? table + 1 + random.nextInt(behind) : random.nextInt(RandomFlows.TABLES);
    }

    private List<Action> exec() {
        List<Action> actions = new ArrayList<>();
        while (oneIn(2)) {
            actions.add(oneIn(2) ? ofMark() : ofLabel());
        }
        return actions;
    }

    private Action ofMark() {
        return switch (random.nextInt(3)) {
            case 0 -> new Action.Load(new Subfield(Fields.CT_MARK, random.nextInt(2), 2), random.nextInt(MARKS));
            case 1 ->
                new Action.Move(new Subfield(Fields.reg(0), 0, 2), new Subfield(Fields.CT_MARK, random.nextInt(3), 2));
            default -> {
                long mask = oneIn(2) ? Fields.CT_MARK.ones() : 1L + random.nextInt(MARKS);
                yield new Action.SetField(Fields.CT_MARK, 0, random.nextInt(MARKS) & mask, 0, mask);
            }
        };
    }

    private Action ofLabel() {
        return switch (random.nextInt(3)) {
            case 0 -> {
                int offset = random.nextInt(100);
                yield new Action.Load(new Subfield(Fields.CT_LABEL, offset, 3), random.nextInt(8));
            }
            case 1 -> {
                Field from = oneIn(2) ? Fields.ETH_SRC : Fields.METADATA;
                yield new Action.Move(
                        new Subfield(from, 0, 3), new Subfield(Fields.CT_LABEL, 63 * random.nextInt(2), 3));
            }
            default -> {
                long mask = oneIn(2) ? -1L : random.nextInt(16);
                long maskHigh = oneIn(2) ? -1L : 1;
                yield new Action.SetField(
                        Fields.CT_LABEL, random.nextInt(2) & maskHigh, random.nextInt(16) & mask, maskHigh, mask);
            }
        };
    }

    // ---- matches

    /** Adds some of what the tracker says, as far as the rest of the match allows. */
    void match(MatchBuilder match, boolean isIpv4) {
        int first = random.nextInt(BITS.length);
        int second = random.nextInt(BITS.length);
        long mask = BITS[first] | BITS[second];
        boolean isOfConnection = oneIn(3);
        if (isOfConnection) {
            match.set(Fields.CT_STATE, CtState.TRK, CtState.TRK | CtState.INV);
            tuple(match, isIpv4);
        } else if (!oneIn(4)) {
            match.set(Fields.CT_STATE, random.nextLong() & mask | (oneIn(2) ? CtState.TRK & mask : 0), mask);
        }
        if (oneIn(3)) {
            match.set(Fields.CT_ZONE, random.nextInt(ZONES));
        }
        if (oneIn(3)) {
            long bits = oneIn(2) ? Fields.CT_MARK.ones() : 1L + random.nextInt(MARKS);
            match.set(Fields.CT_MARK, random.nextInt(MARKS) & bits, bits);
        }
        if (oneIn(6)) {
            long bits = 1L + random.nextInt(15);
            match.set(Fields.CT_LABEL, new FieldValue(0, random.nextInt(16) & bits, 0, bits));
        }
    }

    private void tuple(MatchBuilder match, boolean isIpv4) {
        if (isIpv4 && oneIn(2)) {
            match.set(oneIn(2) ? Fields.CT_NW_SRC : Fields.CT_NW_DST, Integer.toUnsignedLong(Pool.ipv4(random)));
        }
        if (oneIn(2)) {
            match.set(Fields.CT_NW_PROTO, oneIn(2) ? 17 : 6);
            if (oneIn(2)) {
                match.set(oneIn(2) ? Fields.CT_TP_SRC : Fields.CT_TP_DST, Pool.transportPort(random));
            }
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
