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
import java.util.Arrays;

/**
 * The packets of one receive burst and what is known of each, as a structure of arrays: position <i>i</i> is the same packet everywhere.
 * Keys lie off heap, {@link FlowKey#PACKET_BYTES} apart.
 */
final class Burst implements AutoCloseable {
    static final int SIZE = 64;

    /** Bursts that have remarks after somebody wanted them. */
    private static final int REMARKED = 256;

    final long[] packets = new long[SIZE];
    final long[] layers = new long[SIZE];
    final int[] hashes = new int[SIZE];
    final long[] references = new long[SIZE];

    /** What {@link #remark} said of packets with the same headers before, 0 for nothing; of packets that are not {@link #unknown}, while {@link #keepRemarks}. */
    final long[] remarks = new long[SIZE];

    final long[] secondRemarks = new long[SIZE];
    private final PacketMemory memory;
    private final Memory.Block keyBlock = Memory.allocate((long) SIZE * FlowKey.PACKET_BYTES, 128);
    private final long keys = keyBlock.address();
    private final int[] unknown = new int[SIZE];
    private int unknownCount;
    private int datapathPort;
    private HeaderCache headers;
    private int burstsWithRemarks;
    private boolean hasRemarks;
    private int vlanLimit = KeyExtractor.MOST_TAGS;
    private int parsed;
    private long bytes;

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
     * Finds the references (and remarks) of those of the first {@code count} packets whose headers are known, and the keys of the {@link #unknown} others. Packets too short for Ethernet
     * are moved behind the others.
     *
     * @param headers null to parse all
     * @param megaflows which says whether a reference is current
     * @return the packets that are not malformed
     */
    int parse(int count, int port, HeaderCache headers, MegaflowCache megaflows) {
        datapathPort = port;
        this.headers = headers;
        unknownCount = 0;
        parsed = count;
        hasRemarks = headers != null && burstsWithRemarks > 0;
        burstsWithRemarks -= burstsWithRemarks > 0 ? 1 : 0;
        if (headers == null) {
            Arrays.fill(references, 0, count, MegaflowCache.NONE);
        } else if (hasRemarks) {
            askAll(headers, count);
        } else {
            ask(headers, count);
        }
        if (!isOneCurrent(count, megaflows)) {
            parseUnknown(megaflows);
        }
        bytes = sum(parsed);
        return parsed;
    }

    private void ask(HeaderCache headers, int count) {
        for (int i = 0; i < count; i++) {
            long packet = packets[i];
            references[i] = Packet.isExtended(packet)
                    ? MegaflowCache.NONE
                    : headers.find(Packet.address(packet), Packet.linearLength(packet), datapathPort);
        }
    }

    private void askAll(HeaderCache headers, int count) {
        for (int i = 0; i < count; i++) {
            long packet = packets[i];
            long entry = Packet.isExtended(packet)
                    ? headers.blank()
                    : headers.entry(Packet.address(packet), Packet.linearLength(packet), datapathPort);
            references[i] = HeaderCache.reference(entry);
            remarks[i] = HeaderCache.remark(entry);
            secondRemarks[i] = HeaderCache.secondRemark(entry);
        }
    }

    /** Remarks on packets are of use: the next some bursts have them. */
    void keepRemarks() {
        burstsWithRemarks = REMARKED;
    }

    /** Whether somebody has wanted remarks lately. */
    boolean wantsRemarks() {
        return burstsWithRemarks > 0;
    }

    /** Whether {@link #remarks} are those of this burst. */
    boolean hasRemarks() {
        return hasRemarks;
    }

    /** Says something of packet {@code i}, which nothing has changed yet, that later packets with the same headers and the same megaflow may want to know. */
    void remark(int i, long first, long second) {
        long packet = packets[i];
        if (headers != null && !Packet.isExtended(packet)) {
            headers.remark(
                    Packet.address(packet), Packet.linearLength(packet), datapathPort, references[i], first, second);
        }
    }

    private boolean isOneCurrent(int count, MegaflowCache megaflows) {
        return isOfOne(count) && megaflows.isCurrent(references[0]);
    }

    /** Whether the first {@code count} packets, at least one, have the same reference. */
    boolean isOfOne(int count) {
        long first = references[0];
        long others = 0;
        for (int i = 0; i < count; i++) {
            others |= references[i] ^ first;
        }
        return others == 0;
    }

    private void parseUnknown(MegaflowCache megaflows) {
        long current = MegaflowCache.NONE;
        int next = 0;
        while (next < parsed) {
            long reference = references[next];
            if (reference != MegaflowCache.NONE && (reference == current || megaflows.isCurrent(reference))) {
                current = reference;
                next++;
            } else {
                long where = extract(packets[next], datapathPort, key(next));
                if (Layers.isMalformed(where)) {
                    moveBehind(next, --parsed);
                } else {
                    layers[next] = where;
                    remarks[next] = 0;
                    unknown[unknownCount++] = next++;
                }
            }
        }
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

    /** All of the packets that were written by others have keys or need none; there are {@code count}. */
    void complete(int count) {
        parsed = count;
        unknownCount = count;
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
                layers[i] = extract(packet, datapathPort, key(i));
            }
        }
    }

    /** Parses packet {@code i}, a plain one that nothing has changed yet, if it was known without a key. */
    void completeKey(int i) {
        if (unknownCount != parsed) {
            long packet = packets[i];
            PlainIpv4.isPlain(Packet.address(packet), Packet.linearLength(packet), datapathPort, key(i));
        }
    }

    /** Writes the key of a packet that arrived on a port to {@code key}; returns where its headers are. */
    long extract(long packet, int port, long key) {
        return KeyExtractor.extract(Packet.address(packet), readable(packet), port, key, vlanLimit);
    }

    /** The same for {@code length} bytes at {@code address}. */
    long extract(long address, int length, int port, long key) {
        return KeyExtractor.extract(address, length, port, key, vlanLimit);
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
        System.arraycopy(references, at + 1, references, at, end - at);
        System.arraycopy(remarks, at + 1, remarks, at, end - at);
        System.arraycopy(secondRemarks, at + 1, secondRemarks, at, end - at);
        packets[end] = packet;
    }

    /** Bytes of packet {@code i}, which nothing has changed yet. */
    int length(int i) {
        return memory.length(packets[i]);
    }

    /** Bytes of all packets that are not malformed, as they arrived. */
    long bytes() {
        return bytes;
    }

    private long sum(int count) {
        long sum = 0;
        long extended = 0;
        for (int i = 0; i < count; i++) {
            sum += Packet.linearLength(packets[i]);
            extended |= packets[i];
        }
        return Packet.isExtended(extended) ? sumOfExtended(count) : sum;
    }

    private long sumOfExtended(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += length(i);
        }
        return sum;
    }

    @Override
    public void close() {
        keyBlock.close();
    }
}
