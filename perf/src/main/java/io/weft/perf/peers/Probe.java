package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long a packet takes through a switch whose core is full and whose flow table changes 100 times a second: one frame at a time, 2,000 a second, from a TAP
 * device through port 3 and port 4 to another one. The clock is the same for both switches, and so are the kernel's devices, which are part of every figure; what
 * differs is how long the polling thread is away. Ports with endless traffic cannot be paced, so the load is 100 %, not 70 %: every burst is full.
 */
final class Probe {
    static final int IN = 3;
    static final int OUT = 4;

    private static final int WINDOW_SECONDS = 8;
    private static final int CHANGES_PER_SECOND = 100;
    private static final long INTERVAL_NS = 500_000;
    private static final long LOST_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int FRAME = 60;
    private static final int SERIAL_AT = 42;
    private static final double PERCENTILE = 99.99;

    private final List<Restartable> peers;
    private final List<Place> places;
    private final WindowOptions windows;

    Probe(List<Restartable> peers, List<Place> places, WindowOptions windows) {
        this.peers = peers;
        this.places = places;
        this.windows = windows;
    }

    /** The 99.99th percentiles in microseconds, by round, their ratio, and other percentiles of all rounds. */
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
        Rounds[] worst = {new Rounds(), new Rounds()};
        Rounds ratio = new Rounds();
        Histogram[] all = {histogram(), histogram()};
        Device[] devices = new Device[2];
        try {
            for (int i = 0; i < 2; i++) {
                devices[i] = Device.make(places.get(i));
                peers.get(i).resume();
                ports.forEach(peers.get(i)::add);
                peers.get(i).add(Port.device(IN, Device.IN_NAME));
                peers.get(i).add(Port.device(OUT, Device.OUT_NAME));
                Pause.seconds(windows.warmUp());
                window(peers.get(i), devices[i], 1);
                peers.get(i).pause();
            }
            for (int round = 0; round < windows.rounds(); round++) {
                for (int i = 0; i < 2; i++) {
                    peers.get(i).resume();
                    Histogram window = window(peers.get(i), devices[i], WINDOW_SECONDS);
                    peers.get(i).pause();
                    all[i].add(window);
                    worst[i].add(window.getValueAtPercentile(PERCENTILE) / 1e3);
                }
                ratio.add(worst[0].values().get(round) / worst[1].values().get(round));
            }
        } finally {
            for (int i = 0; i < 2; i++) {
                peers.get(i).resume();
                peers.get(i).disconnect();
                if (devices[i] != null) {
                    devices[i].close();
                }
            }
        }
        return new Outcome(worst[0], worst[1], ratio, more(all));
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    }

    private static Map<String, Object> more(Histogram[] all) {
        Map<String, Object> more = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            String prefix = i == 0 ? "weft" : "other";
            more.put(prefix + "P50Us", all[i].getValueAtPercentile(50) / 1e3);
            more.put(prefix + "P99Us", all[i].getValueAtPercentile(99) / 1e3);
            more.put(prefix + "P9999Us", all[i].getValueAtPercentile(PERCENTILE) / 1e3);
            more.put(prefix + "MaxUs", all[i].getMaxValue() / 1e3);
            more.put(prefix + "Probes", all[i].getTotalCount());
        }
        return more;
    }

    private static Histogram window(Restartable peer, Device device, int seconds) {
        Changer changer = new Changer(peer);
        changer.start();
        try {
            Histogram[] histogram = new Histogram[1];
            Thread prober = new Thread(() -> histogram[0] = probe(device, seconds), "probe");
            prober.start();
            join(prober);
            return histogram[0];
        } finally {
            changer.end();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    /** Alone in priority on the core that the switch does not poll on. */
    private static Histogram probe(Device device, int seconds) {
        try {
            Processors.pin(0);
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
        Histogram histogram = histogram();
        byte[] frame = Traffic.frame(
                new Traffic.End(0x0200_0000_0301L, 0xC0A9_0001, 7),
                new Traffic.End(0x0200_0000_0302L, 0xC0A9_0002, 7),
                FRAME);
        byte[] answer = new byte[FRAME];
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int serial = 1; System.nanoTime() - endNs < 0; serial++) {
            frame[SERIAL_AT] = (byte) serial;
            frame[SERIAL_AT + 1] = (byte) (serial >>> 8);
            long startNs = System.nanoTime();
            device.in.send(frame);
            long tookNs = 0;
            while (tookNs < LOST_NS && !(device.out.receive(answer) == FRAME && isSame(frame, answer))) {
                tookNs = System.nanoTime() - startNs;
            }
            tookNs = System.nanoTime() - startNs;
            histogram.recordValueWithExpectedInterval(
                    tookNs, INTERVAL_NS); // those that would have been sent waited as well
            LockSupport.parkNanos(INTERVAL_NS - Math.min(tookNs, INTERVAL_NS));
        }
        return histogram;
    }

    private static boolean isSame(byte[] frame, byte[] answer) {
        return frame[SERIAL_AT] == answer[SERIAL_AT] && frame[SERIAL_AT + 1] == answer[SERIAL_AT + 1];
    }

    /** Both TAP devices of a switch. */
    private record Device(Tap in, Tap out) implements AutoCloseable {
        private static final String IN_NAME = "probe0";
        private static final String OUT_NAME = "probe1";

        static Device make(Place place) {
            return new Device(Tap.make(place, IN_NAME), Tap.make(place, OUT_NAME));
        }

        @Override
        public void close() {
            in.close();
            out.close();
        }
    }

    /** Changes the flow table a hundred times a second until it is told to end. */
    private static final class Changer {
        private final Restartable peer;
        private final Thread thread = new Thread(this::run, "changes");
        private volatile boolean ends;
        private volatile RuntimeException refused;

        Changer(Restartable peer) {
            this.peer = peer;
        }

        void start() {
            thread.start();
        }

        void end() {
            ends = true;
            join(thread);
            if (refused != null) {
                throw new RefusedException("changes: " + refused.getMessage(), refused);
            }
        }

        private void run() {
            try (FlowChanges changes = peer.changes()) {
                long startNs = System.nanoTime();
                for (int i = 0; !ends; i++) {
                    changes.change(i / 2, i % 2 == 0);
                    long dueNs = startNs + TimeUnit.SECONDS.toNanos(i + 1) / CHANGES_PER_SECOND;
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
            } catch (RuntimeException e) {
                refused = e;
            }
        }
    }
}
