package io.weft.vswitch.datapath;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.SampleOrder;

/**
 * Sampled packets on their way to those who collect them: from every PMD, through one bounded ring, to the fan-out thread. Apart from {@link
 * PacketInRing}, so that samples never take the place of packets for the controller.
 *
 * <p>Thread-safety: any PMD offers. When the ring is full the sample is lost, which the PMD counts.
 */
public final class SampleRing {
    /** Bytes of a packet that a sample shows at most, as sFlow has it by default. */
    public static final int MAX_BYTES = 128;

    /** A slot of the ring. */
    public static final class Event {
        public int datapathPort;
        public SampleOrder order;
        public int totalLength;
        public int length;
        public final byte[] frame = new byte[MAX_BYTES];
    }

    private final RingBuffer<Event> ring;
    private final long seed;

    /**
     * @param capacity a power of two
     * @param seed what PMDs draw by, each in its own sequence
     */
    public SampleRing(int capacity, long seed) {
        ring = RingBuffer.createMultiProducer(Event::new, capacity);
        this.seed = seed;
    }

    public RingBuffer<Event> ring() {
        return ring;
    }

    long seed() {
        return seed;
    }

    /** Copies the first bytes of a packet into the ring; false when it is full. */
    boolean offer(PacketMemory memory, long packet, int datapathPort, SampleOrder order) {
        long sequence;
        try {
            sequence = ring.tryNext();
        } catch (InsufficientCapacityException full) {
            return false; // a preallocated exception: the ring says "full" this way
        }
        Event event = ring.get(sequence);
        event.datapathPort = datapathPort;
        event.order = order;
        event.totalLength = memory.length(packet);
        event.length = Math.min(event.totalLength, MAX_BYTES);
        PacketInRing.copy(memory, packet, event.frame, event.length);
        ring.publish(sequence);
        return true;
    }
}
