package io.weft.vswitch.datapath;

/** Packets that will be looked up again, first in first out. Bounded. Its PMD. Allocation: with the first packet. */
final class RecirculationQueue {
    static final int MOST = 4096;

    private long[] packets = {};
    private RecirculationNode[] nodes = {};
    private int[] ports = {};
    private int[] rounds = {};
    private long[] words = {};
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
        return true;
    }

    long packet() {
        return packets[head];
    }

    RecirculationNode node() {
        return nodes[head];
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
        nodes[head] = null;
        head = (head + 1) % MOST;
        size--;
    }
}
