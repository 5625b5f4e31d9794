package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two switches in turn: both have their ports and are warm, one runs while the other is stopped by a signal.
 *
 * <pre>
 *   A  warm up ####|      |==|      |==|              ==  a window: counts before and after
 *   B              ####|      |==|      |==|          a ratio is of two neighbouring windows
 * </pre>
 */
final class Turns {
    private static final double SETTLE_SECONDS = 0.3;
    private static final double SAME_SHARE = 0.01;

    private final List<Peer> peers;
    private final WindowOptions windows;

    /** @param peers two, which run */
    Turns(List<Peer> peers, WindowOptions windows) {
        this.peers = peers;
        this.windows = windows;
    }

    /**
     * Packets a second of both, in millions, and their ratio.
     *
     * @param missShares of the packets received since the ports came, what no cache knew
     * @param unstopped packets a second at the end of the warm-up, before either was stopped for the first time: a switch that measures its own times,
     *     as Open vSwitch does to limit its flows, may suffer from that
     */
    record Outcome(Rounds first, Rounds second, Rounds ratio, List<Double> missShares, List<Double> unstopped) {}

    /**
     * Connects {@code ports} of endless traffic to both and measures what all ports send.
     *
     * @throws RefusedException when the shares of packets that both send differ by more than 1 %
     */
    Outcome throughput(List<Port> ports) {
        return throughput(ports, Long.MAX_VALUE);
    }

    /**
     * The same with traffic that ends.
     *
     * @param most packets that a port receives
     * @throws RefusedException when a port has received all of them
     */
    Outcome throughput(List<Port> ports, long most) {
        Rounds[] rates = {new Rounds(), new Rounds()};
        double[] received = new double[2];
        double[] sent = new double[2];
        List<Double> missShares = new ArrayList<>();
        List<Double> unstopped = new ArrayList<>();
        long[] missesBefore = new long[2];
        Rounds ratio = new Rounds();
        try {
            for (int i = 0; i < 2; i++) {
                Peer peer = peers.get(i);
                peer.resume();
                missesBefore[i] = peer.misses();
                ports.forEach(peer::add);
                Pause.seconds(windows.warmUp());
                Counts warm = peer.counts();
                Pause.seconds(windows.seconds());
                unstopped.add(peer.counts().sentMppsSince(warm));
                peer.pause();
            }
            for (int round = 0; round < windows.rounds(); round++) {
                List<Double> pair = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Counts[] window = window(peers.get(i));
                    pair.add(window[1].sentMppsSince(window[0]));
                    rates[i].add(pair.getLast());
                    requireMore(peers.get(i), window[1], most);
                    received[i] += window[1].allReceived() - window[0].allReceived();
                    sent[i] += window[1].allSent() - window[0].allSent();
                }
                ratio.add(pair.get(0) / pair.get(1));
            }
            for (int i = 0; i < 2; i++) {
                Peer peer = peers.get(i);
                peer.resume(); // a packet thread without ports takes its counters with it
                missShares.add((peer.misses() - missesBefore[i])
                        / (double) peer.counts().allReceived());
                peer.pause();
            }
        } finally {
            for (Peer peer : peers) {
                peer.resume();
                peer.disconnect();
            }
        }
        requireSameShare(sent[0] / received[0], sent[1] / received[1]);
        return new Outcome(rates[0], rates[1], ratio, missShares, unstopped);
    }

    private static void requireMore(Peer peer, Counts counts, long most) {
        if (counts.received().values().stream().anyMatch(count -> count >= most)) {
            throw new RefusedException(
                    peer.name() + " has had all " + most + " packets of a port: fewer or shorter rounds");
        }
    }

    /** Counts before and after a window in which {@code peer} alone runs. */
    private Counts[] window(Peer peer) {
        peer.resume();
        Pause.seconds(SETTLE_SECONDS);
        Counts before = peer.counts();
        Pause.seconds(windows.seconds());
        Counts after = peer.counts();
        peer.pause();
        return new Counts[] {before, after};
    }

    private void requireSameShare(double first, double second) {
        if (!(Math.abs(first - second) <= SAME_SHARE)) {
            throw new RefusedException(String.format(
                    Locale.ROOT,
                    "no ratio: of the packets received, %s sent %.2f %% and %s %.2f %%",
                    peers.get(0).name(),
                    100 * first,
                    peers.get(1).name(),
                    100 * second));
        }
    }
}
