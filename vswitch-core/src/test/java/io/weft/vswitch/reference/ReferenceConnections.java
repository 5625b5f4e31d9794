package io.weft.vswitch.reference;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.track.ConnectionFilter;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.PacketTracker;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections of the reference switch: a table of its own behind every {@code ct}, asked for each packet when its turn comes. The tracker itself is
 * that of the switch, which has an oracle of its own ({@code TrackerAgainstReferenceTest}); here it is about everything between a packet and its connection.
 *
 * <p>The switch runs packets of a burst that have the same program together, so nobody promises which of two packets of one connection is tracked first if both
 * are on the same round of one burst: {@link #isOrderOpen} says that there were such packets.
 */
final class ReferenceConnections implements AutoCloseable {
    /** More than random worlds make. */
    private static final int CAPACITY = 1 << 16;

    private static final int ROOM = 4096;
    private static final int FIRST_WORD = Fields.CT_STATE.word();
    private static final int WORDS = Fields.CT_IPV6_DST.word() + 2 - FIRST_WORD;

    private final ConnectionTracker tracker;
    private final PacketTracker packets;
    private final Memory.Block block = Memory.allocate(ROOM + FlowKey.PACKET_BYTES);

    /** Round and tuple, and the pass of a packet that was tracked with it. */
    private final Map<String, Integer> seen = new HashMap<>();

    private int round;
    private int pass;
    private boolean orderOpen;
    private boolean refuses;
    private long translated;

    ReferenceConnections(long nowMs) {
        tracker = ConnectionTracker.inMemory(CAPACITY, nowMs);
        packets = tracker.newPacketTracker();
    }

    /** The burst of another port begins. */
    void beginBurst() {
        seen.clear();
        orderOpen = false;
    }

    /** A packet begins its way, or goes on after the tracker was asked for the {@code times}-th time. */
    void beginPass(int times) {
        round = times;
        pass++;
    }

    boolean isOrderOpen() {
        return orderOpen;
    }

    /** A packet that was never tracked. */
    static long[] none() {
        return new long[FlowKey.WORDS];
    }

    /** Puts what is known of the connection into a whole key. */
    static void write(long[] words, long[] key) {
        System.arraycopy(words, FIRST_WORD, key, FIRST_WORD, WORDS);
    }

    /**
     * What the tracker says of a packet: a whole key, of which the words about connections are meant.
     *
     * @param before what it said before
     */
    Tracked track(TrackOrder order, byte[] frame, int vlanLimit, long[] before, long nowMs) {
        long at = block.address();
        long key = at + ROOM;
        Memory.copyFrom(frame, 0, at, frame.length);
        long layers = KeyExtractor.extract(at, frame.length, 0, key, vlanLimit);
        if (Layers.isMalformed(layers)) {
            return new Tracked(before, frame);
        }
        long prior = PacketTracker.prior((int) Fields.CT_STATE.low(before), (int) Fields.CT_ZONE.low(before));
        packets.track(order, Packet.of(at, frame.length), layers, key, prior, nowMs);
        note(order, key);
        long[] words = none();
        packets.writeTo(words);
        refuses |= packets.nat().isRefused();
        translated += packets.nat().applies() ? 1 : 0;
        return new Tracked(words, ReferenceNat.translated(frame, vlanLimit, packets.nat()));
    }

    /** What a tracker says of a packet, and the packet as it is then. */
    static final class Tracked {
        private final long[] words;
        private final byte[] frame;

        private Tracked(long[] words, byte[] frame) {
            this.words = words;
            this.frame = frame;
        }

        /** Of a packet that no tracker sees. */
        static Tracked untracked(byte[] frame) {
            return new Tracked(none(), frame);
        }

        long[] words() {
            return words;
        }

        byte[] frame() {
            return frame;
        }
    }

    /** Packets that were given addresses and ports. */
    long translated() {
        return translated;
    }

    /** Whether there was a packet that was to be translated and could not be. */
    boolean hasRefused() {
        return refuses;
    }

    private void note(TrackOrder order, long key) {
        if (order.nat() != null) {
            // Which addresses are free depends on all that were given before.
            Integer earlier = seen.putIfAbsent("nat " + round, pass);
            orderOpen |= earlier != null && earlier != pass;
        }
        long[] words = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            words[word] = Memory.getLong(key + 8L * word);
        }
        String one = words[8] + " " + words[9] + " " + (words[4] >>> 32) + " " + (words[5] >>> 48);
        String other = words[10] + " " + words[11] + " " + (words[4] & 0xFFFF_FFFFL) + " " + (words[5] >>> 32 & 0xFFFF);
        boolean isAscending = one.compareTo(other) < 0;
        String tuple = round + " " + order.zone() + " " + (isAscending ? one + "-" + other : other + "-" + one);
        Integer earlier = seen.putIfAbsent(tuple, pass);
        orderOpen |= earlier != null && earlier != pass;
    }

    /** Packets by what was said of them. */
    Map<TrackReason, Long> packets() {
        Map<TrackReason, Long> counts = new EnumMap<>(TrackReason.class);
        for (TrackReason reason : TrackReason.values()) {
            if (tracker.packets(reason) > 0) {
                counts.put(reason, tracker.packets(reason));
            }
        }
        return counts;
    }

    List<String> all(long nowMs) {
        List<String> all = new ArrayList<>();
        tracker.forEach(ConnectionFilter.ALL, nowMs, one -> all.add(one.toString()));
        return all;
    }

    @Override
    public void close() {
        block.close();
        tracker.close();
    }
}
