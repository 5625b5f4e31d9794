package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long packets are on their way, from the moment when they arrive at a port until the burst that they left with was handed to a device, at 70 % of what the switch
 * can do, while its flow table changes 100 times a second. Arrival is by the clock, so that a packet that waits for a polling thread that is away has waited.
 *
 * <pre>
 *   A  flood: its maximum | 70 % of it | |    | 70 % of it | ...            each of the faster switch's turns has a second part, at 70 % of
 *   B  flood: its maximum |            | 70 % |            | 70 %           the slower one's maximum
 * </pre>
 *
 * A window is seen in slices of 100 ms, each with its ten changes, and half a million packets or so. The figure of a round is that of its median slice: one pause of
 * the machine, of which there are several of milliseconds in each second here, is the whole tail of a window, and of one slice alone. The windows
 * as a whole are told beside it.
 *
 * <p>At the end of each round, while both are stopped, a loop that does nothing runs on the polling core: what it is kept from is the machine's, and in the figures of both.
 */
final class Transit {
    private static final int POLLING = 1; // as the switches are told
    private static final double SHARE = 0.7;
    private static final int FEWEST_SECONDS = 2;
    private static final double SLICE_SECONDS = 0.1;
    private static final double SETTLE_SECONDS = 0.5;
    private static final double DRAIN_SECONDS = 0.3;
    private static final double PERCENTILE = 99.99;
    private static final double MAXIMUM = 100;

    private final List<Restartable> peers;
    private final List<Paced> paced;
    private final WindowOptions windows;
    private final double[] most = new double[2];
    private final long[] keptWaitingNs = new long[2];

    Transit(List<Restartable> peers, List<Paced> paced, WindowOptions windows) {
        this.peers = peers;
        this.paced = paced;
        this.windows = windows;
    }

    /** The 99.99th percentiles in microseconds, of the median slice of each round, their ratio, and percentiles of all rounds as a whole. */
    record Outcome(Rounds first, Rounds second, Rounds ratio, Map<String, Object> more) {}

    /** All threads of this process stay off the polling core meanwhile. */
    Outcome run(List<Port> ports) {
        try {
            BitSet all = Processors.allowed();
            BitSet first = new BitSet();
            first.set(all.nextSetBit(0));
            Processors.confine(first);
            try {
                return measure(ports);
            } finally {
                Processors.confine(all);
            }
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
    }

    private Outcome measure(List<Port> ports) {
        Rounds[] tail = {new Rounds(), new Rounds()};
        Rounds ratio = new Rounds();
        Rounds worst = new Rounds();
        Delays[] all = {Delays.none(), Delays.none()};
        Delays same = Delays.none();
        Stillness still = Stillness.none();
        try {
            for (int i = 0; i < 2; i++) {
                peers.get(i).resume();
                paced.get(i).hold();
                ports.forEach(peers.get(i)::add);
                most[i] = flood(i, ports.size());
                peers.get(i).pause();
            }
            int faster = most[0] >= most[1] ? 0 : 1;
            for (int round = 0; round < windows.rounds(); round++) {
                double[] maximum = new double[2];
                for (int i = 0; i < 2; i++) {
                    peers.get(i).resume();
                    List<Delays> slices = window(i, SHARE * most[i]);
                    Delays own = Delays.sum(slices);
                    tail[i].add(typicalNs(slices) / 1e3);
                    maximum[i] = own.ns(MAXIMUM);
                    all[i] = all[i].and(own);
                    if (i == faster) {
                        same = same.and(Delays.sum(window(i, SHARE * most[1 - i])));
                    }
                    peers.get(i).pause();
                }
                ratio.add(tail[0].values().get(round) / tail[1].values().get(round));
                worst.add(maximum[0] / maximum[1]);
                still = still.and(Stillness.of(POLLING, Math.max(FEWEST_SECONDS, windows.seconds())));
            }
            Map<String, Object> more = more(all);
            more.put("ratioOfMax", worst);
            more.put("machineP999Us", still.waitNs(99.9) / 1e3);
            more.put("machineP9999Us", still.waitNs(PERCENTILE) / 1e3);
            more.put("machineMaxUs", still.waitNs(MAXIMUM) / 1e3);
            describe(more, (faster == 0 ? "weft" : "other") + "AtTheOthersPace", same);
            return new Outcome(tail[0], tail[1], ratio, more);
        } finally {
            for (int i = 0; i < 2; i++) {
                paced.get(i).hold();
                peers.get(i).resume();
                peers.get(i).disconnect();
            }
        }
    }

    /** Packets a second that go through each of the ports at most, with changes. */
    private double flood(int i, int ports) {
        try (Changer _ = new Changer(peers.get(i)).started()) {
            paced.get(i).flood();
            Pause.seconds(windows.warmUp());
            long sentBefore = paced.get(i).sent();
            long beganNs = System.nanoTime();
            Pause.seconds(windows.seconds());
            double perSecond = (paced.get(i).sent() - sentBefore) * 1e9 / (System.nanoTime() - beganNs);
            if (perSecond == 0) {
                throw new RefusedException(
                        peers.get(i).name()
                                + " sent nothing: its net_pcap takes packets from another function than this harness stands in for");
            }
            return perSecond / ports;
        } finally {
            paced.get(i).hold();
        }
    }

    /** The percentile in the median slice. */
    private static double typicalNs(List<Delays> slices) {
        Rounds rounds = new Rounds();
        slices.forEach(slice -> rounds.add(slice.ns(PERCENTILE)));
        return rounds.median();
    }

    private List<Delays> window(int i, double packetsPerSecond) {
        Paced pace = paced.get(i);
        pace.hold();
        Pause.seconds(DRAIN_SECONDS);
        long givenBefore = pace.given();
        long sentBefore = pace.sent();
        try (Changer _ = new Changer(peers.get(i)).started()) {
            pace.pace(packetsPerSecond);
            Pause.seconds(SETTLE_SECONDS);
            long waitedNs = PollingThread.keptWaitingNs(peers.get(i).process());
            List<Delays> slices = slices(pace);
            keptWaitingNs[i] += PollingThread.keptWaitingNs(peers.get(i).process()) - waitedNs;
            pace.hold();
            Pause.seconds(DRAIN_SECONDS);
            pace.requireDelivered(peers.get(i).name(), givenBefore, sentBefore);
            return slices;
        }
    }

    private List<Delays> slices(Paced pace) {
        List<Delays> slices = new ArrayList<>();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(FEWEST_SECONDS, windows.seconds()));
        Delays before = pace.delays();
        while (System.nanoTime() - endNs < 0) {
            Pause.seconds(SLICE_SECONDS);
            Delays now = pace.delays();
            slices.add(now.since(before));
            before = now;
        }
        return slices;
    }

    private Map<String, Object> more(Delays[] all) {
        Map<String, Object> more = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            String prefix = i == 0 ? "weft" : "other";
            more.put(prefix + "MostMppsOfAPort", most[i] / 1e6);
            more.put(prefix + "PollingKeptWaitingMs", keptWaitingNs[i] / 1e6);
            describe(more, prefix, all[i]);
        }
        return more;
    }

    private static void describe(Map<String, Object> more, String prefix, Delays delays) {
        more.put(prefix + "P50Us", delays.ns(50) / 1e3);
        more.put(prefix + "P99Us", delays.ns(99) / 1e3);
        more.put(prefix + "P999Us", delays.ns(99.9) / 1e3);
        more.put(prefix + "P9999Us", delays.ns(PERCENTILE) / 1e3);
        more.put(prefix + "MaxUs", delays.ns(MAXIMUM) / 1e3);
        more.put(prefix + "Packets", delays.count());
    }
}
