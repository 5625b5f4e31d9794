package io.weft.vswitch.counters;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Layout of the counters file. All numbers are little-endian.
 *
 * <pre>
 *     0  u64 magic, written last: a file without it is not ready   8  u32 version        12  u32 header length (4,096)
 *    16  u64 length of the file                                   24  u32 metadata length 28  u32 values length
 *    32  u64 pid of the writer                                    40  u64 start of the writer, ms since 1970
 *  4096  metadata: capacity x 512    type id, key (u32 pmd, reason), label (owner)
 *        values:   capacity x 128    u64 value; padded, so two writers share no cache line
 * </pre>
 */
final class CountersDescriptor {
    static final int VERSION = 1;
    static final int HEADER_LENGTH = 4096;
    static final int MAX_CAPACITY = 1 << 20;

    /** "WEFTCNTR" read as a little-endian number. */
    static final long MAGIC = 0x5254_4E43_5446_4557L;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int HEADER_LENGTH_OFFSET = 12;
    static final int FILE_LENGTH_OFFSET = 16;
    static final int METADATA_LENGTH_OFFSET = 24;
    static final int VALUES_LENGTH_OFFSET = 28;
    static final int PID_OFFSET = 32;
    static final int START_OFFSET = 40;

    static final int KEY_PMD_OFFSET = 0;
    static final int KEY_REASON_OFFSET = 4;

    private CountersDescriptor() {}

    static int metadataLength(int capacity) {
        return capacity * CountersReader.METADATA_LENGTH;
    }

    static int valuesLength(int capacity) {
        return capacity * CountersReader.COUNTER_LENGTH;
    }

    static int fileLength(int capacity) {
        return HEADER_LENGTH + metadataLength(capacity) + valuesLength(capacity);
    }

    static void writeHeader(AtomicBuffer file, int capacity, long pid, long startMs) {
        file.putInt(VERSION_OFFSET, VERSION, ByteOrder.LITTLE_ENDIAN);
        file.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
        file.putLong(FILE_LENGTH_OFFSET, fileLength(capacity), ByteOrder.LITTLE_ENDIAN);
        file.putInt(METADATA_LENGTH_OFFSET, metadataLength(capacity), ByteOrder.LITTLE_ENDIAN);
        file.putInt(VALUES_LENGTH_OFFSET, valuesLength(capacity), ByteOrder.LITTLE_ENDIAN);
        file.putLong(PID_OFFSET, pid, ByteOrder.LITTLE_ENDIAN);
        file.putLong(START_OFFSET, startMs, ByteOrder.LITTLE_ENDIAN);
    }

    /** What is wrong with the header of a file of {@code actualLength} bytes, or null when it can be read. */
    static String fault(DirectBuffer header, long actualLength) {
        if (header.getLong(MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            return "is not a counters file of weft, or was not completed (bad magic number)";
        }
        int version = header.getInt(VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (version > VERSION) {
            return "is of version " + version + "; this weft reads version " + VERSION + ": use a newer weft";
        }
        long metadata = header.getInt(METADATA_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        long values = header.getInt(VALUES_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        long length = header.getLong(FILE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        long capacity = values / CountersReader.COUNTER_LENGTH;
        boolean consistent = version == VERSION
                && header.getInt(HEADER_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) == HEADER_LENGTH
                && capacity >= 1
                && capacity <= MAX_CAPACITY
                && values == capacity * CountersReader.COUNTER_LENGTH
                && metadata == capacity * CountersReader.METADATA_LENGTH
                && length == HEADER_LENGTH + metadata + values;
        if (!consistent) {
            return "is damaged: the lengths in its header contradict each other";
        }
        return length == actualLength
                ? null
                : "is damaged: it is " + actualLength + " bytes long, its header says " + length;
    }
}
