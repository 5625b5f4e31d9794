package io.weft.perf.peers;

import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A tenant makes the switch remember masks. Its access list ({@link FlowTables#tenant}) lets one source, one source port and one service through. A packet that first
 * differs in bit <i>i</i> of the source, <i>j</i> of the source port and <i>k</i> of the service needs a megaflow over just so many bits of each: 32 x 16 x 16
 * masks. Bits behind those are random, so that no packet is like one before. A switch that looks a packet up mask by mask then spends its time on
 * the tenant's thousand packets a second, each of which passes all masks; what it keeps is the rate of two other ports at full speed.
 */
final class Attack {
    static final int PACKETS_PER_SECOND = 1000;
    static final int MASKS = 32 * 16 * 16;

    private static final int SECONDS = 10;
    private static final int VARIANTS = 6;
    private static final int TENANT_PORT = 3;
    private static final double WARM_SECONDS = 3;

    private final List<Peer> peers;
    private final WindowOptions windows;

    /** @param peers two, which run, and the place of each */
    Attack(List<Peer> peers, WindowOptions windows) {
        this.peers = peers;
        this.windows = windows;
    }

    /** Percent of the good traffic that each keeps, their ratio, and what lies behind. */
    record Outcome(Rounds first, Rounds second, Rounds ratio, Map<String, Object> more) {}

    /** One packet for each combination of bits, in a random order; then the same with other random bits. */
    static List<byte[]> packets(Random random) {
        List<byte[]> all = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            List<byte[]> packets = new ArrayList<>();
            for (int source = 1; source <= 32; source++) {
                for (int sourcePort = 1; sourcePort <= 16; sourcePort++) {
                    for (int service = 1; service <= 16; service++) {
                        packets.add(Traffic.frame(
                                new Traffic.End(
                                        0x0200_0000_0301L,
                                        differs(FlowTables.TENANT_ADDRESS, 32, source, random),
                                        differs(FlowTables.TENANT_SOURCE_PORT, 16, sourcePort, random)),
                                new Traffic.End(
                                        0x0200_0001_0000L,
                                        0x0A00_0000,
                                        differs(FlowTables.TENANT_SERVICE, 16, service, random)),
                                60));
                    }
                }
            }
            Collections.shuffle(packets, random);
            all.addAll(packets);
        }
        return all;
    }

    /** A number that has the first {@code bit - 1} bits of {@code value}, not the next, and others behind. */
    static int differs(int value, int length, int bit, Random random) {
        int behind = length - bit;
        int kept = behind == 31 ? 0 : value >>> behind + 1 << behind + 1;
        int flipped = ~value & 1 << behind;
        int tail = behind == 0 ? 0 : random.nextInt() >>> 32 - behind;
        return kept | flipped | tail;
    }

    /** Measures in turn; each turn begins with caches that know nothing. */
    Outcome run(List<Port> good, List<Place> places) {
        List<byte[]> packets = packets(new Random(3));
        Rounds[] kept = {new Rounds(), new Rounds()};
        Rounds ratio = new Rounds();
        Map<String, Object> more = new LinkedHashMap<>();
        for (int round = 0; round < windows.rounds(); round++) {
            for (int i = 0; i < 2; i++) {
                Peer peer = peers.get(i);
                double[] turn = turn(peer, good, places.get(i), packets);
                kept[i].add(100 * turn[1] / turn[0]);
                more.put(peer.name() + "AloneMpps", turn[0]);
                more.put(peer.name() + "AttackedMpps", turn[1]);
                more.put(peer.name() + "AttackPps", turn[2]);
            }
            ratio.add(kept[0].values().get(round) / kept[1].values().get(round));
        }
        return new Outcome(kept[0], kept[1], ratio, more);
    }

    /** Mpps without the attack and with it, and packets a second of the attack that the switch received. */
    private double[] turn(Peer peer, List<Port> good, Place place, List<byte[]> packets) {
        peer.resume();
        try (TapSender sender = TapSender.make(place)) {
            good.forEach(peer::add);
            peer.add(Port.device(TENANT_PORT, TapSender.DEVICE));
            Pause.seconds(Math.max(WARM_SECONDS, windows.warmUp()));
            double alone = sent(peer)[0];
            sender.start(packets, PACKETS_PER_SECOND);
            Pause.seconds(SECONDS);
            double[] attacked = sent(peer);
            return new double[] {alone, attacked[0], 1e6 * attacked[1]};
        } finally {
            peer.disconnect();
            peer.pause();
        }
    }

    private double[] sent(Peer peer) {
        Counts before = peer.counts();
        Pause.seconds(windows.seconds());
        Counts after = peer.counts();
        return new double[] {after.sentMppsSince(before), after.receivedMppsSince(before, TENANT_PORT)};
    }
}
