package io.weft.southbound.afxdp;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.WordReader;
import io.weft.southbound.linux.WordWriter;
import io.weft.southbound.offload.MergedSegment;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.RxQueue;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The receive half of a socket: takes frames off the RX ring and keeps the fill ring stocked.
 *
 * <p>A frame in several buffers arrives as several entries, which may straddle two calls: the chain in hand waits in this object.
 *
 * <p>Thread-safety: the agent that runs the queue; {@link #missed} any thread.
 */
final class AfXdpRxQueue implements RxQueue {
    private static final int REFILL_BATCH = 64;

    private final XskSocket socket;
    private final PacketMemory memory;
    private final FrameSet lent;
    private final int depth;
    private int mtu;
    private int plainLimit = Integer.MAX_VALUE;
    private long chain = Packet.NONE;
    private long chainTail;
    private int chainLength;
    private volatile long tooLong;

    /** @param depth frames lent to the kernel, a power of two */
    AfXdpRxQueue(XskSocket socket, PacketMemory memory, int depth) {
        this.socket = socket;
        this.memory = memory;
        this.depth = depth;
        lent = new FrameSet(memory);
    }

    /**
     * Set by the conductor, read late by the agent, which does no harm.
     *
     * @param bytes the device's MTU
     * @param merged whether a frame longer than that is a segment that lost its segment size (generic mode)
     */
    void mtu(int bytes, boolean merged) {
        mtu = bytes;
        plainLimit = merged ? Attachment.maxFrame(bytes) : Integer.MAX_VALUE;
    }

    @Override
    public int pollFd() {
        return socket.fd();
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        int ready = socket.rx.filled(limit);
        int count = 0;
        for (int i = 0; i < ready; i++) {
            long entry = socket.rx.entry(i);
            long offset = Memory.getLong(entry);
            int length = Memory.getInt(entry + XskDescriptor.LENGTH);
            boolean continued = (Memory.getInt(entry + XskDescriptor.OPTIONS) & XskDescriptor.OPTION_CONTINUED) != 0;
            lent.remove(offset);
            if (!continued && chain == Packet.NONE && length <= plainLimit) {
                packets[count++] = Packet.of(memory.base() + offset, length);
            } else {
                append(memory.base() + offset, length);
                if (!continued) {
                    count += finishChain(frames, packets, count);
                }
            }
        }
        if (ready > 0) {
            socket.rx.release(ready);
        }
        refill(frames);
        return count;
    }

    @Override
    public long missed() {
        return socket.dropped() + tooLong;
    }

    private void append(long address, int length) {
        long base = memory.frameBase(address);
        FrameDescriptor.init(base, length);
        long packet = Packet.extended(address, length);
        if (chain == Packet.NONE) {
            chain = packet;
        } else {
            FrameDescriptor.next(chainTail, packet);
        }
        chainTail = base;
        chainLength += length;
    }

    private int finishChain(FrameCache frames, long[] packets, int index) {
        long packet = chain;
        int length = chainLength;
        chain = Packet.NONE;
        chainLength = 0;
        long base = memory.frameBase(Packet.address(packet));
        FrameDescriptor.totalLength(base, length);
        if (length > plainLimit
                && !MergedSegment.describe(base, Packet.address(packet), Packet.linearLength(packet), mtu)) {
            frames.free(packet);
            countTooLong();
            return 0;
        }
        packets[index] = packet;
        return 1;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void countTooLong() {
        tooLong++;
    }

    /** Lends the kernel frames to receive into, when enough are missing. */
    void refill(FrameCache frames) {
        int wanted = depth - lent.size();
        if (wanted < REFILL_BATCH) {
            return;
        }
        int room = Math.min(wanted, socket.fill.free(wanted));
        int added = 0;
        while (added < room) {
            long frame = frames.allocate();
            if (frame == 0) {
                break;
            }
            long offset = frame - memory.base();
            Memory.putLong(socket.fill.entry(added), offset);
            lent.add(offset);
            added++;
        }
        if (added > 0) {
            socket.fill.publish(added);
        }
    }

    /** Writes what is with the kernel, and what is in hand of a frame whose end has not come yet. */
    void bequeath(WordWriter to) {
        to.numbers(lent.toWords());
        IntStream.Builder parts = IntStream.builder();
        for (long rest = chain; rest != Packet.NONE; ) {
            long address = Packet.address(rest);
            long base = memory.frameBase(address);
            parts.add((int) ((base - memory.base()) / memory.frameSize()));
            parts.add((int) (address - base));
            parts.add(FrameDescriptor.frameLength(base));
            rest = FrameDescriptor.next(base);
        }
        to.numbers(parts.build().toArray());
    }

    /** Frames that are with the kernel or in hand, by number. */
    int[] held() {
        int[] held = lent.toArray();
        for (long rest = chain; rest != Packet.NONE; ) {
            long base = memory.frameBase(Packet.address(rest));
            held = Arrays.copyOf(held, held.length + 1);
            held[held.length - 1] = (int) ((base - memory.base()) / memory.frameSize());
            rest = FrameDescriptor.next(base);
        }
        return held;
    }

    /** Goes on where another process was. */
    void inherit(WordReader from) throws NativeException {
        from.require(lent.inherit(from.numbers()), "is of another packet memory");
        int[] parts = from.numbers();
        for (int i = 0; i + 2 < parts.length; i += 3) {
            append(memory.base() + (long) parts[i] * memory.frameSize() + parts[i + 1], parts[i + 2]);
        }
    }

    /** Takes every frame back, after the socket was closed. */
    void reclaim(FrameCache frames) {
        if (chain != Packet.NONE) {
            frames.free(chain);
            chain = Packet.NONE;
            chainLength = 0;
        }
        lent.drain(frames);
    }
}
