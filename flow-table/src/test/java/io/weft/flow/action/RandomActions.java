package io.weft.flow.action;

import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.RandomMatches;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Random lists of actions, of every record and nested, that the judge accepts. */
public final class RandomActions {
    private static final List<Field> NAMED = Stream.concat(Fields.all().stream(), Fields.overlays().stream())
            .filter(OxmNames::isNamed)
            .toList();
    private static final ModifyKind[] MODIFICATIONS = ModifyKind.values();
    private static final List<HashFields> HASHED = List.of(HashFields.values());
    private static final int KINDS = 43;

    private final SplittableRandom random;
    private final int table;

    private RandomActions(SplittableRandom random, int table) {
        this.random = random;
        this.table = table;
    }

    /** A list for packets of {@code match} (null: any) in {@code table}; a lone drop where nothing was accepted. */
    public static List<Action> of(SplittableRandom random, Match match, int table) {
        RandomActions actions = new RandomActions(random, table);
        List<Action> list = actions.accepted(new ActionChecks(match, table), 1 + random.nextInt(6), 0);
        return list.isEmpty() ? List.of(new Action.Drop()) : list;
    }

    private List<Action> accepted(ActionChecks checks, int wanted, int depth) {
        List<Action> list = new ArrayList<>();
        for (int tries = 0; tries < 4 * wanted && list.size() < wanted; tries++) {
            Action action = one(checks, depth);
            if (action != null && isAccepted(checks, action)) {
                list.add(action);
            }
        }
        return list;
    }

    private static boolean isAccepted(ActionChecks checks, Action action) {
        try {
            checks.next(action);
            return true;
        } catch (FieldException refused) {
            return false;
        }
    }

    private Action one(ActionChecks checks, int depth) {
        int kind = random.nextInt(KINDS);
        return kind < 20 ? simple(kind) : operands(kind, checks, depth);
    }

    private Action simple(int kind) {
        return switch (kind) {
            case 0 -> new Action.Output(port());
            case 1 -> new Action.InPort();
            case 2 -> random.nextBoolean() ? new Action.Normal() : new Action.Flood();
            case 3 -> random.nextInt(4) == 0 ? new Action.Drop() : new Action.All();
            case 4 -> random.nextBoolean() ? new Action.Controller(random.nextInt(65536)) : controller();
            case 5 -> new Action.PushVlan(random.nextBoolean() ? 0x8100 : 0x88A8);
            case 6 ->
                random.nextInt(4) == 0
                        ? new Action.Reject(RejectAnswer.values()[random.nextInt(RejectAnswer.values().length)])
                        : new Action.StripVlan();
            case 7 -> random.nextBoolean() ? Action.DecTtl.PLAIN : new Action.DecTtl(List.of(random.nextInt(65536), 7));
            case 8 ->
                new Action.Resubmit(
                        random.nextBoolean() ? Ports.UNSET : port(),
                        random.nextBoolean() ? Action.Resubmit.THIS_TABLE : random.nextInt(254));
            case 9 -> random.nextInt(3) == 0 ? new Action.GotoTable(table + 1 + random.nextInt(3)) : new Action.Exit();
            case 10 -> new Action.Note(bytes());
            case 11 ->
                random.nextInt(3) == 0
                        ? new Action.ClearActions()
                        : new Action.WriteMetadata(random.nextLong(), random.nextBoolean() ? -1L : random.nextLong());
            case 12 -> new Action.Group(random.nextLong(0xFFFF_FF01L));
            case 13 -> new Action.Meter(1 + random.nextLong(0xFFFF_0000L));
            case 14 -> random.nextBoolean() ? new Action.SetQueue(random.nextInt()) : new Action.PopQueue();
            case 15 -> new Action.Enqueue(random.nextInt(8) == 0 ? Ports.IN_PORT : port(), random.nextInt());
            case 16 -> tunnel();
            case 17 -> new Action.DeleteField(Fields.tunnelMetadata(random.nextInt(64)));
            case 18 -> conjunction();
            default -> new Action.FinTimeout(seconds(), seconds());
        };
    }

    private Action operands(int kind, ActionChecks checks, int depth) {
        return switch (kind) {
            case 20, 21, 22 -> setField();
            case 23, 24 -> load();
            case 25, 26 -> move();
            case 27 -> new Action.Push(bits());
            case 28 -> new Action.Pop(bits());
            case 29 -> new Action.OutputField(bits(), 0xFFFF);
            case 30 ->
                new Action.OutputTruncated(random.nextInt(8) == 0 ? Ports.IN_PORT : port(), 14 + random.nextInt(9000));
            case 31 -> modify();
            case 32, 33 -> nested(checks, depth);
            case 34 -> new Action.CheckPacketLarger(random.nextInt(65536), bit());
            case 35 -> bundle();
            case 36 -> multipath();
            case 37 -> sample();
            case 40, 41 -> ct(depth);
            case 42 -> new Action.CtClear();
            default -> new Action.Learn(learn());
        };
    }

    private int port() {
        return random.nextInt(8) == 0 ? Ports.LOCAL : 1 + random.nextInt(Ports.MAX);
    }

    private int seconds() {
        return random.nextBoolean() ? 0 : random.nextInt(65536);
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private Action controller() {
        PacketInReason[] reasons = PacketInReason.values();
        return new Action.Controller(
                random.nextInt(65536),
                reasons[random.nextInt(reasons.length)],
                random.nextInt(3) * 1000,
                bytes(),
                random.nextInt(3),
                random.nextInt(4) == 0);
    }

    private Action tunnel() {
        boolean wide = random.nextBoolean();
        return new Action.SetTunnel(wide ? random.nextLong() : random.nextLong(1L << 32), wide);
    }

    private Action conjunction() {
        int clauses = 2 + random.nextInt(63);
        return new Action.Conjunction(random.nextLong(1L << 32), 1 + random.nextInt(clauses), clauses);
    }

    private Action nested(ActionChecks checks, int depth) {
        if (depth >= 3) {
            return null;
        }
        String name = random.nextBoolean() ? "clone" : "write_actions";
        List<Action> inner = accepted(checks.inside(name), random.nextInt(4), depth + 1);
        inner = inner.equals(List.of(new Action.Drop())) ? List.of() : inner;
        return name.equals("clone") ? new Action.Clone(inner) : new Action.WriteActions(inner);
    }

    private Action ct(int depth) {
        boolean commit = random.nextBoolean();
        Subfield zoneFrom = random.nextInt(3) == 0 ? bits(16, Fields.METADATA) : null;
        List<Action> exec = new ArrayList<>();
        if (commit && depth < 3 && random.nextBoolean()) {
            exec.add(new Action.SetField(Fields.CT_MARK, 0, 0x5, 0, random.nextBoolean() ? 0xf : 0xffff_ffffL));
            exec.add(new Action.Load(new Subfield(Fields.CT_LABEL, random.nextInt(64), 64), random.nextLong()));
        }
        return new Action.Ct(new CtSpec(
                commit,
                commit && random.nextBoolean(),
                zoneFrom == null ? random.nextInt(65536) : 0,
                zoneFrom,
                random.nextBoolean() ? CtSpec.NO_TABLE : random.nextInt(254),
                exec,
                null,
                null));
    }

    private Action modify() {
        ModifyKind kind = MODIFICATIONS[random.nextInt(MODIFICATIONS.length)];
        long value = random.nextLong() & ActionChecks.largest(kind);
        return new Action.Modify(kind, kind == ModifyKind.MOD_NW_TOS ? value & ~3 : value);
    }

    private Field field() {
        return NAMED.get(random.nextInt(NAMED.size()));
    }

    /** Some bits of a field, often all. */
    private Subfield bits() {
        Field field = field();
        return random.nextBoolean() ? Subfield.of(field) : bits(1 + random.nextInt(field.width()), field);
    }

    private Subfield bit() {
        return bits(1, field());
    }

    private Subfield bits(int width, Field field) {
        return new Subfield(field, random.nextInt(field.width() - width + 1), width);
    }

    /** Bits of another field, as many as {@code like}; null where a field has not so many. */
    private Subfield asWide(Subfield like) {
        Field field = field();
        return field.width() < like.width() ? null : bits(like.width(), field);
    }

    private Action setField() {
        Field field = field();
        if (field.equals(Fields.IN_PORT_16)) {
            return null;
        }
        FieldValue value = RandomMatches.value(field, random);
        long present = field.equals(Fields.VLAN_VID) ? 0x1000 : 0;
        return new Action.SetField(
                field, value.high(), value.low() | present, value.maskHigh(), value.maskLow() | present);
    }

    private Action load() {
        Subfield target = bits();
        return target.width() > Long.SIZE ? null : new Action.Load(target, trimmed(target.width()));
    }

    private long trimmed(int width) {
        return width == 0 ? 0 : random.nextLong() >>> Math.max(0, Long.SIZE - width);
    }

    private Action move() {
        Subfield source = bits();
        Subfield target = asWide(source);
        return target == null ? null : new Action.Move(source, target);
    }

    @SuppressWarnings("EnumOrdinal") // any of them
    private HashFields hashed() {
        return HASHED.get(random.nextInt(HASHED.size()));
    }

    private Action bundle() {
        List<Integer> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add(port());
        }
        return new Action.Bundle(new BundleSpec(
                hashed(),
                random.nextInt(65536),
                random.nextBoolean() ? BundleSpec.Algorithm.HRW : BundleSpec.Algorithm.ACTIVE_BACKUP,
                members,
                random.nextBoolean() ? null : bits()));
    }

    private Action multipath() {
        MultipathSpec.Algorithm[] algorithms = MultipathSpec.Algorithm.values();
        return new Action.Multipath(new MultipathSpec(
                hashed(),
                random.nextInt(65536),
                algorithms[random.nextInt(algorithms.length)],
                1 + random.nextInt(random.nextBoolean() ? 4 : 65536),
                random.nextLong(1L << 32),
                bits()));
    }

    private Action sample() {
        SampleDirection[] directions = SampleDirection.values();
        return new Action.Sample(
                1 + random.nextInt(65535),
                random.nextLong(1L << 32),
                random.nextLong(1L << 32),
                random.nextLong(1L << 32),
                random.nextBoolean() ? Ports.NONE : port(),
                directions[random.nextInt(directions.length)]);
    }

    private LearnSpec learn() {
        List<Clause> clauses = new ArrayList<>();
        if (random.nextBoolean()) {
            clauses.add(new Clause.MatchValue(Subfield.of(Fields.ETH_TYPE), 0, 0x800));
            clauses.add(new Clause.MatchValue(Subfield.of(Fields.NW_PROTO), 0, 6));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            Clause clause = clause();
            if (clause != null) {
                clauses.add(clause);
            }
        }
        return new LearnSpec(
                random.nextInt(254),
                random.nextBoolean() ? 32768 : random.nextInt(65536),
                random.nextBoolean() ? 0 : random.nextLong(),
                new LearnSpec.Timeouts(seconds(), seconds(), seconds(), seconds()),
                new LearnSpec.Flags(random.nextBoolean(), random.nextBoolean()),
                random.nextBoolean() ? 0 : random.nextInt(1000),
                random.nextBoolean() ? null : bit(),
                clauses);
    }

    private Clause clause() {
        Subfield target = bits();
        Subfield source = asWide(target);
        boolean wide = target.width() > Long.SIZE;
        long high = wide ? trimmed(target.width() - Long.SIZE) : 0;
        long low = trimmed(target.width());
        return switch (random.nextInt(5)) {
            case 0 -> source == null ? null : new Clause.MatchField(target, source);
            case 1 -> matchValue(target, high, low);
            case 2 -> source == null ? null : new Clause.LoadField(target, source);
            case 3 -> new Clause.LoadValue(target, high, low);
            default -> new Clause.OutputField(target);
        };
    }

    /** A whole field is written in its own format, which not every number fits. */
    private Clause matchValue(Subfield target, long high, long low) {
        if (!target.isWhole()) {
            return new Clause.MatchValue(target, high, low);
        }
        if (target.field().equals(Fields.IN_PORT_16)) {
            return new Clause.MatchValue(target, 0, random.nextBoolean() ? 0xFFFE : random.nextInt(0xFF00));
        }
        FieldValue value = RandomMatches.value(target.field(), random);
        return value.isExact(target.field())
                ? new Clause.MatchValue(target, value.high(), value.low())
                : new Clause.MatchField(target, target);
    }
}
