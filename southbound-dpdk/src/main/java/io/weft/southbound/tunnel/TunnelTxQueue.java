package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.DatagramCalls;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.southbound.offload.PartialSources;
import io.weft.southbound.offload.Segmenter;
import io.weft.southbound.offload.SoftwareChecksum;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.tunnel.TunnelOrders;
import java.util.Arrays;

/**
 * Sends into tunnels, for every tunnel port, what one PMD gives it.
 *
 * <pre>
 *   packet --(number in its frame)--> block of the order: address, ToS, TTL, source, tunnel header
 *      | partial checksum: completed   | long segment: cut        (the kernel does not look inside)
 *      v
 *   message: header of the block, then the packet's frames where they lie --> by socket --> sendmmsg, one call a socket
 * </pre>
 *
 * <p>Nothing is copied but by the kernel, which has taken all when {@link #transmit} returns. A message that it refuses (no route, too long and not to be
 * fragmented, no room) is dropped, and its packet counted as not sent.
 *
 * <p>Thread-safety: the agent that runs the queue. Allocation: none but for orders and sockets that are new.
 */
final class TunnelTxQueue implements TxQueue, AutoCloseable {
    private static final int MESSAGES = 256;
    private static final int MOST_FRAMES = 63;
    private static final int VECTORS = 1 + MOST_FRAMES;

    private final PacketMemory memory;
    private final PartialSources partials;
    private final OrderBlocks orders;
    private final SendSockets sockets = new SendSockets();
    private final Segmenter segmenter;
    private final SoftwareChecksum checksum = new SoftwareChecksum();
    private final Memory.Block messages = Memory.allocate((long) MESSAGES * MessageDescriptor.LENGTH, 64);
    private final Memory.Block vectors = Memory.allocate((long) MESSAGES * VECTORS * MessageDescriptor.VECTOR, 64);

    // messages in the order of packets, until they are sorted by socket

    private final long[] contents = new long[MESSAGES];
    private final long[] blocks = new long[MESSAGES];
    private final int[] socketOf = new int[MESSAGES];
    private final int[] ofSocket = new int[SendSockets.MOST + 1];
    private int count;
    private int refused;

    TunnelTxQueue(PacketMemory memory) {
        this.memory = memory;
        partials = PartialSources.of(memory);
        orders = new OrderBlocks(TunnelOrders.of(memory));
        segmenter = new Segmenter(memory);
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int offered) {
        refused = 0;
        int dropped = 0;
        for (int i = 0; i < offered; i++) {
            long packet = packets[i];
            long base = memory.frameBase(Packet.address(packet));
            int number = Packet.isExtended(packet) ? FrameDescriptor.tunnel(base) : TunnelOrders.NONE;
            long block = number == TunnelOrders.NONE ? 0 : orders.block(number);
            if (block == 0) {
                frames.free(packet);
                dropped++;
            } else if (FrameDescriptor.segmentType(base) == FrameDescriptor.SEGMENT_NONE) {
                add(frames, packet, block);
            } else {
                dropped += addSegments(frames, packet, block) ? 0 : 1;
                frames.free(packet);
            }
        }
        send(frames);
        return Math.max(0, offered - dropped - refused);
    }

    @Override
    public void flush(FrameCache frames) {
        // the kernel has everything already
    }

    private boolean addSegments(FrameCache frames, long packet, long block) {
        if (!segmenter.begin(frames, packet)) {
            return false;
        }
        for (int left = segmenter.count(); left > 0; left--) {
            long segment = segmenter.next(frames);
            if (segment == Packet.NONE) {
                return false;
            }
            add(frames, segment, block);
        }
        return true;
    }

    /** Takes an extended packet that fits a datagram. */
    private void add(FrameCache frames, long packet, long block) {
        if (count == MESSAGES) {
            send(frames);
        }
        long address = Packet.address(packet);
        complete(packet);
        int socket = OrderBlocks.kind(block)
                + (FlowSpread.hash(address, Packet.linearLength(packet)) & SendSockets.SPREAD - 1);
        contents[count] = packet;
        blocks[count] = block;
        socketOf[count++] = socket;
    }

    /** Finishes the checksum of the packet, if its sender left that to the hardware. */
    private void complete(long packet) {
        long address = Packet.address(packet);
        long base = memory.frameBase(address);
        int start;
        int field;
        if (FrameDescriptor.isPartialChecksum(base)) {
            start = FrameDescriptor.checksumStart(base) - (int) (address - base);
            field = FrameDescriptor.checksumOffset(base);
        } else {
            int partial = partials.isAny()
                    ? PartialChecksum.locate(address, FrameDescriptor.frameLength(base))
                    : PartialChecksum.NONE;
            if (partial == PartialChecksum.NONE) {
                return;
            }
            start = partial >>> 16;
            field = partial & 0xFFFF;
        }
        checksum.begin();
        checksum.add(address + start, FrameDescriptor.frameLength(base) - start);
        for (long rest = FrameDescriptor.next(base); rest != Packet.NONE; ) {
            long frame = memory.frameBase(Packet.address(rest));
            checksum.add(Packet.address(rest), FrameDescriptor.frameLength(frame));
            rest = FrameDescriptor.next(frame);
        }
        checksum.finish(address + start + field);
    }

    // ---- sending

    private void send(FrameCache frames) {
        if (count == 0) {
            return;
        }
        Arrays.fill(ofSocket, 0);
        for (int i = 0; i < count; i++) {
            ofSocket[socketOf[i] + 1]++;
        }
        for (int socket = 0; socket < SendSockets.MOST; socket++) {
            ofSocket[socket + 1] += ofSocket[socket];
        }
        for (int i = 0; i < count; i++) {
            write(ofSocket[socketOf[i]]++, contents[i], blocks[i]);
        }
        int from = 0;
        for (int socket = 0; socket < SendSockets.MOST; socket++) {
            int end = ofSocket[socket];
            if (end > from) {
                send(socket, from, end);
                from = end;
            }
        }
        for (int i = 0; i < count; i++) {
            frames.free(contents[i]);
        }
        count = 0;
    }

    private void write(int place, long packet, long block) {
        long first = vectors.address() + (long) place * VECTORS * MessageDescriptor.VECTOR;
        long vector = first;
        int parts = 0;
        for (long rest = packet; rest != Packet.NONE && parts < MOST_FRAMES; parts++) {
            long base = memory.frameBase(Packet.address(rest));
            vector += MessageDescriptor.VECTOR;
            MessageDescriptor.vector(vector, Packet.address(rest), FrameDescriptor.frameLength(base));
            rest = FrameDescriptor.next(base);
        }
        OrderBlocks.fill(block, messages.address() + (long) place * MessageDescriptor.LENGTH, first, 1 + parts);
    }

    private void send(int socket, int from, int end) {
        int fd = sockets.descriptor(socket);
        int next = from;
        while (next < end) {
            int sent = fd < 0
                    ? -1
                    : DatagramCalls.send(fd, messages.address() + (long) next * MessageDescriptor.LENGTH, end - next);
            if (sent > 0) {
                next += sent;
            } else {
                next++; // this one, not those behind it: they may have another destination
                refused++;
            }
        }
    }

    @Override
    public void close() {
        sockets.close();
        orders.close();
        segmenter.close();
        messages.close();
        vectors.close();
    }
}
