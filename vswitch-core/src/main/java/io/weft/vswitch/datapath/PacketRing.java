package io.weft.vswitch.datapath;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Packets on their way out of the datapath to people's programs, for the controller or as samples: from every PMD, through one bounded ring,
 * to a fan-out thread. Events own a byte array that grows to the largest packet seen and is then reused. Each kind has a ring of its own, so
 * that samples never take the place of packets for the controller.
 *
 * <p>Thread-safety: any PMD offers. When the ring is full the packet is not taken.
 *
 * @param <T> what goes with a packet: why it was taken
 */
public final class PacketRing<T> {
    /** A slot of the ring. */
    public static final class Event<T> {
        private static final int FIRST_BYTES = 256;

        public int datapathPort;
        public T why;
        public int totalLength;
        public int length;

        /** The sending device is to complete the transport checksum, which is that of the pseudo header alone. */
        public boolean isChecksumPartial;

        public byte[] frame = new byte[FIRST_BYTES];
    }

    private final RingBuffer<Event<T>> ring;
    private volatile Runnable wake = () -> {};

    /** @param capacity a power of two */
    public PacketRing(int capacity) {
        ring = RingBuffer.createMultiProducer(Event::new, capacity);
    }

    public RingBuffer<Event<T>> ring() {
        return ring;
    }

    /** What ends a long rest of the fan-out; run after each packet. */
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /** Copies at most {@code maxLength} bytes of a packet into the ring; false when it is full. */
    boolean offer(PacketMemory memory, long packet, int datapathPort, T why, int maxLength) {
        long sequence;
        try {
            sequence = ring.tryNext();
        } catch (InsufficientCapacityException full) {
            return false; // a preallocated exception: the ring says "full" this way
        }
        Event<T> event = ring.get(sequence);
        event.datapathPort = datapathPort;
        event.why = why;
        event.totalLength = memory.length(packet);
        event.length = Math.min(event.totalLength, maxLength);
        event.isChecksumPartial = Packet.isExtended(packet)
                && FrameDescriptor.isPartialChecksum(memory.frameBase(Packet.address(packet)));
        if (event.frame.length < event.length) {
            event.frame = new byte[event.length];
        }
        copy(memory, packet, event.frame, event.length);
        ring.publish(sequence);
        wake.run();
        return true;
    }

    /** Copies the first {@code length} bytes of a packet, wherever they lie. */
    private static void copy(PacketMemory memory, long packet, byte[] to, int length) {
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
