package io.weft.perf.peers;

import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a switch takes from the start of its process until it forwards nine tenths of what it forwards later. It has its bridges and ports from before; its flows come back when
 * it answers, as from a controller.
 */
final class Restart {
    private static final double OBSERVED_SECONDS = 12;
    private static final double SAMPLE_SECONDS = 0.1;
    private static final double SETTLED_SECONDS = 3;
    private static final double ENOUGH = 0.9;

    private final List<Restartable> peers;
    private final WindowOptions windows;

    Restart(List<Restartable> peers, WindowOptions windows) {
        this.peers = peers;
        this.windows = windows;
    }

    /** Seconds of both, their ratio, and the speeds before and after in millions of packets a second. */
    record Outcome(Rounds first, Rounds second, Rounds ratio, Map<String, Object> more) {}

    /** A rate, and when it was reached. */
    record Sample(double seconds, double mpps) {}

    Outcome run(List<Port> ports, Path flows) {
        Rounds[] seconds = {new Rounds(), new Rounds()};
        Rounds ratio = new Rounds();
        Map<String, Object> more = new LinkedHashMap<>();
        for (int round = 0; round < windows.rounds(); round++) {
            for (int i = 0; i < 2; i++) {
                Restartable peer = peers.get(i);
                peer.resume();
                ports.forEach(peer::add);
                Pause.seconds(windows.warmUp());
                Counts before = peer.counts();
                Pause.seconds(windows.seconds());
                double speed = peer.counts().sentMppsSince(before);
                String prefix = i == 0 ? "weft" : "other";
                List<Sample> samples = observe(peer, flows, prefix, more);
                seconds[i].add(secondsUntilFull(samples));
                more.put(prefix + "BeforeMpps", speed);
                more.put(prefix + "AfterMpps", settled(samples));
                peer.disconnect();
                peer.pause();
            }
            ratio.add(seconds[0].values().get(round) / seconds[1].values().get(round));
        }
        return new Outcome(seconds[0], seconds[1], ratio, more);
    }

    private static List<Sample> observe(Restartable peer, Path flows, String prefix, Map<String, Object> more) {
        peer.end();
        long startNs = System.nanoTime();
        peer.launch();
        more.put(prefix + "AnswersAfterSeconds", (System.nanoTime() - startNs) / 1e9);
        peer.flows(flows);
        more.put(prefix + "HasFlowsAfterSeconds", (System.nanoTime() - startNs) / 1e9);
        List<Sample> samples = new ArrayList<>();
        Counts before = peer.counts();
        while (before.atNs() - startNs < OBSERVED_SECONDS * 1e9) {
            Pause.seconds(SAMPLE_SECONDS);
            Counts now = peer.counts();
            samples.add(new Sample((now.atNs() - startNs) / 1e9, now.sentMppsSince(before)));
            before = now;
        }
        samples.stream()
                .filter(sample -> sample.mpps() > 0)
                .findFirst()
                .ifPresent(sample -> more.put(prefix + "ForwardsAfterSeconds", sample.seconds()));
        return samples;
    }

    /** The median rate of the last seconds. */
    static double settled(List<Sample> samples) {
        double last = samples.getLast().seconds();
        Rounds rates = new Rounds();
        samples.stream()
                .filter(sample -> sample.seconds() > last - SETTLED_SECONDS)
                .forEach(sample -> rates.add(sample.mpps()));
        return rates.median();
    }

    /** When the rate was first nine tenths of what it settles at. */
    static double secondsUntilFull(List<Sample> samples) {
        double enough = ENOUGH * settled(samples);
        return samples.stream()
                .filter(sample -> sample.mpps() >= enough)
                .findFirst()
                .orElseThrow()
                .seconds();
    }
}
