package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.fragment.Datagram;
import io.weft.vswitch.fragment.Fragment;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.fragment.Owner;
import io.weft.vswitch.fragment.WholeDatagram;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.HeaderPlace;
import io.weft.vswitch.program.NatRewriter;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.CtState;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.track.KnownConnections;
import io.weft.vswitch.track.PacketTracker;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackReason;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Executes TRACK, UNTRACK and RECIRCULATE for a group of packets of one burst. What the tracker says of a packet is beside it, at its place in the burst, until
 * the packet has left; addresses and ports that {@code nat} gives it are in the packet at once.
 */
final class TrackRunner implements AutoCloseable {
    /** Times that a packet may come round. */
    static final int MOST_ROUNDS = 8;

    /** {@link #runKnown}: packets go the ordinary way. */
    static final int NOT_NOW = -2;

    private static final long NS_PER_MS = 1_000_000;

    private final Burst burst;
    private final FrameCache frames;
    private final DropCounters drops;
    private final Supplier<PacketTracking> trackers;
    private PacketTracking tracking;
    private final RecirculationQueue queue;
    private final NatRewriter nat;
    private final Memory.Block keyBlock = Memory.allocate(FlowKey.PACKET_BYTES, 64);
    private final long[] key = new long[FlowKey.WORDS];

    /** What the tracker said of each packet of the burst. */
    final long[] words = new long[Burst.SIZE * CtWords.COUNT];

    /** How often each has come round. */
    private final int[] rounds = new int[Burst.SIZE];

    /** What counts newcomers and takes them out; null for packets that come round, which have been counted. */
    private final NewcomerSieve sieve;

    private ConnectionCache connections;
    private final FragmentRunner fragments;
    private long[][] saved = {};
    private long nowNs;

    /**
     * @param trackers asked once, when the first packet is to be tracked
     * @param sieve of the packets that are tracked for the first time, or null
     */
    TrackRunner(
            Burst burst,
            FrameCache frames,
            DropCounters drops,
            Supplier<PacketTracking> trackers,
            FragmentTable waiting,
            RecirculationQueue queue,
            NewcomerSieve sieve) {
        this.sieve = sieve;
        fragments = new FragmentRunner(this, burst, waiting, new Owner(frames, drops), queue);
        this.burst = burst;
        this.frames = frames;
        this.drops = drops;
        this.trackers = trackers;
        this.queue = queue;
        nat = new NatRewriter(frames.memory());
    }

    void begin(long now) {
        nowNs = now;
    }

    /** Packets that nobody has tracked yet. */
    void arrive(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            arrive(members[n]);
        }
    }

    void arrive(int i) {
        Arrays.fill(words, i * CtWords.COUNT, (i + 1) * CtWords.COUNT, 0);
        rounds[i] = 0;
    }

    /** Packet {@code i} is the first one of the queue. */
    void comeRound(int i) {
        queue.words(words, i * CtWords.COUNT);
        rounds[i] = queue.round();
    }

    /** Copies the connection words of packet {@code i}. */
    void words(int i, long[] to, int at) {
        System.arraycopy(words, i * CtWords.COUNT, to, at, CtWords.COUNT);
    }

    /** The time of the tracker: divided only where packets are tracked. */
    long nowMs() {
        return nowNs / NS_PER_MS;
    }

    /** From now on packets of connections that are there may go the short way. */
    void cacheConnections(PmdCounters counters) {
        connections = new ConnectionCache(burst, this, counters);
    }

    long nowNs() {
        return nowNs;
    }

    /** Whether no packet waits for being looked up again. */
    boolean isNobodyRound() {
        return queue.isEmpty();
    }

    /** Packet {@code i}, which nobody has tracked yet, is about to be told of. */
    void arriveKnown(int i) {
        rounds[i] = 0;
    }

    private PacketTracking tracking() {
        if (tracking == null) {
            tracking = trackers.get();
        }
        return tracking;
    }

    /**
     * Takes newcomers that are too many out of a group that is about to be executed, if its program tracks before it does anything else.
     *
     * @return how many of {@code members} stay
     */
    int sift(PreparedProgram prepared, int[] members, int count) {
        boolean isOpen = prepared.firstTracks == null || sieve == null || !sieve.isClosing();
        return isOpen ? count : sieve.sift(tracking(), prepared.firstTracks, members, count);
    }

    /**
     * Executes a program that tracks packets and sends them round in the way of connections that are there.
     *
     * @param areNew whether nobody has tracked the packets yet
     * @return as {@link ConnectionCache#run}, or {@link #NOT_NOW}: that way is not worth it, and nothing has happened
     */
    int runKnown(PreparedProgram prepared, boolean areNew, int[] members, int count) {
        KnownConnections known =
                connections != null && connections.isOn(count) ? tracking().known() : null;
        return known == null ? NOT_NOW : connections.run(prepared, known, areNew, members, count);
    }

    /** As {@link ConnectionCache#ports}. */
    int[] knownPorts() {
        return connections.ports();
    }

    /**
     * Tracks packets; fragments wait, and are no more in the burst then.
     *
     * @param place where the program is
     */
    void track(TrackOrder order, Program program, int place, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            if (burst.packets[members[n]] != Packet.NONE) {
                track(order, program, place, members[n]);
            }
        }
    }

    /** The same for packet {@code i}, which is there. */
    void track(TrackOrder order, Program program, int place, int i) {
        long packet = burst.packets[i];
        long layers = burst.extract(packet, 0, keyBlock.address());
        if (Layers.isMalformed(layers)) {
            return; // shorter than it arrived: what is known of it stays
        }
        int at = i * CtWords.COUNT;
        long prior = PacketTracker.prior(CtWords.state(words, at), CtWords.zone(words, at));
        tracking();
        if (Fragment.isFragment(keyBlock.address())) {
            fragments.goesOn(order, program, place, rounds[i], prior);
            burst.packets[i] = fragments.take(packet, layers, keyBlock.address(), nowMs(), words, at);
        } else {
            burst.packets[i] = track(order, packet, layers, prior, nowMs());
            if (sieve != null && tracking.isNewcomer()) {
                sieve.sawNewcomer();
            }
            tell(words, at);
            if (tracking.nat().isRefused() && leaks(program, place, words, at)) {
                frames.free(packet);
                drops.add(DropReason.NAT_EXHAUSTED, 1);
                burst.packets[i] = Packet.NONE;
            }
        }
    }

    /** Tracks a packet whose key is at hand, and translates it; it may be longer or shorter then. */
    private long track(TrackOrder order, long packet, long layers, long prior, long nowMs) {
        tracking.track(order, packet, layers, keyBlock.address(), prior, nowMs);
        return tracking.nat().applies() ? nat.rewrite(packet, place(packet, layers), kind(), tracking.nat()) : packet;
    }

    /** Whether a packet that could not be translated would go on from this TRACK as if it had been: no flow behind it is told {@code +inv}. */
    static boolean leaks(Program program, int place, long[] words, int at) {
        boolean isLookedUp =
                program.length() == place + 2 && Program.opcode(program.word(place + 1)) == Program.RECIRCULATE;
        return !isLookedUp || (CtWords.state(words, at) & CtState.INV) == 0;
    }

    private static long place(long packet, long layers) {
        return HeaderPlace.place(Packet.address(packet), layers);
    }

    private int kind() {
        long at = keyBlock.address();
        return HeaderPlace.kind(Memory.getLong(at), Memory.getLong(at + 24), Memory.getLong(at + 40));
    }

    private void tell(long[] to, int at) {
        tracking.writeTo(key);
        System.arraycopy(key, CtWords.FIRST, to, at, CtWords.COUNT);
    }

    /** Tracks a datagram that was put together, and has its fragments changed as it was; whether it was to be translated and could not. */
    boolean trackWhole(WholeDatagram whole, Datagram parts, long nowMs, long[] to) {
        long packet = whole.packet();
        long layers = burst.extract(Packet.address(packet), whole.length(), parts.port(0), keyBlock.address());
        long changed = track(parts.order(), packet, layers, parts.prior() | PacketTracker.WHOLE, nowMs);
        tell(to, 0);
        if (tracking.nat().applies()) {
            whole.disassemble(parts, Packet.linearLength(changed) - Packet.linearLength(packet), frames);
        }
        return tracking.nat().isRefused();
    }

    /** Says of a fragment that it is invalid. */
    void refuse(TrackOrder order, TrackReason why, long[] to, int at) {
        tracking.refuse(order, why);
        tell(to, at);
    }

    void untrack(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int at = members[n] * CtWords.COUNT;
            Arrays.fill(words, at, at + CtWords.COUNT, 0);
        }
    }

    /**
     * Sends packets round.
     *
     * @param node null when there are too many states, so that none of them gets there
     * @param asCopy whether the packets are used afterwards
     */
    void recirculate(RecirculationNode node, boolean asCopy, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            if (burst.packets[members[n]] != Packet.NONE) {
                recirculate(node, asCopy, members[n]);
            }
        }
    }

    private void recirculate(RecirculationNode node, boolean asCopy, int i) {
        long packet = burst.packets[i];
        DropReason reason = refusal(node, i);
        if (reason == null) {
            long sent = asCopy ? frames.copy(packet) : packet;
            if (sent == Packet.NONE) {
                drops.add(DropReason.NO_FRAMES, 1);
            } else {
                send(sent, node, i, null);
            }
        } else {
            drops.add(reason, 1);
            if (!asCopy) {
                frames.free(packet);
            }
        }
        if (!asCopy) {
            burst.packets[i] = Packet.NONE;
        }
    }

    /** Sends packet {@code i} round, of which is known what it will be found to be, if {@code flow} is not null. */
    void recirculate(RecirculationNode node, int i, RecirculatedFlow flow) {
        if (flow == null || refusal(node, i) != null) {
            recirculate(node, false, i);
        } else {
            send(burst.packets[i], node, i, flow);
            burst.packets[i] = Packet.NONE;
        }
    }

    private void send(long packet, RecirculationNode node, int i, RecirculatedFlow flow) {
        queue.add(packet, node, burst.datapathPort(), rounds[i] + 1);
        queue.tell(flow, words, i * CtWords.COUNT);
        node.users++; // until it has come round: the program may be forgotten before
    }

    /** Lets packet {@code i}, which has come round, wait in another queue as it waited before. There must be room. */
    void delay(RecirculationNode node, int i, RecirculationQueue in) {
        in.add(burst.packets[i], node, burst.datapathPort(), rounds[i]);
        in.tell(null, words, i * CtWords.COUNT);
        node.users++;
        burst.packets[i] = Packet.NONE;
    }

    private DropReason refusal(RecirculationNode node, int i) {
        if (rounds[i] == MOST_ROUNDS) {
            return DropReason.TOO_MANY_RECIRCULATIONS;
        }
        return node == null || queue.isFull() ? DropReason.RECIRCULATION_OVERFLOW : null;
    }

    /** A copy begins at this level; {@link #restore} makes what is known of the packets what it was. */
    void save(int level) {
        if (level >= saved.length) {
            saved = Arrays.copyOf(saved, level + 1);
        }
        if (saved[level] == null) {
            saved[level] = new long[words.length];
        }
        System.arraycopy(words, 0, saved[level], 0, words.length);
    }

    void restore(int level) {
        System.arraycopy(saved[level], 0, words, 0, words.length);
    }

    @Override
    public void close() {
        keyBlock.close();
        fragments.close();
    }
}
