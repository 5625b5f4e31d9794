package io.weft.southbound.afxdp;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.WordReader;
import io.weft.southbound.linux.WordWriter;
import io.weft.southbound.offload.ChainWriter;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.southbound.offload.Segmenter;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;

/**
 * The transmit half of a socket.
 *
 * <pre>
 *   plain frame in the UMEM ------------------------------> one TX entry, where it lies
 *   chain in the UMEM ------------------------------------> an entry a buffer
 *   large frame, too many buffers ----> ChainWriter.copy -> an entry a buffer
 *   segmentation offload -------------> Segmenter --------> entries of every segment, all or nothing
 * </pre>
 *
 * The kernel works only while we call it: {@link #flush} kicks once a round, and again in later rounds while entries are left.
 *
 * <p>Thread-safety: whoever runs the queue. Allocation: none.
 */
final class AfXdpTxQueue implements TxQueue {
    private static final int REAP_BATCH = 256;

    private final XskSocket socket;
    private final PacketMemory memory;
    private final FrameSet lent;
    private final ChainWriter writer;
    private final Segmenter segmenter;
    private int maxFrame;
    private int written;
    private boolean stalled;

    AfXdpTxQueue(XskSocket socket, PacketMemory memory) {
        this.socket = socket;
        this.memory = memory;
        lent = new FrameSet(memory);
        writer = new ChainWriter(memory);
        segmenter = new Segmenter(memory);
    }

    /** Bytes of the longest frame the device takes, from its MTU; set by the conductor, read late by the agent, which does no harm. */
    void maxFrame(int bytes) {
        maxFrame = bytes;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        stalled = false;
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            long packet = packets[i];
            boolean plain = !Packet.isExtended(packet) && memory.isFrame(Packet.address(packet));
            if (plain ? sendPlain(frames, packet) : sendAny(frames, packet)) {
                accepted++;
            }
        }
        publish();
        return accepted;
    }

    @Override
    public void flush(FrameCache frames) {
        if (lent.size() > 0) {
            if (!socket.tx.isDrained()) {
                kick();
            }
            reap(frames);
        }
    }

    @Override
    public boolean isOutstanding() {
        return lent.size() > 0 && !stalled;
    }

    private boolean sendPlain(FrameCache frames, long packet) {
        int length = Packet.linearLength(packet);
        if (length > maxFrame || length == 0 || !hasRoom(frames, 1)) {
            frames.free(packet);
            return false;
        }
        long address = Packet.address(packet);
        int partial = PartialChecksum.locate(address, length);
        int options = 0;
        if (partial != PartialChecksum.NONE) {
            requestChecksum(address, partial);
            options = XskDescriptor.OPTION_METADATA;
        }
        write(address, length, options);
        return true;
    }

    /** Everything else: extended packets, and frames outside the UMEM. Frees what it does not send. */
    private boolean sendAny(FrameCache frames, long packet) {
        boolean extended = Packet.isExtended(packet);
        long base = memory.frameBase(Packet.address(packet));
        if (extended && FrameDescriptor.segmentType(base) != FrameDescriptor.SEGMENT_NONE) {
            boolean sent = sendSegments(frames, packet);
            frames.free(packet);
            return sent;
        }
        if (memory.length(packet) > maxFrame) {
            frames.free(packet);
            return false;
        }
        int buffers = extended ? buffers(packet) : 0;
        if (buffers == 0) {
            long copy = writer.copy(frames, packet);
            frames.free(packet);
            return copy != Packet.NONE && sendChain(frames, copy, buffers(copy));
        }
        return sendChain(frames, packet, buffers);
    }

    /** Buffers of a chain, or 0 when it cannot be sent where it lies. */
    private int buffers(long packet) {
        int buffers = 0;
        for (long rest = packet; rest != Packet.NONE; buffers++) {
            long address = Packet.address(rest);
            if (!memory.isFrame(address)) {
                return 0;
            }
            rest = FrameDescriptor.next(memory.frameBase(address));
        }
        return buffers > XskDescriptor.MAX_BUFFERS ? 0 : buffers;
    }

    private boolean sendSegments(FrameCache frames, long packet) {
        if (!segmenter.begin(frames, packet) || segmenter.longest() > maxFrame) {
            return false;
        }
        int each = (segmenter.longest() + memory.frameCapacity() - 1) / memory.frameCapacity();
        int segments = segmenter.count();
        if (each > XskDescriptor.MAX_BUFFERS || !hasRoom(frames, segments * each)) {
            return false;
        }
        for (int i = 0; i < segments; i++) {
            long segment = segmenter.next(frames);
            if (segment == Packet.NONE) {
                return false;
            }
            writeChain(segment);
        }
        return true;
    }

    private boolean sendChain(FrameCache frames, long packet, int buffers) {
        if (buffers == 0 || !hasRoom(frames, buffers)) {
            frames.free(packet);
            return false;
        }
        writeChain(packet);
        return true;
    }

    private void writeChain(long packet) {
        long address = Packet.address(packet);
        long base = memory.frameBase(address);
        int length = FrameDescriptor.frameLength(base);
        long next = FrameDescriptor.next(base);
        int partial = FrameDescriptor.isPartialChecksum(base)
                ? FrameDescriptor.checksumStart(base) - (int) (address - base) << 16
                        | FrameDescriptor.checksumOffset(base)
                : PartialChecksum.locate(address, length);
        int options = next == Packet.NONE ? 0 : XskDescriptor.OPTION_CONTINUED;
        if (partial != PartialChecksum.NONE) {
            // Last of all, since it may overwrite the end of the frame's descriptor.
            requestChecksum(address, partial);
            options |= XskDescriptor.OPTION_METADATA;
        }
        write(address, length, options);
        while (next != Packet.NONE) {
            address = Packet.address(next);
            base = memory.frameBase(address);
            next = FrameDescriptor.next(base);
            write(address, FrameDescriptor.frameLength(base), next == Packet.NONE ? 0 : XskDescriptor.OPTION_CONTINUED);
        }
    }

    private static void requestChecksum(long address, int partial) {
        long metadata = address - XskDescriptor.METADATA_LENGTH;
        Memory.putLong(metadata, XskDescriptor.METADATA_CHECKSUM);
        Memory.putInt(metadata + 8, partial >>> 16 | partial << 16);
    }

    private void write(long address, int length, int options) {
        long offset = address - memory.base();
        long entry = socket.tx.entry(written);
        Memory.putLong(entry, offset);
        Memory.putInt(entry + XskDescriptor.LENGTH, length);
        Memory.putInt(entry + XskDescriptor.OPTIONS, options);
        lent.add(offset);
        written++;
    }

    /** Whether {@code entries} more fit the ring, after a kick if need be. */
    private boolean hasRoom(FrameCache frames, int entries) {
        int wanted = written + entries;
        if (socket.tx.free(wanted) >= wanted) {
            return true;
        }
        publish();
        kick();
        reap(frames);
        return socket.tx.free(entries) >= entries;
    }

    private void publish() {
        if (written > 0) {
            socket.tx.publish(written);
            written = 0;
        }
    }

    private void kick() {
        int result = Libc.kick(socket.fd());
        // EAGAIN, EBUSY, ENOBUFS: entries are left for the next round. The others: nothing moves before the device is
        // back.
        stalled = result == -LinuxConstants.ENETDOWN
                || result == -LinuxConstants.ENXIO
                || result == -LinuxConstants.EBADF;
    }

    private void reap(FrameCache frames) {
        int done = socket.completion.filled(REAP_BATCH);
        while (done > 0) {
            for (int i = 0; i < done; i++) {
                long offset = Memory.getLong(socket.completion.entry(i));
                lent.remove(offset);
                frames.freeFrame(memory.frameBase(memory.base() + offset));
            }
            socket.completion.release(done);
            done = socket.completion.filled(REAP_BATCH);
        }
    }

    /** Writes what is with the kernel. */
    void bequeath(WordWriter to) {
        to.numbers(lent.toWords());
    }

    /** Frames that are with the kernel, by number. */
    int[] held() {
        return lent.toArray();
    }

    /** Goes on where another process was. */
    void inherit(WordReader from) throws NativeException {
        from.require(lent.inherit(from.numbers()), "is of another packet memory");
    }

    /** Takes every frame back, after the socket was closed. */
    void reclaim(FrameCache frames) {
        lent.drain(frames);
        segmenter.close();
    }
}
