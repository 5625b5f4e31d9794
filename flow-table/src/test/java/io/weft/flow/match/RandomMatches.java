package io.weft.flow.match;

import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import io.weft.flow.key.Fields;
import java.util.SplittableRandom;

/** Random matches that a builder accepts. */
public final class RandomMatches {
    private RandomMatches() {}

    /** The match of {@code seed}. */
    public static Match of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MatchBuilder builder = new MatchBuilder();
        Protocol[] protocols = Protocol.values();
        if (random.nextInt(8) != 0) {
            builder.protocol(protocols[random.nextInt(protocols.length)]);
        } else if (random.nextBoolean()) {
            builder.set(Fields.ETH_TYPE, random.nextInt(0x10000));
        }
        if (random.nextInt(4) == 0) {
            builder.set(Fields.CT_STATE, 0x22, 0x32);
        }
        if (random.nextInt(16) == 0) {
            builder = new MatchBuilder()
                    .protocol(Protocol.ICMP6)
                    .set(Fields.ICMPV6_TYPE, 135 + random.nextInt(2))
                    .set(Fields.ICMPV6_CODE, 0);
        }
        Match match = builder.build();
        int wanted = random.nextInt(8);
        for (int i = 0; i < wanted; i++) {
            Field field = Fields.all().get(random.nextInt(Fields.all().size()));
            match = extended(match, field, random);
        }
        return match;
    }

    /** {@code match} with one field more, or the same where the field has no place in it. */
    private static Match extended(Match match, Field field, SplittableRandom random) {
        try {
            return new MatchBuilder()
                    .assume(match)
                    .set(field, value(field, random))
                    .build();
        } catch (FieldException noPlace) {
            return match;
        }
    }

    /** A random value of {@code field}, masked where it may be. */
    public static FieldValue value(Field field, SplittableRandom random) {
        long low = random.nextLong() & FieldValue.fullMask(field);
        long high = field.isWide() ? random.nextLong() : 0;
        if (field.equals(Fields.CT_STATE)) {
            return random.nextBoolean()
                    ? FieldValue.exact(field, low & 0xFF)
                    : FieldValue.masked(low, random.nextInt(256)).trimmed();
        }
        if (field.format() == FieldFormat.PORT) {
            low = random.nextInt(8) == 0 ? 0xFFFF_FFFEL : random.nextInt(0xFF00);
        } else if (random.nextInt(8) == 0) {
            low &= 0xFF;
            high = random.nextBoolean() ? 0 : high;
        }
        if (!field.maskable() || random.nextBoolean()) {
            return FieldValue.exact(field, high, low);
        }
        int prefix = random.nextInt(Math.min(64, field.width()) + 1);
        long mask = random.nextBoolean() ? random.nextLong() : -1L << Math.min(63, prefix);
        long maskHigh = !field.isWide() ? 0 : random.nextBoolean() ? -1L : random.nextLong();
        return new FieldValue(high, low, maskHigh, mask & field.ones()).trimmed();
    }
}
