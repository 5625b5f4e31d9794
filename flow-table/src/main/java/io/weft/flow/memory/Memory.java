package io.weft.flow.memory;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Reads and writes off-heap memory by absolute address: the one door through which every header, key and cache goes.
 *
 * <p>Wire formats are big-endian, so the accessors named {@code ...Network} swap bytes on little-endian machines; those
 * without the suffix use native order. No bounds are checked here: a caller validates a length once and then trusts it.
 *
 * <p>Thread-safety: plain accesses, no ordering. Allocation: none.
 */
public final class Memory {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final long BYTE_ARRAY_BASE = UnsafeApi.arrayBaseOffset(byte[].class);

    private Memory() {}

    /** The unsigned byte at {@code address}. */
    public static int getByte(long address) {
        return UnsafeApi.getByte(address) & 0xFF;
    }

    public static void putByte(long address, int value) {
        UnsafeApi.putByte(address, (byte) value);
    }

    /** The unsigned big-endian 16-bit number at {@code address}. */
    public static int getShortNetwork(long address) {
        short raw = UnsafeApi.getShort(address);
        return (LITTLE_ENDIAN ? Short.reverseBytes(raw) : raw) & 0xFFFF;
    }

    public static void putShortNetwork(long address, int value) {
        short raw = (short) value;
        UnsafeApi.putShort(address, LITTLE_ENDIAN ? Short.reverseBytes(raw) : raw);
    }

    /** The big-endian 32-bit number at {@code address}. */
    public static int getIntNetwork(long address) {
        int raw = UnsafeApi.getInt(address);
        return LITTLE_ENDIAN ? Integer.reverseBytes(raw) : raw;
    }

    public static void putIntNetwork(long address, int value) {
        UnsafeApi.putInt(address, LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
    }

    /** The big-endian 64-bit number at {@code address}. */
    public static long getLongNetwork(long address) {
        long raw = UnsafeApi.getLong(address);
        return LITTLE_ENDIAN ? Long.reverseBytes(raw) : raw;
    }

    public static void putLongNetwork(long address, long value) {
        UnsafeApi.putLong(address, LITTLE_ENDIAN ? Long.reverseBytes(value) : value);
    }

    /** The 48-bit big-endian number (a MAC address) at {@code address}; touches exactly six bytes. */
    public static long getMacNetwork(long address) {
        return (getIntNetwork(address) & 0xFFFF_FFFFL) << 16 | getShortNetwork(address + 4);
    }

    public static void putMacNetwork(long address, long mac) {
        putIntNetwork(address, (int) (mac >>> 16));
        putShortNetwork(address + 4, (int) mac);
    }

    /** The native-order 32-bit number at {@code address}. */
    public static int getInt(long address) {
        return UnsafeApi.getInt(address);
    }

    public static void putInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    /** The native-order 64-bit number at {@code address}. */
    public static long getLong(long address) {
        return UnsafeApi.getLong(address);
    }

    public static void putLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    /** Copies {@code length} bytes; the ranges may overlap. */
    public static void copy(long from, long to, long length) {
        UnsafeApi.copyMemory(from, to, length);
    }

    /** Copies {@code length} bytes of {@code from}, starting at {@code index}, to {@code address}. */
    public static void copyFrom(byte[] from, int index, long address, int length) {
        UnsafeApi.copyMemory(from, BYTE_ARRAY_BASE + index, null, address, length);
    }

    /** Copies {@code length} bytes at {@code address} into {@code to}, starting at {@code index}. */
    public static void copyTo(long address, byte[] to, int index, int length) {
        UnsafeApi.copyMemory(null, address, to, BYTE_ARRAY_BASE + index, length);
    }

    public static void zero(long address, long length) {
        UnsafeApi.setMemory(address, length, (byte) 0);
    }

    /** Allocates {@code bytes} zeroed bytes on a 64-byte boundary. Free the {@link Block}, not the address. */
    public static Block allocate(long bytes) {
        return allocate(bytes, 64);
    }

    /** Allocates {@code bytes} zeroed bytes on a boundary of {@code alignment}, a power of two. */
    public static Block allocate(long bytes, int alignment) {
        return new Block(bytes, alignment, true);
    }

    /** The same with whatever was in it: for who zeroes large memory little by little. */
    public static Block reserve(long bytes, int alignment) {
        return new Block(bytes, alignment, false);
    }

    /** An aligned off-heap allocation with an owner that closes it. */
    public static final class Block implements AutoCloseable {
        private final long raw;
        private final long address;
        private final long bytes;
        private boolean closed;

        private Block(long bytes, int alignment, boolean isZeroed) {
            this.bytes = bytes;
            this.raw = UnsafeApi.allocateMemory(bytes + alignment);
            this.address = raw + alignment - 1 & -(long) alignment;
            if (isZeroed) {
                zero(address, bytes);
            }
        }

        public long address() {
            return address;
        }

        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                UnsafeApi.freeMemory(raw);
            }
        }
    }
}
