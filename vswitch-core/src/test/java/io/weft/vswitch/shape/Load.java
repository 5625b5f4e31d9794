package io.weft.vswitch.shape;

import java.util.Arrays;
import java.util.TreeMap;

/** A shaper on a clock of its own: sources that send whether or not there is room, and what came out of each. Packets say when they came and from whom. */
final class Load {
    private static final int SOURCE_BITS = 8;

    final Shaper shaper;
    final long[] sentBytes = new long[1 << SOURCE_BITS];
    final long[] sentPackets = new long[1 << SOURCE_BITS];
    final long[] lostPackets = new long[1 << SOURCE_BITS];
    final long[] offeredPackets = new long[1 << SOURCE_BITS];
    private final TreeMap<Long, Long> waits = new TreeMap<>();
    private final int watched;
    private long nowNs;

    /** @param watched the source whose packets' waits are noted; -1: none */
    Load(Shaper shaper, int watched) {
        this.shaper = shaper;
        this.watched = watched;
    }

    /** Who sends what: each packet of {@code bytes}, {@code bps} together, to {@code queue}, in {@code flows} flows. */
    record Source(int number, int queue, long bps, int bytes, int flows) {}

    /** Runs for a time, in rounds of {@code roundNs}. */
    void run(long forNs, long roundNs, Source... sources) {
        double[] due = new double[sources.length];
        long endNs = nowNs + forNs;
        while (nowNs < endNs) {
            nowNs += roundNs;
            shaper.begin(nowNs, this::lost);
            for (int i = 0; i < sources.length; i++) {
                Source source = sources[i];
                due[i] += (double) source.bps * roundNs / 8e9 / source.bytes;
                for (; due[i] >= 1; due[i]--) {
                    offer(source);
                }
            }
            if (nowNs >= shaper.dueNs()) {
                serve();
            }
        }
    }

    private void offer(Source source) {
        long count = offeredPackets[source.number]++;
        int hash = source.number * 37 + (int) (count % source.flows);
        shaper.add(nowNs << SOURCE_BITS | source.number, source.bytes, 1, hash, source.queue);
    }

    private void lost(long packet, Loss.Why why) {
        lostPackets[source(packet)]++;
    }

    private void serve() {
        for (long packet = shaper.next(); packet != 0; packet = shaper.next()) {
            int source = source(packet);
            sentBytes[source] += shaper.length();
            sentPackets[source]++;
            if (source == watched) {
                waits.merge(nowNs - (packet >>> SOURCE_BITS), 1L, Long::sum);
            }
        }
    }

    private static int source(long packet) {
        return (int) packet & (1 << SOURCE_BITS) - 1;
    }

    /** Forgets what came out so far. */
    void forget() {
        Arrays.fill(sentBytes, 0);
        waits.clear();
    }

    /** Bits a second of a source over a time. */
    double bps(int source, long overNs) {
        return sentBytes[source] * 8e9 / overNs;
    }

    /** How long the watched packets waited at most, but for one in a hundred. */
    long p99Ns() {
        long left = waits.values().stream().mapToLong(Long::longValue).sum() * 99 / 100;
        for (var entry : waits.entrySet()) {
            left -= entry.getValue();
            if (left <= 0) {
                return entry.getKey();
            }
        }
        return 0;
    }
}
