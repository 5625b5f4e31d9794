package io.weft.vswitch.fragment;

import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6FragmentHeader;
import io.weft.flow.wire.Ipv6Header;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.TrackOrder;
import java.util.Arrays;

/**
 * The fragments of a datagram that have come, in their order in it: {@code 0} to {@link #count}.
 *
 * <p>Thread-safety: guarded by its table, until it is whole; then whoever made it so.
 */
public final class Datagram {
    private static final int FEW = 8;
    private static final int UNKNOWN = -1;

    // in the table
    Datagram inBucket;
    Datagram older;
    Datagram newer;
    int hash;
    long expiresMs;

    // of which datagram
    boolean ipv6;
    int protocol;
    int id;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int zone;
    int round;
    long prior;

    /** The port of the first one that came. */
    int port;

    /** Fragments overlapped: it will never be whole. */
    boolean spoiled;

    /** Parts in large frames. */
    int large;

    private int count;
    private int received;
    private int total;

    private long[] packets = new long[FEW];
    private int[] offsets = new int[FEW];
    private int[] lengths = new int[FEW];
    private int[] ports = new int[FEW];
    private int[] places = new int[FEW];
    private Program[] programs = new Program[FEW];

    /** Of each part the offset of the IP header, and that of the payload in the upper half. */
    private int[] heads = new int[FEW];

    // of the first part
    private TrackOrder order;
    private int namedAt;

    void begin(Fragment part, int hash, long expiresMs) {
        this.hash = hash;
        this.expiresMs = expiresMs;
        ipv6 = part.ipv6;
        protocol = part.protocol;
        id = part.id;
        sourceHigh = part.sourceHigh;
        sourceLow = part.sourceLow;
        destinationHigh = part.destinationHigh;
        destinationLow = part.destinationLow;
        zone = part.order.zone();
        round = part.round;
        prior = part.prior;
        port = part.port;
        spoiled = false;
        large = 0;
        count = 0;
        received = 0;
        total = UNKNOWN;
    }

    boolean isOf(Fragment part) {
        return id == part.id
                && sourceLow == part.sourceLow
                && destinationLow == part.destinationLow
                && sourceHigh == part.sourceHigh
                && destinationHigh == part.destinationHigh
                && protocol == part.protocol
                && ipv6 == part.ipv6
                && zone == part.order.zone()
                && round == part.round
                && prior == part.prior;
    }

    /** What a part would do: {@link Outcome#WAITS}, {@link Outcome#DUPLICATE} or {@link Outcome#OVERLAP}. */
    Outcome judge(Fragment part) {
        int at = slot(part.offset);
        if (at < count && offsets[at] == part.offset && lengths[at] == part.length && isEnd(part) == !part.more) {
            return Outcome.DUPLICATE;
        }
        boolean overlaps = at < count && offsets[at] < part.end() || at > 0 && end(at - 1) > part.offset;
        boolean contradicts = part.more
                ? total != UNKNOWN && part.end() >= total
                : total != UNKNOWN || count > 0 && end(count - 1) > part.end();
        return overlaps || contradicts ? Outcome.OVERLAP : Outcome.WAITS;
    }

    private boolean isEnd(Fragment part) {
        return part.end() == total;
    }

    private int end(int i) {
        return offsets[i] + lengths[i];
    }

    /** Where a part that begins at {@code offset} belongs. They mostly come in order. */
    private int slot(int offset) {
        int at = count;
        while (at > 0 && offsets[at - 1] >= offset) {
            at--;
        }
        return at;
    }

    /** Takes a part that waits; returns whether the datagram is whole. */
    boolean add(Fragment part) {
        int at = slot(part.offset);
        reserve();
        int moved = count - at;
        System.arraycopy(packets, at, packets, at + 1, moved);
        System.arraycopy(offsets, at, offsets, at + 1, moved);
        System.arraycopy(lengths, at, lengths, at + 1, moved);
        System.arraycopy(ports, at, ports, at + 1, moved);
        System.arraycopy(places, at, places, at + 1, moved);
        System.arraycopy(programs, at, programs, at + 1, moved);
        System.arraycopy(heads, at, heads, at + 1, moved);
        packets[at] = part.packet;
        offsets[at] = part.offset;
        lengths[at] = part.length;
        ports[at] = part.port;
        places[at] = part.place;
        programs[at] = part.program;
        heads[at] = part.l3Offset + part.headerLength << 16 | part.l3Offset;
        count++;
        received += part.length;
        if (part.offset == 0) {
            order = part.order;
            namedAt = part.namedAt;
        }
        if (!part.more) {
            total = part.end();
        }
        return received == total;
    }

    private void reserve() {
        if (count == packets.length) {
            int more = 2 * count;
            packets = Arrays.copyOf(packets, more);
            offsets = Arrays.copyOf(offsets, more);
            lengths = Arrays.copyOf(lengths, more);
            ports = Arrays.copyOf(ports, more);
            places = Arrays.copyOf(places, more);
            programs = Arrays.copyOf(programs, more);
            heads = Arrays.copyOf(heads, more);
        }
    }

    /** Drops the parts. */
    void drop(DropReason reason, FrameCache frames, DropCounters drops) {
        for (int i = 0; i < count; i++) {
            frames.free(packets[i]);
        }
        drops.add(reason, count);
        forget();
    }

    /** Forgets the parts, which others have now. */
    void forget() {
        Arrays.fill(programs, 0, count, null);
        order = null;
        count = 0;
    }

    /** What it costs to keep it: at least 1, as a spoiled one has no parts. */
    int weight() {
        return Math.max(1, count);
    }

    /** Whether it waited with room for so many that it should not be kept for others. */
    boolean isWide() {
        return packets.length > 4 * FEW;
    }

    /** For people; the states are named as Open vSwitch does. */
    WaitingDatagram view() {
        boolean first = count > 0 && offsets[0] == 0;
        boolean last = total != UNKNOWN;
        String state = spoiled
                ? "reassemble fail"
                : first && last ? "first/last frag" : first ? "first frag" : last ? "last frag" : "other frag";
        return new WaitingDatagram(
                ipv6, sourceHigh, sourceLow, destinationHigh, destinationLow, id, protocol, zone, round, count, state);
    }

    // ---- when it is whole

    /** The payload is {@code growth} bytes longer: the last part is, or has gone. */
    void resize(int growth, FrameCache frames) {
        total += growth;
        while (count > 1 && offsets[count - 1] >= total) {
            frames.free(packets[--count]);
        }
        int last = count - 1;
        lengths[last] = total - offsets[last];
        long address = Packet.address(packets[last]);
        int length = payloadOffset(last) + lengths[last];
        packets[last] = Packet.of(address, length);
        long l3 = address + l3Offset(last);
        if (ipv6) {
            long header = address + payloadOffset(last) - Ipv6FragmentHeader.LENGTH;
            Ipv6FragmentHeader.write(header, Ipv6FragmentHeader.nextHeader(header), offsets[last], false, id);
            Ipv6Header.payloadLength(l3, length - l3Offset(last) - Ipv6Header.LENGTH);
        } else {
            Ipv4Header.fragment(l3, Ipv4Header.fragment(l3) & ~Ipv4Header.MORE_FRAGMENTS);
            Ipv4Header.totalLength(l3, length - l3Offset(last));
            Ipv4Header.updateChecksum(l3);
        }
    }

    /** Parts. */
    public int count() {
        return count;
    }

    public long packet(int i) {
        return packets[i];
    }

    /** The first byte of a part within the payload. */
    int offset(int i) {
        return offsets[i];
    }

    int length(int i) {
        return lengths[i];
    }

    /** Bytes of the payload. */
    int total() {
        return total;
    }

    /** The port of the datapath on which a part arrived. */
    public int port(int i) {
        return ports[i];
    }

    /** What a part goes on in, behind {@link #place}. */
    public Program program(int i) {
        return programs[i];
    }

    public int place(int i) {
        return places[i];
    }

    /** How often the parts have come round. */
    public int round() {
        return round;
    }

    /** What the tracker knew of the parts before. */
    public long prior() {
        return prior;
    }

    /** The {@code ct(...)} of the first part: it has the ports, so its flow knew best what the packet is. */
    public TrackOrder order() {
        return order;
    }

    int l3Offset() {
        return l3Offset(0);
    }

    /** Of the first part, from the IP header to the payload. */
    int headerLength() {
        return payloadOffset(0) - l3Offset(0);
    }

    /** From the start of a part's packet to its IP header. */
    int l3Offset(int i) {
        return heads[i] & 0xFFFF;
    }

    /** From the start of a part's packet to its part of the payload. */
    int payloadOffset(int i) {
        return heads[i] >>> 16;
    }

    int namedAt() {
        return namedAt;
    }
}
