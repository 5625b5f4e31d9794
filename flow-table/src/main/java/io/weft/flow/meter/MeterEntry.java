package io.weft.flow.meter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A meter in force: a token bucket for each band, shared by all who send through it.
 *
 * <pre>
 *   tokens   1 packet = 10^9      1 kilobit = 10^9        so that (nanoseconds) x (rate) are tokens, whatever the unit
 *            0 ........................ burst x 10^9
 *   one group of packets:  lastNs --CAS--> now: the winner has the time since then to give out
 *                          bucket --CAS--> min(bucket + time x rate, burst) - what the packets cost, in their order
 * </pre>
 *
 * A packet that finds too few tokens takes none and exceeds the band; those behind it may be smaller and pass. Of several bands that a packet
 * exceeds, the one of the highest rate applies (OpenFlow 1.5.1 section 5.11.1). Buckets begin full.
 *
 * <p>Thread-safety: any number of threads; one compare-and-set for the time and one for each band and group of packets, no lock. Two threads that
 * meet may find the tokens of the last instant not given out yet: no token is ever given twice. Allocation: none.
 */
public final class MeterEntry {
    /** In {@link #run}: the packet exceeds no band. */
    public static final int PASSES = -1;

    private static final long SCALE = 1_000_000_000L;
    private static final long BITS_A_BYTE = 8;
    private static final long TOKENS_A_BIT = SCALE / 1000;

    private final Meter meter;
    private final int number;
    private final long createdNs;
    private final long fillNs;
    private final boolean countsPackets;
    private final long[] rates;
    private final long[] bursts;
    private final AtomicLong lastNs;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLongArray buckets;
    private final AtomicLongArray bandPackets;
    private final AtomicLongArray bandBytes;

    /**
     * @param number by which the datapath knows the meter, 0 or more
     * @param createdNs the switch's clock when the meter was added
     * @param nowNs the switch's clock; the buckets are full then
     */
    public MeterEntry(Meter meter, int number, long createdNs, long nowNs) {
        this.meter = meter;
        this.number = number;
        this.createdNs = createdNs;
        int count = meter.bands().size();
        rates = new long[count];
        bursts = new long[count];
        buckets = new AtomicLongArray(count);
        bandPackets = new AtomicLongArray(count);
        bandBytes = new AtomicLongArray(count);
        long longest = 0;
        for (int i = 0; i < count; i++) {
            MeterBand band = meter.bands().get(i);
            rates[i] = band.rate();
            bursts[i] = band.burst() * SCALE;
            buckets.set(i, bursts[i]);
            longest = Math.max(longest, bursts[i] / rates[i] + 1);
        }
        fillNs = longest;
        countsPackets = meter.unit() == Meter.Unit.PKTPS;
        lastNs = new AtomicLong(nowNs);
    }

    public Meter meter() {
        return meter;
    }

    public long id() {
        return meter.id();
    }

    /** By which programs of the datapath name it, unique among the meters of the switch. */
    public int number() {
        return number;
    }

    public long createdNs() {
        return createdNs;
    }

    /** Packets that came. */
    public long packets() {
        return packets.get();
    }

    /** Bytes that came. */
    public long bytes() {
        return bytes.get();
    }

    /** Packets to which a band was applied. */
    public long bandPackets(int band) {
        return bandPackets.get(band);
    }

    /** Bytes to which a band was applied. */
    public long bandBytes(int band) {
        return bandBytes.get(band);
    }

    /**
     * Lets packets through that arrive together.
     *
     * @param lengths bytes of each, with the Ethernet header
     * @param count how many
     * @param nowNs the switch's clock
     * @param bands overwritten: for each packet the band that it exceeds, or {@link #PASSES}
     * @return whether some packet exceeds a band
     */
    public boolean run(int[] lengths, int count, long nowNs, int[] bands) {
        long elapsedNs = elapsed(nowNs);
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
            bands[i] = PASSES;
        }
        packets.addAndGet(count);
        bytes.addAndGet(total);
        long cost = countsPackets ? count * SCALE : total * BITS_A_BYTE * TOKENS_A_BIT;
        boolean exceeded = false;
        for (int band = 0; band < rates.length; band++) {
            exceeded |= !take(band, elapsedNs, cost) && takeEach(band, elapsedNs, lengths, count, bands);
        }
        if (exceeded) {
            countBands(lengths, count, bands);
        }
        return exceeded;
    }

    /** The time since the last call of anybody, for this call to give out; never more than what fills every bucket. */
    private long elapsed(long nowNs) {
        long last = lastNs.get();
        while (nowNs - last > 0) {
            if (lastNs.compareAndSet(last, nowNs)) {
                return Math.min(nowNs - last, fillNs);
            }
            last = lastNs.get();
        }
        return 0;
    }

    private long filled(int band, long bucket, long elapsedNs) {
        long room = bursts[band] - bucket;
        return elapsedNs > room / rates[band] ? bursts[band] : bucket + elapsedNs * rates[band];
    }

    /** Takes the cost of all packets at once; false, and nothing was done, when there are too few tokens. */
    private boolean take(int band, long elapsedNs, long cost) {
        while (true) {
            long bucket = buckets.get(band);
            long filled = filled(band, bucket, elapsedNs);
            if (filled < cost) {
                return false;
            }
            if (buckets.compareAndSet(band, bucket, filled - cost)) {
                return true;
            }
        }
    }

    /** Takes the cost of each packet that finds enough; notes those that do not. Returns whether there are any. */
    private boolean takeEach(int band, long elapsedNs, int[] lengths, int count, int[] bands) {
        long bucket;
        long left;
        do {
            bucket = buckets.get(band);
            left = filled(band, bucket, elapsedNs);
            for (int i = 0; i < count; i++) {
                long cost = cost(lengths[i]);
                left -= cost <= left ? cost : 0;
            }
        } while (!buckets.compareAndSet(band, bucket, left));
        left = filled(band, bucket, elapsedNs);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            long cost = cost(lengths[i]);
            if (cost <= left) {
                left -= cost;
            } else {
                any = true;
                bands[i] = bands[i] == PASSES || rates[band] > rates[bands[i]] ? band : bands[i];
            }
        }
        return any;
    }

    private long cost(int length) {
        return countsPackets ? SCALE : length * BITS_A_BYTE * TOKENS_A_BIT;
    }

    private void countBands(int[] lengths, int count, int[] bands) {
        for (int i = 0; i < count; i++) {
            if (bands[i] != PASSES) {
                bandPackets.addAndGet(bands[i], 1);
                bandBytes.addAndGet(bands[i], lengths[i]);
            }
        }
    }
}
