package io.weft.vswitch.datapath;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.Upcall;

/**
 * Packets on their way to the controller: from every PMD, through one bounded ring, to the fan-out thread. Events own a byte array that
 * grows to the largest packet seen and is then reused.
 *
 * <p>Thread-safety: any PMD offers. When the ring is full the packet is not taken.
 */
public final class PacketInRing {
    /** A slot of the ring. */
    public static final class Event {
        private static final int FIRST_BYTES = 256;

        public int datapathPort;
        public Upcall upcall;
        public int totalLength;
        public int length;
        public byte[] frame = new byte[FIRST_BYTES];
    }

    private final RingBuffer<Event> ring;

    /** @param capacity a power of two */
    public PacketInRing(int capacity) {
        ring = RingBuffer.createMultiProducer(Event::new, capacity);
    }

    public RingBuffer<Event> ring() {
        return ring;
    }

    /** Copies as many bytes of a packet as {@code upcall} asks for into the ring; false when it is full or nobody listens. */
    boolean offer(PacketMemory memory, long packet, int datapathPort, Upcall upcall) {
        long sequence;
        try {
            sequence = ring.tryNext();
        } catch (InsufficientCapacityException full) {
            return false; // a preallocated exception: the ring says "full" this way
        }
        Event event = ring.get(sequence);
        event.datapathPort = datapathPort;
        event.upcall = upcall;
        event.totalLength = memory.length(packet);
        event.length = Math.min(event.totalLength, upcall.maxLength());
        if (event.frame.length < event.length) {
            event.frame = new byte[event.length];
        }
        copy(memory, packet, event.frame, event.length);
        ring.publish(sequence);
        return true;
    }

    /** Copies the first {@code length} bytes of a packet, wherever they lie. */
    static void copy(PacketMemory memory, long packet, byte[] to, int length) {
        int done = 0;
        long rest = packet;
        while (rest != Packet.NONE && done < length) {
            long base = memory.frameBase(Packet.address(rest));
            boolean extended = Packet.isExtended(rest);
            int bytes = extended ? FrameDescriptor.frameLength(base) : Packet.linearLength(rest);
            bytes = Math.min(bytes, length - done);
            Memory.copyTo(Packet.address(rest), to, done, bytes);
            done += bytes;
            rest = extended ? FrameDescriptor.next(base) : Packet.NONE;
        }
    }
}
