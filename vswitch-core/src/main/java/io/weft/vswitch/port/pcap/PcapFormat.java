package io.weft.vswitch.port.pcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The classic capture file (libpcap, pcap-savefile(5)).
 *
 * <pre>
 *  file:    0 u32 magic   4 u16 major 2   6 u16 minor 4   8 i32 zone   12 u32 accuracy   16 u32 snap length   20 u32 link type
 *  record:  0 u32 seconds  4 u32 micro- or nanoseconds  8 u32 captured length  12 u32 original length  16 bytes ...
 * </pre>
 *
 * The magic number says byte order and unit of time.
 */
final class PcapFormat {
    static final int FILE_HEADER = 24;
    static final int RECORD_HEADER = 16;
    static final int MAGIC_US = 0xA1B2_C3D4;
    static final int MAGIC_NS = 0xA1B2_3C4D;
    static final int LINK_ETHERNET = 1;
    static final int SNAP_LENGTH = 262_144;

    private PcapFormat() {}

    /** Sets the byte order of {@code file} by its magic number; returns nanoseconds per tick. */
    static int detect(ByteBuffer file) throws IOException {
        if (file.limit() < FILE_HEADER) {
            throw new IOException("is too short for a capture file: " + file.limit() + " bytes");
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            int magic = file.order(order).getInt(0);
            if (magic == MAGIC_US) {
                return 1000;
            }
            if (magic == MAGIC_NS) {
                return 1;
            }
        }
        throw new IOException("is no classic capture file (magic number " + Integer.toHexString(file.getInt(0)) + ")");
    }

    /** The header of a little-endian file with microseconds. */
    static void putFileHeader(ByteBuffer to) {
        to.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC_US)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(SNAP_LENGTH)
                .putInt(LINK_ETHERNET);
    }

    static void putRecordHeader(ByteBuffer to, long timeNs, int captured, int original) {
        to.order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (timeNs / 1_000_000_000L))
                .putInt((int) (timeNs % 1_000_000_000L / 1000))
                .putInt(captured)
                .putInt(original);
    }
}
