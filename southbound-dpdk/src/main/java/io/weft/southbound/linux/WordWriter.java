package io.weft.southbound.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Writes numbers for {@link WordReader}: 32 bits each, little-endian, a list after its length. */
public final class WordWriter {
    private final IntStream.Builder words = IntStream.builder();

    public WordWriter number(int number) {
        words.add(number);
        return this;
    }

    public WordWriter numbers(int... numbers) {
        words.add(numbers.length);
        IntStream.of(numbers).forEach(words);
        return this;
    }

    /** All; nothing can be written after that. */
    public byte[] toBytes() {
        int[] all = words.build().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(all.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.of(all).forEach(bytes::putInt);
        return bytes.array();
    }
}
