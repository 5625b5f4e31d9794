package io.weft.vswitch.datapath;

import io.weft.vswitch.fragment.Datagram;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.CtWords;

/**
 * Packets that will be looked up again, and fragments that go on in the program in which they waited; first in first out. Bounded. While it is empty it begins anew, so that
 * few packets at a time use few cache lines. Its PMD. Allocation: with the first packet.
 */
final class RecirculationQueue {
    static final int MOST = 4096;

    private static final int NO_FLOW = -1;

    private final int most;

    private long[] packets = {};
    private RecirculationNode[] nodes = {};
    private int[] ports = {};
    private int[] rounds = {};
    private long[] flows = {};
    private long[] words = {};
    private Program[] programs = {};
    private int[] places = {};
    private int head;
    private int size;

    /** @param most packets, a power of two */
    RecirculationQueue(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == most;
    }

    /**
     * Takes a packet; {@link #tell} has to follow. There must be room.
     *
     * @param port of the datapath on which it arrived
     * @param round how often it has come round when it is there
     */
    void add(long packet, RecirculationNode node, int port, int round) {
        put(packet, node, port, round);
    }

    /**
     * What is known of the last packet that was taken.
     *
     * @param flow what it will be found to be, or null
     * @param connection its connection words, from {@code at} on
     */
    void tell(RecirculatedFlow flow, long[] connection, int at) {
        int slot = head + size - 1 & most - 1;
        flows[slot] = flow == null ? NO_FLOW : flow.number;
        if (flow == null || !flow.isOnlySent()) {
            System.arraycopy(connection, at, words, slot * CtWords.COUNT, CtWords.COUNT);
        }
    }

    /** Takes a fragment of a datagram that is whole; false when there is no room. */
    boolean add(Datagram datagram, int i, long[] connection) {
        if (isFull()) {
            return false;
        }
        int slot = put(datagram.packet(i), null, datagram.port(i), datagram.round());
        tell(null, connection, 0);
        if (programs.length == 0) {
            programs = new Program[most];
            places = new int[most];
        }
        programs[slot] = datagram.program(i);
        places[slot] = datagram.place(i);
        return true;
    }

    /** Takes the first packet of another queue, which will be looked up and of which nobody knows what it will be found to be. There must be room. */
    void addFirstOf(RecirculationQueue other) {
        put(other.packet(), other.node(), other.port(), other.round());
        tell(null, other.words, other.head * CtWords.COUNT);
        other.remove();
    }

    @SuppressWarnings("ReferenceEquality") // about which node it is
    private int put(long packet, RecirculationNode node, int port, int round) {
        if (packets.length == 0) {
            packets = new long[most];
            nodes = new RecirculationNode[most];
            ports = new int[most];
            rounds = new int[most];
            flows = new long[most];
            words = new long[most * CtWords.COUNT];
        }
        int slot = head + size++ & most - 1;
        packets[slot] = packet;
        if (nodes[slot] != node) {
            nodes[slot] = node; // which stays there until another one comes
        }
        ports[slot] = port;
        rounds[slot] = round;
        return slot;
    }

    long packet() {
        return packets[head];
    }

    /** Where the first packet is looked up; null for a fragment that goes on. */
    RecirculationNode node() {
        return nodes[head];
    }

    /** Where the first packet, a fragment, goes on, behind {@link #place}. */
    Program program() {
        return programs[head];
    }

    int place() {
        return places[head];
    }

    int port() {
        return ports[head];
    }

    int round() {
        return rounds[head];
    }

    /** What the first packet is known to be, or null. */
    RecirculatedFlow flow() {
        return flows[head] == NO_FLOW ? null : nodes[head].flow(flows[head]);
    }

    /** Copies the connection words of the first packet. */
    void words(long[] to, int at) {
        System.arraycopy(words, head * CtWords.COUNT, to, at, CtWords.COUNT);
    }

    /** Forgets the first packet. */
    void remove() {
        if (nodes[head] == null) {
            programs[head] = null;
        }
        head = --size == 0 ? 0 : head + 1 & most - 1;
    }
}
