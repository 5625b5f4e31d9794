package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.KeyHash;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.HeaderPlace;

/**
 * The packets of one receive burst and what is known of each, as a structure of arrays: position <i>i</i> is the same packet everywhere.
 * Keys lie off heap, {@link FlowKey#PACKET_BYTES} apart.
 */
final class Burst implements AutoCloseable {
    static final int SIZE = 64;

    final long[] packets = new long[SIZE];
    final long[] layers = new long[SIZE];
    final int[] hashes = new int[SIZE];
    final int[] lengths = new int[SIZE];
    final long[] references = new long[SIZE];
    private final PacketMemory memory;
    private final Memory.Block keyBlock = Memory.allocate((long) SIZE * FlowKey.PACKET_BYTES, 128);
    private final long keys = keyBlock.address();
    private int vlanLimit = KeyExtractor.MOST_TAGS;
    private int parsed;
    private int malformed;

    Burst(PacketMemory memory) {
        this.memory = memory;
    }

    /** VLAN tags that are parsed from now on: 1 or 2. */
    void vlanLimit(int tags) {
        vlanLimit = tags;
    }

    long keys() {
        return keys;
    }

    long key(int i) {
        return keys + (long) i * FlowKey.PACKET_BYTES;
    }

    long place(int i) {
        return HeaderPlace.place(Packet.address(packets[i]), layers[i]);
    }

    int kind(int i) {
        long key = key(i);
        return HeaderPlace.kind(Memory.getLong(key), Memory.getLong(key + 24), Memory.getLong(key + 40));
    }

    /**
     * Parses and hashes the first {@code count} packets. Those too short for Ethernet are moved behind the others.
     *
     * @return the packets that have a key; {@link #malformed} follow them
     */
    int parse(int count, int datapathPort) {
        int next = 0;
        int end = count;
        while (next < end) {
            long packet = packets[next];
            long key = key(next);
            long where = KeyExtractor.extract(Packet.address(packet), readable(packet), datapathPort, key, vlanLimit);
            if (Layers.isMalformed(where)) {
                moveBehind(next, --end);
                continue;
            }
            layers[next] = where;
            lengths[next] = memory.length(packet);
            next++;
        }
        parsed = next;
        malformed = count - next;
        return next;
    }

    /** Hashes the keys at the first {@code count} positions in {@code which}. */
    void hash(int[] which, int count) {
        for (int i = 0; i < count; i++) {
            hashes[which[i]] = KeyHash.hash(key(which[i]));
        }
    }

    /** Whether {@code count} packets are all those that have a key. */
    boolean isWhole(int count) {
        return count == parsed;
    }

    /**
     * Bytes that the parser may count on. A chain is taken for its whole length, or its IP header would seem to promise too much; its first frame
     * holds all headers, and what a parser could read behind them still lies in packet memory.
     */
    private int readable(long packet) {
        int linear = Packet.linearLength(packet);
        if (!Packet.isExtended(packet)) {
            return linear;
        }
        int whole = memory.length(packet);
        boolean inside = memory.isFrame(Packet.address(packet)) && memory.isFrame(Packet.address(packet) + whole);
        return inside ? whole : linear;
    }

    /** Takes a packet out and closes the gap, keeping the order of the others. */
    private void moveBehind(int at, int end) {
        long packet = packets[at];
        System.arraycopy(packets, at + 1, packets, at, end - at);
        packets[end] = packet;
    }

    int malformed() {
        return malformed;
    }

    /** Bytes of the first {@code count} packets that have a key. */
    long bytes(int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += lengths[i];
        }
        return bytes;
    }

    @Override
    public void close() {
        keyBlock.close();
    }
}
