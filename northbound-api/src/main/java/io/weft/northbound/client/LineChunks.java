package io.weft.northbound.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream of text into chunks of whole lines, of handy size. One thread. */
final class LineChunks {
    private static final int SIZE = 256 * 1024;

    /** What a message can carry beside its other fields. */
    private static final int LARGEST = Limits.MESSAGE - 4_096;

    private final InputStream in;

    /** What was read behind the last whole line. */
    private byte[] rest = {};

    LineChunks(InputStream in) {
        this.in = in;
    }

    /**
     * The next lines, the last of which may lack its end at the end of the stream; null: there are no more.
     *
     * @throws ControlException when a line is larger than any message
     */
    ByteString next() throws IOException {
        byte[] bytes = Arrays.copyOf(rest, Math.max(SIZE, 2 * rest.length));
        int size = rest.length;
        while (true) {
            int read = in.readNBytes(bytes, size, bytes.length - size);
            size += read;
            if (size < bytes.length) {
                rest = new byte[0];
                return size == 0 ? null : UnsafeByteOperations.unsafeWrap(bytes, 0, size);
            }
            int end = behindLastLine(bytes);
            if (end > 0) {
                rest = Arrays.copyOfRange(bytes, end, size);
                return UnsafeByteOperations.unsafeWrap(bytes, 0, end);
            }
            if (size >= LARGEST) {
                throw new ControlException(Kind.INVALID, "a line has more than " + Limits.TEXT + " bytes");
            }
            bytes = Arrays.copyOf(bytes, Math.min(2 * size, LARGEST));
        }
    }

    private static int behindLastLine(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
