package io.weft.southbound.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** Reads what a {@link WordWriter} wrote. */
public final class WordReader {
    private final String what;
    private final IntBuffer words;

    /** @param what it describes, for sentences */
    public WordReader(String what, byte[] bytes) {
        this.what = what;
        words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /** The version, which must be {@code known}. */
    public void version(int known) throws NativeException {
        int version = number();
        if (version != known) {
            throw damaged("has version " + version + ", known is " + known);
        }
    }

    public int number() throws NativeException {
        if (!words.hasRemaining()) {
            throw damaged("ends too early");
        }
        return words.get();
    }

    public int[] numbers() throws NativeException {
        int count = number();
        if (count < 0 || count > words.remaining()) {
            throw damaged("has a list of " + count);
        }
        int[] numbers = new int[count];
        words.get(numbers);
        return numbers;
    }

    /** Refuses what was read unless it {@code holds}; {@code fault} goes on the sentence that begins with what it describes. */
    public void require(boolean holds, String fault) throws NativeException {
        if (!holds) {
            throw damaged(fault);
        }
    }

    private NativeException damaged(String fault) {
        return new NativeException(
                "take-over", what, LinuxConstants.EINVAL, "what another process left of " + what + " " + fault);
    }
}
