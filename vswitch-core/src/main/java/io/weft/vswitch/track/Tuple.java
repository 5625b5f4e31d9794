package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.IpProtocol;

/**
 * Addresses and ports of a packet within a zone, as a packet has them: scratch space of one thread.
 *
 * <p>{@link #hash} is the same for both directions, so a connection that is not translated needs one place in the index.
 */
final class Tuple {
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;

    /** Source and destination port, or ICMP identifier and (type, code). */
    int ports;

    /** Zone, protocol, {@link RecordDescriptor#IPV6}. */
    int kind;

    /** Of the last lookup that found something: whether the tuple is that of a reply. */
    boolean reply;

    /** Of the last lookup that found something: the record's word when it was compared. */
    int word;

    boolean isIpv6() {
        return (kind & RecordDescriptor.IPV6) != 0;
    }

    int protocol() {
        return RecordDescriptor.protocol(kind);
    }

    int zone() {
        return RecordDescriptor.zone(kind);
    }

    static boolean isIcmp(int kind) {
        int protocol = RecordDescriptor.protocol(kind);
        return protocol == ((kind & RecordDescriptor.IPV6) != 0 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
    }

    /** Turns it into the tuple of the answer to its packet. */
    void reverse() {
        long high = sourceHigh;
        long low = sourceLow;
        sourceHigh = destinationHigh;
        sourceLow = destinationLow;
        destinationHigh = high;
        destinationLow = low;
        ports = isIcmp(kind) ? IcmpKind.answered(ports, isIpv6()) : Integer.rotateLeft(ports, 16);
    }

    void copy(Tuple from) {
        sourceHigh = from.sourceHigh;
        sourceLow = from.sourceLow;
        destinationHigh = from.destinationHigh;
        destinationLow = from.destinationLow;
        ports = from.ports;
        kind = from.kind;
    }

    boolean isSame(Tuple other) {
        return sourceHigh == other.sourceHigh
                && sourceLow == other.sourceLow
                && destinationHigh == other.destinationHigh
                && destinationLow == other.destinationLow
                && ports == other.ports
                && kind == other.kind;
    }

    /** Loads the tuple of the packets that began the connection of a record. */
    void loadOriginal(long record) {
        sourceHigh = Memory.getLong(record + RecordDescriptor.SOURCE);
        sourceLow = Memory.getLong(record + RecordDescriptor.SOURCE + 8);
        destinationHigh = Memory.getLong(record + RecordDescriptor.DESTINATION);
        destinationLow = Memory.getLong(record + RecordDescriptor.DESTINATION + 8);
        ports = Memory.getInt(record + RecordDescriptor.PORTS);
        kind = Memory.getInt(record + RecordDescriptor.KIND) & RecordDescriptor.PACKET_KIND;
    }

    /** Loads the tuple of the packets that answer. */
    void loadReply(long record) {
        int whole = Memory.getInt(record + RecordDescriptor.KIND);
        int from = (whole & RecordDescriptor.DNAT) != 0 ? RecordDescriptor.TRANSLATED : RecordDescriptor.DESTINATION;
        int to = (whole & RecordDescriptor.SNAT) != 0 ? RecordDescriptor.TRANSLATED : RecordDescriptor.SOURCE;
        sourceHigh = Memory.getLong(record + from);
        sourceLow = Memory.getLong(record + from + 8);
        destinationHigh = Memory.getLong(record + to);
        destinationLow = Memory.getLong(record + to + 8);
        ports = Memory.getInt(record + RecordDescriptor.REPLY_PORTS);
        kind = whole & RecordDescriptor.PACKET_KIND;
    }

    /** Whether a record's connection has packets with this tuple; says in {@link #reply} in which direction. */
    boolean matches(long record) {
        int whole = Memory.getInt(record + RecordDescriptor.KIND);
        if ((whole & RecordDescriptor.PACKET_KIND) != kind) {
            return false;
        }
        if (ports == Memory.getInt(record + RecordDescriptor.PORTS)
                && sourceLow == Memory.getLong(record + RecordDescriptor.SOURCE + 8)
                && destinationLow == Memory.getLong(record + RecordDescriptor.DESTINATION + 8)
                && sourceHigh == Memory.getLong(record + RecordDescriptor.SOURCE)
                && destinationHigh == Memory.getLong(record + RecordDescriptor.DESTINATION)) {
            reply = false;
            return true;
        }
        return matchesReply(record, whole);
    }

    private boolean matchesReply(long record, int whole) {
        if (ports != Memory.getInt(record + RecordDescriptor.REPLY_PORTS)) {
            return false;
        }
        int from = (whole & RecordDescriptor.DNAT) != 0 ? RecordDescriptor.TRANSLATED : RecordDescriptor.DESTINATION;
        int to = (whole & RecordDescriptor.SNAT) != 0 ? RecordDescriptor.TRANSLATED : RecordDescriptor.SOURCE;
        if (sourceLow == Memory.getLong(record + from + 8)
                && destinationLow == Memory.getLong(record + to + 8)
                && sourceHigh == Memory.getLong(record + from)
                && destinationHigh == Memory.getLong(record + to)) {
            reply = true;
            return true;
        }
        return false;
    }

    /** The hash of both directions under a secret, by products of 64 x 64 bits as in wyhash (public domain). */
    long hash(long secret) {
        int source = ports >>> 16;
        int destination = isIcmp(kind) ? source : ports & 0xFFFF;
        long ends =
                end(sourceHigh, sourceLow, source, secret) + end(destinationHigh, destinationLow, destination, secret);
        return mix(ends ^ secret, kind ^ K2);
    }

    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;
    private static final long K2 = 0x8ebc6af09c88c6e3L;

    private static long end(long high, long low, int port, long secret) {
        return mix(low ^ K0 ^ (long) port << 40 ^ secret, high ^ K1 ^ Long.rotateLeft(secret, 32) ^ port);
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
