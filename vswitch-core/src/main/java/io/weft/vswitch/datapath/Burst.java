package io.weft.vswitch.datapath;

import io.weft.flow.cache.HeaderCache;
import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.KeyHash;
import io.weft.flow.key.Layers;
import io.weft.flow.key.PlainIpv4;
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
    private final int[] unknown = new int[SIZE];
    private int unknownCount;
    private int datapathPort;
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
     * Finds the references of those of the first {@code count} packets whose headers are known, and the keys of the {@link #unknown} others. Packets too short for Ethernet
     * are moved behind the others.
     *
     * @param headers null to parse all
     * @return the packets that are not {@link #malformed}
     */
    int parse(int count, int port, HeaderCache headers) {
        datapathPort = port;
        unknownCount = 0;
        int next = 0;
        int end = count;
        while (next < end) {
            long packet = packets[next];
            if (headers != null && isKnown(headers, packet, next)) {
                next++;
                continue;
            }
            long key = key(next);
            long where = extract(packet, port, key);
            if (Layers.isMalformed(where)) {
                moveBehind(next, --end);
                continue;
            }
            layers[next] = where;
            lengths[next] = memory.length(packet);
            unknown[unknownCount++] = next++;
        }
        parsed = next;
        malformed = count - next;
        return next;
    }

    private boolean isKnown(HeaderCache headers, long packet, int i) {
        if (Packet.isExtended(packet)) {
            return false;
        }
        int length = Packet.linearLength(packet);
        long reference = headers.find(Packet.address(packet), length, datapathPort);
        references[i] = reference;
        layers[i] = PlainIpv4.LAYERS;
        lengths[i] = length;
        return reference != MegaflowCache.NONE;
    }

    /** The places of the packets that have keys. */
    int[] unknown() {
        return unknown;
    }

    int unknownCount() {
        return unknownCount;
    }

    /** The port that all packets came from. */
    int datapathPort() {
        return datapathPort;
    }

    /** The packets, whose keys and places are written by others, came from this port. */
    void comeFrom(int port) {
        datapathPort = port;
    }

    /** Parses those of the given packets, which nothing has changed yet, that were known without a key. */
    void completeKeys(int[] members, int count) {
        if (unknownCount == parsed) {
            return;
        }
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = packets[i];
            if (packet != Packet.NONE) {
                KeyExtractor.extract(Packet.address(packet), readable(packet), datapathPort, key(i), vlanLimit);
            }
        }
    }

    /** Writes the key of a packet that arrived on a port to {@code key}; returns where its headers are. */
    long extract(long packet, int port, long key) {
        return KeyExtractor.extract(Packet.address(packet), readable(packet), port, key, vlanLimit);
    }

    /** Hashes the keys at the first {@code count} positions in {@code which}. */
    void hash(int[] which, int count) {
        for (int i = 0; i < count; i++) {
            hashes[which[i]] = KeyHash.hash(key(which[i]));
        }
    }

    /** Whether {@code count} packets are all those that are not malformed. */
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

    /** Bytes of the first {@code count} packets, none of them malformed. */
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
