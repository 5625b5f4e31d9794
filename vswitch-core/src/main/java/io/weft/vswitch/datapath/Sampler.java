package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.SampleOrder;

/** Draws for each packet of a SAMPLE instruction whether it is a sample. One PMD's own; the same seed and traffic give the same samples. */
final class Sampler {
    /** A probability is out of this. */
    private static final long WHOLE = 65_535;

    /** The step of the sequence; what PMDs begin with lies as far apart. */
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final PacketRing<SampleOrder> ring;
    private final PacketMemory memory;
    private final PmdCounters counters;
    private long state;

    Sampler(long seed, PacketRing<SampleOrder> ring, PacketMemory memory, PmdCounters counters) {
        this.ring = ring;
        this.memory = memory;
        this.counters = counters;
        state = seed;
    }

    /** Perhaps takes a sample of the packet. */
    void pass(SampleOrder order, long packet, int datapathPort) {
        long drawn = (next() >>> 32) * WHOLE >>> 32;
        if (drawn < order.action().probability()
                && !ring.offer(memory, packet, datapathPort, order, SampleOrder.MAX_BYTES)) {
            counters.sampleLost();
        }
    }

    /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private long next() {
        state += GOLDEN;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
