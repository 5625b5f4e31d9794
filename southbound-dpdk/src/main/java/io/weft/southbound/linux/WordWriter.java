package io.weft.southbound.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes numbers for {@link WordReader}: 32 bits each, little-endian, a list after its length. Plain loops, since it is hardly ever run. */
public final class WordWriter {
    private int[] words = new int[64];
    private int count;

    public WordWriter number(int number) {
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
        }
        words[count++] = number;
        return this;
    }

    public WordWriter numbers(int... numbers) {
        number(numbers.length);
        if (count + numbers.length > words.length) {
            words = Arrays.copyOf(words, 2 * (count + numbers.length));
        }
        System.arraycopy(numbers, 0, words, count, numbers.length);
        count += numbers.length;
        return this;
    }

    /** All that was written. */
    public byte[] toBytes() {
        byte[] bytes = new byte[count * Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(words, 0, count);
        return bytes;
    }
}
