package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SubfieldTest {
    @Test
    void readsAndPlacesAsArithmeticDoes() {
        SplittableRandom random = new SplittableRandom(5);
        List<Field> fields = new ArrayList<>(Fields.all());
        fields.addAll(Fields.overlays());
        for (int round = 0; round < 50_000; round++) {
            Field field = fields.get(random.nextInt(fields.size()));
            int width = 1 + random.nextInt(field.width());
            int offset = random.nextInt(field.width() - width + 1);
            Subfield subfield = new Subfield(field, offset, width);
            long[] key = random.longs(FlowKey.WORDS).toArray();
            BigInteger ones = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
            BigInteger run =
                    number(field.high(key), field.low(key)).shiftRight(offset).and(ones);
            assertThat(number(subfield.high(key), subfield.low(key)))
                    .as("%s", subfield)
                    .isEqualTo(run);
            BigInteger placed = number(
                    subfield.placedHigh(subfield.high(key), subfield.low(key)), subfield.placedLow(subfield.low(key)));
            assertThat(placed).as("%s", subfield).isEqualTo(run.shiftLeft(offset));
            assertThat(number(subfield.fieldMaskHigh(), subfield.fieldMaskLow()))
                    .as("%s", subfield)
                    .isEqualTo(ones.shiftLeft(offset));
        }
    }

    private static BigInteger number(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    @Test
    void refusesWhatTheFieldDoesNotHave() {
        assertThat(Subfield.of(Fields.reg(3)).isWhole()).isTrue();
        assertThatThrownBy(() -> new Subfield(Fields.reg(3), 30, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reg3[30..32]: reg3 has 32 bits");
    }
}
