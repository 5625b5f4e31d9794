package io.weft.perf.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A tenant makes the switch remember masks. Its access list ({@link FlowTables#tenant}) lets one source, one source port and one service through. A packet that first
 * differs in bit <i>i</i> of the source, <i>j</i> of the source port and <i>k</i> of the service needs a megaflow over just so many bits of each: 32 x 16 x 16
 * masks. Bits behind those are random, so that no packet is like one before. A switch that looks a packet up mask by mask then spends its time on
 * the tenant's thousand packets a second, each of which passes all masks.
 */
final class MaskAttack implements Disturbance {
    static final int PACKETS_PER_SECOND = 1000;
    static final int MASKS = 32 * 16 * 16;

    private static final String DEVICE = "paced0";
    private static final int VARIANTS = 6;

    private final List<byte[]> packets = packets(new Random(3));
    private Tap tap;
    private TapSender sender;

    /** One packet for each combination of bits, in a random order; then the same with other random bits. */
    static List<byte[]> packets(Random random) {
        List<byte[]> all = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            List<byte[]> packets = new ArrayList<>();
            for (int source = 1; source <= 32; source++) {
                for (int sourcePort = 1; sourcePort <= 16; sourcePort++) {
                    for (int service = 1; service <= 16; service++) {
                        packets.add(packet(source, sourcePort, service, random));
                    }
                }
            }
            Collections.shuffle(packets, random);
            all.addAll(packets);
        }
        return all;
    }

    private static byte[] packet(int source, int sourcePort, int service, Random random) {
        Traffic.End tenant = new Traffic.End(
                0x0200_0000_0301L,
                differs(FlowTables.TENANT_ADDRESS, 32, source, random),
                differs(FlowTables.TENANT_SOURCE_PORT, 16, sourcePort, random));
        Traffic.End target = new Traffic.End(
                0x0200_0001_0000L, 0x0A00_0000, differs(FlowTables.TENANT_SERVICE, 16, service, random));
        return Traffic.frame(tenant, target, 60);
    }

    /** A number that has the first {@code bit - 1} bits of {@code value}, not the next, and others behind. */
    static int differs(int value, int length, int bit, Random random) {
        int behind = length - bit;
        int kept = behind == 31 ? 0 : value >>> behind + 1 << behind + 1;
        int flipped = ~value & 1 << behind;
        int tail = behind == 0 ? 0 : random.nextInt() >>> 32 - behind;
        return kept | flipped | tail;
    }

    @Override
    public void connect(Peer peer, Place place) {
        tap = Tap.make(place, DEVICE);
        peer.add(Port.device(PORT, DEVICE));
    }

    @Override
    public void begin(Peer peer) {
        sender = new TapSender(tap, packets, PACKETS_PER_SECOND);
        sender.start();
    }

    /** All masks are there, and the first ones not yet forgotten. */
    @Override
    public double seconds() {
        return 9;
    }

    @Override
    public long packets() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (tap != null) {
            tap.close();
            tap = null;
        }
    }
}
