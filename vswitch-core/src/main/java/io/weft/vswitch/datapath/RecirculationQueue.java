package io.weft.vswitch.datapath;

import io.weft.vswitch.fragment.Datagram;
import io.weft.vswitch.program.Program;

/**
 * Packets that will be looked up again, and fragments that go on in the program in which they waited; first in first out. Bounded. Its PMD. Allocation: with
 * the first packet.
 */
final class RecirculationQueue {
    static final int MOST = 4096;

    private long[] packets = {};
    private RecirculationNode[] nodes = {};
    private int[] ports = {};
    private int[] rounds = {};
    private long[] words = {};
    private Program[] programs = {};
    private int[] places = {};
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /**
     * Takes a packet.
     *
     * @param port of the datapath on which it arrived
     * @param round how often it has come round when it is there
     * @param connection its connection words, from {@code at} on
     * @return false when there is no room
     */
    boolean add(long packet, RecirculationNode node, int port, int round, long[] connection, int at) {
        if (size == MOST) {
            return false;
        }
        put(packet, node, port, round, connection, at);
        return true;
    }

    /** Takes a fragment of a datagram that is whole; false when there is no room. */
    boolean add(Datagram datagram, int i, long[] connection) {
        if (size == MOST) {
            return false;
        }
        int slot = put(datagram.packet(i), null, datagram.port(i), datagram.round(), connection, 0);
        if (programs.length == 0) {
            programs = new Program[MOST];
            places = new int[MOST];
        }
        programs[slot] = datagram.program(i);
        places[slot] = datagram.place(i);
        return true;
    }

    private int put(long packet, RecirculationNode node, int port, int round, long[] connection, int at) {
        if (packets.length == 0) {
            packets = new long[MOST];
            nodes = new RecirculationNode[MOST];
            ports = new int[MOST];
            rounds = new int[MOST];
            words = new long[MOST * CtWords.COUNT];
        }
        int slot = (head + size++) % MOST;
        packets[slot] = packet;
        nodes[slot] = node;
        ports[slot] = port;
        rounds[slot] = round;
        System.arraycopy(connection, at, words, slot * CtWords.COUNT, CtWords.COUNT);
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

    /** Copies the connection words of the first packet. */
    void words(long[] to, int at) {
        System.arraycopy(words, head * CtWords.COUNT, to, at, CtWords.COUNT);
    }

    /** Forgets the first packet. */
    void remove() {
        if (nodes[head] == null) {
            programs[head] = null;
        }
        nodes[head] = null;
        head = (head + 1) % MOST;
        size--;
    }
}
