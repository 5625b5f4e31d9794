package io.weft.vswitch.reference;

import io.weft.flow.key.Field;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.key.Subfield;
import java.math.BigInteger;

/** Runs of bits of a key as numbers of any size. */
final class ReferenceBits {
    private ReferenceBits() {}

    /** The value of some bits, or null when the packet lacks the header. */
    static BigInteger read(Subfield bits, long[] key) {
        Field field = bits.field();
        if (!Prerequisites.isMetBy(field.prerequisite(), key)) {
            return null;
        }
        BigInteger value = number(field.high(key), field.low(key));
        if (field.name().equals("nw_tos")) {
            value = value.and(BigInteger.valueOf(0xfc));
        }
        return value.shiftRight(bits.offset()).mod(BigInteger.TWO.pow(bits.width()));
    }

    private static BigInteger number(long high, long low) {
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(low));
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(unsigned);
    }
}
