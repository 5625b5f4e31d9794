package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;

/**
 * Layout of the header of a connection table, in native order.
 *
 * <pre>
 *     0 magic (8), written last: a table without it is not ready     8 version (4)      12 header length (4)
 *    16 record length (4)      20 capacity (4)      24 length of the file (8)           32 check of bytes 0 to 31 (8)
 *    64 high-water mark: records that were ever used (4)
 *   128 the table's clock, ms (8)                  136 ms since 1970 at that moment (8)
 *  4096 records
 * </pre>
 */
final class TableDescriptor {
    static final int HEADER_LENGTH = 4096;
    static final int VERSION = 1;

    /** As many as one mapping of 2 GiB holds. */
    static final int MOST_CAPACITY = (Integer.MAX_VALUE - HEADER_LENGTH) / RecordDescriptor.LENGTH;

    /** "WEFTCONN" read as a little-endian number: on a machine of the other byte order it is another one. */
    static final long MAGIC = 0x4E4E_4F43_5446_4557L;

    static final int HIGH_WATER = 64;
    static final int CLOCK_MS = 128;
    static final int WALL_MS = 136;

    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_LENGTH_OFFSET = 12;
    private static final int RECORD_LENGTH = 16;
    private static final int CAPACITY = 20;
    private static final int FILE_LENGTH = 24;
    private static final int CHECK = 32;
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private TableDescriptor() {}

    static long fileLength(int capacity) {
        return HEADER_LENGTH + (long) capacity * RecordDescriptor.LENGTH;
    }

    /** Writes the header of an empty table whose bytes are zero. */
    static void write(long header, int capacity) {
        Memory.putInt(header + VERSION_OFFSET, VERSION);
        Memory.putInt(header + HEADER_LENGTH_OFFSET, HEADER_LENGTH);
        Memory.putInt(header + RECORD_LENGTH, RecordDescriptor.LENGTH);
        Memory.putInt(header + CAPACITY, capacity);
        Memory.putLong(header + FILE_LENGTH, fileLength(capacity));
        Memory.putLong(header + CHECK, check(header));
        Memory.putLong(header, MAGIC);
    }

    static int capacity(long header) {
        return Memory.getInt(header + CAPACITY);
    }

    /** What is wrong with the header of a file of {@code length} bytes (at least {@link #HEADER_LENGTH}), or null. */
    static String fault(long header, long length) {
        if (Memory.getLong(header) != MAGIC) {
            return "is no connection table of this machine, or was not completed (bad magic number)";
        }
        int version = Memory.getInt(header + VERSION_OFFSET);
        if (version != VERSION) {
            return "is of version " + version + "; this weft reads version " + VERSION;
        }
        int capacity = capacity(header);
        if (Memory.getLong(header + CHECK) != check(header)
                || capacity < 1
                || capacity > MOST_CAPACITY
                || Memory.getInt(header + RECORD_LENGTH) != RecordDescriptor.LENGTH
                || Memory.getLong(header + FILE_LENGTH) != fileLength(capacity)) {
            return "is damaged: its header does not agree with its own check";
        }
        if (length != fileLength(capacity)) {
            return "is damaged: it is " + length + " bytes long, its header says " + fileLength(capacity);
        }
        int mark = Memory.getInt(header + HIGH_WATER);
        return mark >= 0 && mark <= capacity ? null : "is damaged: " + mark + " records were used of " + capacity;
    }

    private static long check(long header) {
        long sum = MAGIC;
        for (int at = 8; at < CHECK; at += 8) {
            sum = (sum ^ Memory.getLong(header + at)) * FACTOR;
            sum ^= sum >>> 29;
        }
        return sum;
    }
}
