package io.weft.vswitch.packet;

import io.weft.flow.memory.Memory;
import java.util.BitSet;
import java.util.function.LongFunction;

/**
 * All packet memory of a switch, shared by every port, so that forwarding copies nothing.
 *
 * <pre>
 *  frames: count x frameSize (2,048 or 4,096 bytes)       large frames: count x 128 KiB
 *  +------------+--------------+----------------------+   (whole segments of 64 KiB from TAP ports, flattened chains)
 *  | descriptor | headroom     | data ...             |
 *  0            64             256              frameSize
 * </pre>
 *
 * The frames are one page-aligned block, which is the UMEM of every AF_XDP socket. A frame belongs to exactly one of: the central free
 * list, a {@link FrameCache}, a queue of a port, or the holder of its packet descriptor.
 *
 * <p>Thread-safety: the central lists are guarded by this object's monitor and touched in batches through {@link FrameCache}.
 */
public final class PacketMemory implements AutoCloseable {
    /** Bytes between the base of a frame and the first byte of received data: descriptor, headroom for tags and tunnels. */
    public static final int DATA_OFFSET = 256;

    /** Bytes of a large frame. */
    public static final int LARGE_FRAME_SIZE = 128 * 1024;

    private final FrameBlock block;
    private final Memory.Block largeBlock;
    private final int frameSize;
    private final long base;
    private final long bytes;
    private final long largeBase;
    private final long largeBytes;
    private final long[] free;
    private final long[] freeLarge;
    private int freeCount;
    private int freeLargeCount;

    /**
     * @param frames number of frames, at least 64
     * @param frameSize 2048 or 4096 bytes
     * @param largeFrames number of large frames, 0 or more
     */
    public PacketMemory(int frames, int frameSize, int largeFrames) {
        this(frames, frameSize, largeFrames, FrameBlock::own);
    }

    /**
     * @param blocks makes the block of frames, of so many bytes, which this object closes
     */
    public PacketMemory(int frames, int frameSize, int largeFrames, LongFunction<FrameBlock> blocks) {
        if (frames < 64 || (frameSize != 2048 && frameSize != 4096) || largeFrames < 0) {
            throw new IllegalArgumentException("packet memory: " + frames + " frames of " + frameSize + " bytes, "
                    + largeFrames + " large; allowed: at least 64 frames of 2048 or 4096 bytes");
        }
        this.frameSize = frameSize;
        block = blocks.apply((long) frames * frameSize);
        largeBlock = Memory.allocate(Math.max(1L, largeFrames) * LARGE_FRAME_SIZE, LARGE_FRAME_SIZE);
        base = block.address();
        bytes = (long) frames * frameSize;
        largeBase = largeBlock.address();
        largeBytes = (long) largeFrames * LARGE_FRAME_SIZE;
        free = new long[frames];
        freeLarge = new long[largeFrames];
        for (int i = frames - 1; i >= 0; i--) {
            free[freeCount++] = base + (long) i * frameSize;
        }
        for (int i = largeFrames - 1; i >= 0; i--) {
            freeLarge[freeLargeCount++] = largeBase + (long) i * LARGE_FRAME_SIZE;
        }
    }

    /** Address of the block of frames (the UMEM), page-aligned. */
    public long base() {
        return base;
    }

    /** Bytes of the block of frames. */
    public long bytes() {
        return bytes;
    }

    /** Large frames, free or not. */
    public int largeFrames() {
        return freeLarge.length;
    }

    public int frameSize() {
        return frameSize;
    }

    /** The most data bytes that fit a frame behind {@link #DATA_OFFSET}. */
    public int frameCapacity() {
        return frameSize - DATA_OFFSET;
    }

    /** Whether {@code address} lies in the block of frames (and so in the UMEM). */
    public boolean isFrame(long address) {
        return address - base >= 0 && address - base < bytes;
    }

    public boolean isLargeFrame(long address) {
        return address - largeBase >= 0 && address - largeBase < largeBytes;
    }

    /** Base of the frame that holds {@code address}. */
    public long frameBase(long address) {
        return isLargeFrame(address) ? address & -(long) LARGE_FRAME_SIZE : base + (address - base & -(long) frameSize);
    }

    /** Bytes of the whole packet, all frames. */
    public int length(long packet) {
        return Packet.isExtended(packet)
                ? FrameDescriptor.totalLength(frameBase(Packet.address(packet)))
                : Packet.linearLength(packet);
    }

    /** Frames in the central list now; for status and tests. */
    public synchronized int freeFrames() {
        return freeCount;
    }

    public synchronized int freeLargeFrames() {
        return freeLargeCount;
    }

    /** These frames, by number, are with devices that were there before: they are free no more. Before anybody has taken any. */
    public synchronized void withdraw(int... frames) {
        BitSet gone = new BitSet(free.length);
        for (int frame : frames) {
            gone.set(frame);
        }
        int kept = 0;
        for (int i = 0; i < freeCount; i++) {
            if (!gone.get((int) ((free[i] - base) / frameSize))) {
                free[kept++] = free[i];
            }
        }
        freeCount = kept;
    }

    /** These frames, by number, come back from a device that was there before. */
    public synchronized void giveBack(int... frames) {
        for (int frame : frames) {
            free[freeCount++] = base + (long) frame * frameSize;
        }
    }

    /** Moves up to {@code count} free frames to {@code to}, starting at {@code index}; returns how many. */
    synchronized int take(long[] to, int index, int count) {
        int taken = Math.min(count, freeCount);
        freeCount -= taken;
        System.arraycopy(free, freeCount, to, index, taken);
        return taken;
    }

    synchronized void give(long[] from, int index, int count) {
        System.arraycopy(from, index, free, freeCount, count);
        freeCount += count;
    }

    synchronized long takeLarge() {
        return freeLargeCount == 0 ? 0 : freeLarge[--freeLargeCount];
    }

    synchronized void giveLarge(long frameBase) {
        freeLarge[freeLargeCount++] = frameBase;
    }

    /** Closes all but the block of frames, which goes on elsewhere. */
    public void closeButFrames() {
        largeBlock.close();
    }

    @Override
    public void close() {
        block.close();
        largeBlock.close();
    }
}
