package io.weft.vswitch.track;

import io.weft.flow.action.NatSpec;

/**
 * Chooses address and port of a new translated connection, so that no other connection has the packets that answer it.
 *
 * <p>The address is chosen by a hash; with {@code persistent} by one of the client's address alone, the same in every process. From there on ports
 * and then addresses are tried, at most {@value #MOST_TRIES} in all: the packets of a flood of connections that find no port are refused in a few
 * microseconds. Without a range of ports the packet's own is tried first, then others of its class (up to 511, 512 to 1023, above), as in Open
 * vSwitch; the identifier of an ICMP request counts as a source port, for which no range holds. A destination that cannot be had with the packet's source port is tried with
 * others.
 *
 * <p>Thread-safety: one thread. Between a look and {@link ConnectionTable#publish}, which looks again under the index's locks, another thread may take
 * what was chosen; the search then goes on.
 */
final class NatChoice {
    /** The most candidates that are tried for one packet. */
    static final int MOST_TRIES = 128;

    /** {@link #publish}: nothing is free. */
    static final int EXHAUSTED = 16;

    private static final long STABLE = 0x9e3779b97f4a7c15L;
    private static final int PORTS = 0x10000;

    private final ConnectionTable table;
    private final Tuple scratch = new Tuple();
    private final TrackCounts counts;

    private NatSpec range;
    private boolean source;
    private int number;
    private Tuple original;
    private Tuple reply;
    private long nowMs;
    private int tries;
    private long random = System.nanoTime() | 1;

    NatChoice(ConnectionTable table, TrackCounts counts) {
        this.table = table;
        this.counts = counts;
    }

    /** What the record of a connection with this range says of its translation. */
    static int translation(NatSpec range) {
        return range.part() == NatSpec.Side.SRC ? RecordDescriptor.SNAT : RecordDescriptor.DNAT;
    }

    /**
     * Publishes a filled record with the first free candidate.
     *
     * @param answer scratch: the tuple of the answers, when published
     * @return as {@link ConnectionTable#publish}, or {@link #EXHAUSTED}
     */
    int publish(int record, Tuple from, Tuple answer, NatSpec nat, long now) {
        number = record;
        original = from;
        reply = answer;
        range = nat;
        nowMs = now;
        source = nat.part() == NatSpec.Side.SRC;
        tries = 0;
        reply.copy(original);
        reply.reverse();
        long hash = nat.persistent() ? clientHash() : table.hash(original);
        long portHash = nat.choice() == NatSpec.Choice.RANDOM ? nextRandom() : hash >>> 32;
        long addresses = addresses();
        long first = range.keepsAddress() ? 0 : Long.remainderUnsigned(spread(hash), addresses);
        for (long i = 0; i < Math.min(addresses, MOST_TRIES) && tries < MOST_TRIES; i++) {
            address(Long.remainderUnsigned(first + i, addresses));
            int result = ports(portHash);
            if (result != EXHAUSTED) {
                return result;
            }
        }
        return EXHAUSTED;
    }

    private long clientHash() {
        return (original.sourceHigh ^ STABLE) * STABLE ^ Long.rotateLeft(original.sourceLow * STABLE, 29);
    }

    private static long spread(long hash) {
        return (hash ^ hash >>> 31) * STABLE >>> 1;
    }

    private long nextRandom() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random >>> 1;
    }

    /** How many addresses the range has; one that has more than 2^62 counts as that many. */
    private long addresses() {
        if (range.keepsAddress()) {
            return 1;
        }
        long most = 1L << 62;
        long low = range.maxLow() - range.minLow();
        boolean wide = range.maxHigh() != range.minHigh() || low < 0 || low >= most;
        return wide ? most : low + 1;
    }

    private void address(long offset) {
        if (range.keepsAddress()) {
            return;
        }
        long low = range.minLow() + offset;
        long high = range.minHigh() + (Long.compareUnsigned(low, range.minLow()) < 0 ? 1 : 0);
        if (source) {
            reply.destinationHigh = high;
            reply.destinationLow = low;
        } else {
            reply.sourceHigh = high;
            reply.sourceLow = low;
        }
    }

    /** Tries the ports of one address. */
    private int ports(long portHash) {
        if (!hasPorts()) {
            tries++;
            return attempt();
        }
        int own = ownPort();
        boolean given = range.minPort() != 0 && !Tuple.isIcmp(original.kind);
        int least = given ? range.minPort() : lowest(own);
        int count = (given ? range.maxPort() : highest(own)) - least + 1;
        int start = given ? (int) (portHash % count) : own - least;
        // A destination port that no range allows to change stays.
        int choices = given || source ? count : 1;
        for (int i = 0; i < choices && tries < MOST_TRIES; i++, tries++) {
            port(least + (start + i) % count);
            int result = attempt();
            if (result != EXHAUSTED) {
                return result;
            }
        }
        return source ? EXHAUSTED : otherSources();
    }

    /** Tries a destination with source ports other than the packet's. */
    private int otherSources() {
        if (Tuple.isIcmp(original.kind)) {
            return EXHAUSTED;
        }
        int own = original.ports >>> 16;
        int least = lowest(own);
        int count = highest(own) - least + 1;
        for (int i = 1; i < count && tries < MOST_TRIES; i++, tries++) {
            reply.ports = reply.ports & 0xFFFF_0000 | least + (own - least + i) % count;
            int result = attempt();
            if (result != EXHAUSTED) {
                return result;
            }
        }
        reply.ports = reply.ports & 0xFFFF_0000 | own;
        return EXHAUSTED;
    }

    private boolean hasPorts() {
        return Tuple.isIcmp(original.kind) || PacketReader.hasPorts(original.protocol());
    }

    private int ownPort() {
        return source || Tuple.isIcmp(original.kind) ? original.ports >>> 16 : original.ports & 0xFFFF;
    }

    private void port(int port) {
        // In the answer the translated source is the destination, and the translated destination the source.
        if (source && !Tuple.isIcmp(original.kind)) {
            reply.ports = reply.ports & 0xFFFF_0000 | port;
        } else {
            reply.ports = reply.ports & 0xFFFF | port << 16;
        }
    }

    private int lowest(int own) {
        if (Tuple.isIcmp(original.kind)) {
            return 0;
        }
        return own < 512 ? Math.min(own, 1) : own < 1024 ? 512 : 1024;
    }

    private int highest(int own) {
        if (Tuple.isIcmp(original.kind)) {
            return PORTS - 1;
        }
        return own < 512 ? 511 : own < 1024 ? 1023 : PORTS - 1;
    }

    private int attempt() {
        if (table.isTaken(reply, nowMs, scratch, counts)) {
            return EXHAUSTED;
        }
        int result = table.publish(number, original, reply, translation(range));
        return result == ConnectionTable.REPLY_TAKEN ? EXHAUSTED : result;
    }
}
