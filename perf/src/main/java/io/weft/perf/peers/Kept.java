package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two switches keep of good traffic at full speed while something disturbs them. Each turn begins with ports just added: caches that know nothing. */
final class Kept {
    private static final double WARM_SECONDS = 2;

    private final List<Peer> peers;
    private final List<Place> places;
    private final Disturbance disturbance;
    private final WindowOptions windows;

    Kept(List<Peer> peers, List<Place> places, Disturbance disturbance, WindowOptions windows) {
        this.peers = peers;
        this.places = places;
        this.disturbance = disturbance;
        this.windows = windows;
    }

    /** Percent of the good traffic that each keeps, their ratio, and what lies behind. */
    record Outcome(Rounds first, Rounds second, Rounds ratio, Map<String, Object> more) {}

    /**
     * What a turn was like: packets a second in millions, of the good traffic and of what disturbs, and how many of those went through the flow tables.
     */
    private record Turn(double alone, double disturbed, double disturbing, double missing) {}

    /** @throws RefusedException when nothing disturbed a switch, or only for a part of the time */
    Outcome run(List<Port> good) {
        Rounds[] kept = {new Rounds(), new Rounds()};
        Rounds ratio = new Rounds();
        Map<String, Object> more = new LinkedHashMap<>();
        for (int round = 0; round < windows.rounds(); round++) {
            for (int i = 0; i < 2; i++) {
                Peer peer = peers.get(i);
                Turn turn = turn(peer, places.get(i), good);
                kept[i].add(100 * turn.disturbed / turn.alone);
                String prefix = i == 0 ? "weft" : "other";
                more.put(prefix + "AloneMpps", turn.alone);
                more.put(prefix + "DisturbedMpps", turn.disturbed);
                more.put(prefix + "DisturbingPps", 1e6 * turn.disturbing);
                more.put(prefix + "MissesPerSecond", 1e6 * turn.missing);
            }
            ratio.add(kept[0].values().get(round) / kept[1].values().get(round));
        }
        return new Outcome(kept[0], kept[1], ratio, more);
    }

    private Turn turn(Peer peer, Place place, List<Port> good) {
        peer.resume();
        try (disturbance) {
            good.forEach(peer::add);
            disturbance.connect(peer, place);
            Pause.seconds(Math.max(WARM_SECONDS, windows.warmUp()));
            Counts[] alone = window(peer);
            disturbance.begin(peer);
            Pause.seconds(disturbance.seconds());
            long missesBefore = peer.misses();
            Counts[] disturbed = window(peer);
            double missing = (peer.misses() - missesBefore) * 1e3 / (disturbed[1].atNs() - disturbed[0].atNs());
            double disturbing = disturbed[1].receivedMppsSince(disturbed[0], Disturbance.PORT);
            if (disturbing <= 0) {
                throw new RefusedException(peer.name() + " received nothing that disturbs it");
            }
            if (disturbed[1].received().getOrDefault(Disturbance.PORT, 0L) >= disturbance.packets()) {
                throw new RefusedException(peer.name() + " has had all " + disturbance.packets()
                        + " packets that disturb it before the end: shorter turns (--seconds)");
            }
            return new Turn(goodMpps(alone), goodMpps(disturbed), disturbing, missing);
        } finally {
            peer.disconnect();
            peer.pause();
        }
    }

    private static double goodMpps(Counts[] window) {
        return window[1].sentMppsSince(window[0]); // what disturbs is dropped
    }

    private Counts[] window(Peer peer) {
        Counts before = peer.counts();
        Pause.seconds(windows.seconds());
        return new Counts[] {before, peer.counts()};
    }
}
