package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.action.Ports;
import io.weft.flow.hash.FieldHash;
import io.weft.flow.key.Field;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a packet teaches, and which link it takes, bit by bit. The hash of fields is the switch's own: any would do. */
final class ReferenceLearning {
    /** A flow that a packet taught: what is needed to add it when the burst is over. */
    record Lesson(int table, int priority, Match match, long cookie, List<Action> actions, int limit) {
        boolean isTaught(FlowEntry entry) {
            return isPlaceOf(entry) && entry.actions().equals(actions) && entry.cookie() == cookie;
        }

        boolean isPlaceOf(FlowEntry entry) {
            return entry.table() == table
                    && entry.priority() == priority
                    && entry.match().equals(match);
        }

        boolean isSiblingOf(FlowEntry entry) {
            return entry.table() == table && entry.cookie() == cookie;
        }
    }

    private ReferenceLearning() {}

    /** @param read the value of bits of the packet as it is now */
    static Lesson lesson(LearnSpec spec, Function<Subfield, BigInteger> read) {
        long[] value = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        List<Action> actions = new ArrayList<>();
        if (spec.timeouts().finIdle() + spec.timeouts().finHard() > 0) {
            actions.add(new Action.FinTimeout(
                    spec.timeouts().finIdle(), spec.timeouts().finHard()));
        }
        for (Clause clause : spec.clauses()) {
            switch (clause) {
                case Clause.MatchField match -> match(match.target(), read.apply(match.source()), value, mask);
                case Clause.MatchValue match -> match(match.target(), number(match.high(), match.low()), value, mask);
                case Clause.LoadField load ->
                    actions.add(new Action.Load(
                            load.target(), read.apply(load.source()).longValue()));
                case Clause.LoadValue load -> actions.add(new Action.Load(load.target(), load.low()));
                case Clause.OutputField output ->
                    output(read.apply(output.source()).intValue(), actions);
            }
        }
        return new Lesson(spec.table(), spec.priority(), new Match(value, mask), spec.cookie(), actions, spec.limit());
    }

    private static void match(Subfield target, BigInteger wanted, long[] value, long[] mask) {
        Field field = target.field();
        for (int bit = 0; bit < target.width(); bit++) {
            int at = target.offset() + bit;
            int word = field.isWide() ? field.word() + (at < 64 ? 1 : 0) : field.word();
            long place = 1L << (field.isWide() ? at % 64 : field.shift() + at);
            mask[word] |= place;
            value[word] = wanted.testBit(bit) ? value[word] | place : value[word] & ~place;
        }
        for (int option = 0; option < FlowKey.TUNNEL_OPTIONS; option++) {
            if (field.name().equals("tun_metadata" + option)) { // an option that is matched has to be there
                value[FlowKey.TUNNEL_OPTIONS_WORD] |= 1L << option;
                mask[FlowKey.TUNNEL_OPTIONS_WORD] |= 1L << option;
            }
        }
    }

    private static void output(int port, List<Action> actions) {
        switch (port) {
            case 0xfff8 -> actions.add(new Action.InPort());
            case 0xfffb -> actions.add(new Action.Flood());
            case 0xfffc -> actions.add(new Action.All());
            case 0xfffe -> actions.add(new Action.Output(Ports.LOCAL));
            default -> {
                if (port > 0 && port < 0xff00) {
                    actions.add(new Action.Output(port));
                }
            }
        }
    }

    private static BigInteger number(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    /** The link that a packet takes, by the definitions of RFC 2992. */
    static int link(MultipathSpec spec, long[] key) {
        int hash = FieldHash.hash(spec.fields(), key, spec.basis());
        long unsigned = Integer.toUnsignedLong(hash);
        return switch (spec.algorithm()) {
            case MODULO_N -> (int) (unsigned % spec.links());
            case HASH_THRESHOLD ->
                BigInteger.valueOf(unsigned)
                        .multiply(BigInteger.valueOf(spec.links()))
                        .divide(BigInteger.TWO.pow(32))
                        .intValue();
            case HRW -> {
                int best = 0;
                for (int link = 0; link < spec.links(); link++) {
                    best = weight(hash, link) > weight(hash, best) ? link : best;
                }
                yield best;
            }
            case ITER_HASH -> {
                long range = spec.argument();
                if (range < spec.links() || range / 2 > spec.links()) {
                    range = 1;
                    while (range < spec.links()) {
                        range *= 2;
                    }
                }
                int draw = 0;
                while (weight(hash, draw) % range >= spec.links()) {
                    draw++;
                }
                yield (int) (weight(hash, draw) % range);
            }
        };
    }

    private static long weight(int hash, int number) {
        return Integer.toUnsignedLong(FieldHash.hash(hash, number));
    }

    /** The member that a packet takes among {@code live}, given in order, or -1. */
    static int member(BundleSpec spec, List<Integer> live, long[] key) {
        if (live.isEmpty()) {
            return -1;
        }
        if (spec.algorithm() == BundleSpec.Algorithm.ACTIVE_BACKUP) {
            return live.getFirst();
        }
        int hash = FieldHash.hash(spec.fields(), key, spec.basis());
        int best = live.getFirst();
        for (int member : live) {
            boolean heavier = weight(hash, spec.members().indexOf(member))
                    > weight(hash, spec.members().indexOf(best));
            best = heavier ? member : best;
        }
        return best;
    }
}
