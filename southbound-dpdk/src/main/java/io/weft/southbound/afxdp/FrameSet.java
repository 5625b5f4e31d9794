package io.weft.southbound.afxdp;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;

/**
 * The frames that are with the kernel for one direction of a socket, one bit each: the kernel takes frames out of its fill ring into
 * places we cannot see, so only our own books say what to take back when a socket closes.
 *
 * <p>Thread-safety: the owner of that direction; the conductor after it took the queue away. Allocation: none.
 */
final class FrameSet {
    private final long[] bits;
    private final int shift;
    private int count;

    FrameSet(PacketMemory memory) {
        shift = Integer.numberOfTrailingZeros(memory.frameSize());
        bits = new long[(int) ((memory.bytes() >>> shift) + 63 >>> 6)];
    }

    /** Adds the frame that holds {@code offset}, counted from the start of the UMEM. */
    void add(long offset) {
        long frame = offset >>> shift;
        bits[(int) (frame >>> 6)] |= 1L << frame;
        count++;
    }

    void remove(long offset) {
        long frame = offset >>> shift;
        bits[(int) (frame >>> 6)] &= ~(1L << frame);
        count--;
    }

    /** By number. */
    int[] toArray() {
        int[] frames = new int[count];
        int found = 0;
        for (int i = 0; i < bits.length; i++) {
            for (long word = bits[i]; word != 0; word &= word - 1) {
                frames[found++] = (i << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return frames;
    }

    /** All of them, for {@link #inherit}: as they are, since loops over frames take their time in a process that has hardly run them. */
    int[] toWords() {
        int[] words = new int[2 * bits.length];
        for (int i = 0; i < bits.length; i++) {
            words[2 * i] = (int) bits[i];
            words[2 * i + 1] = (int) (bits[i] >>> 32);
        }
        return words;
    }

    /** Becomes what {@link #toWords} said of a set in the same packet memory; false when it cannot be of one. */
    boolean inherit(int... words) {
        if (words.length != 2 * bits.length) {
            return false;
        }
        count = 0;
        for (int i = 0; i < bits.length; i++) {
            bits[i] = words[2 * i] & 0xFFFF_FFFFL | (long) words[2 * i + 1] << 32;
            count += Long.bitCount(bits[i]);
        }
        return true;
    }

    int size() {
        return count;
    }

    /** Frees every frame of the set. */
    void drain(FrameCache frames) {
        long base = frames.memory().base();
        for (int i = 0; i < bits.length; i++) {
            for (long word = bits[i]; word != 0; word &= word - 1) {
                long frame = ((long) i << 6) + Long.numberOfTrailingZeros(word);
                frames.freeFrame(base + (frame << shift));
            }
            bits[i] = 0;
        }
        count = 0;
    }
}
