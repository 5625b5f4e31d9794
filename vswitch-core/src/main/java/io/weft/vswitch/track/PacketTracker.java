package io.weft.vswitch.track;

import io.weft.flow.action.NatSpec;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.IpProtocol;

/**
 * One packet thread's way to the tracker. {@link #track} takes a packet and one {@code ct(...)}; what came of it stays in this object until
 * the next call.
 *
 * <p>Thread-safety: one thread each; the table below is shared. Allocation: none but for control connections of helpers and what they announce. Exceptions: none, whatever the packet.
 */
public final class PacketTracker {
    /** Beside {@link #prior}: checksums need no look, since a device has checked them or one will write them. */
    public static final long CHECKSUMS_TRUSTED = 1L << 63;

    /** Beside {@link #prior}: the packet lies at its address as long as its IP header says, whatever its descriptor says. */
    public static final long WHOLE = 1L << 62;

    private static final int NATTED = CtState.SNAT | CtState.DNAT;
    private static final int HELPED = RecordDescriptor.FTP | RecordDescriptor.TFTP;
    private static final int AGAIN = -1;

    private final ConnectionTracker tracker;
    private final ConnectionTable table;
    private final TrackCounts counts = new TrackCounts();
    private final PacketReader reader = new PacketReader();
    private final Tuple tuple = reader.tuple;
    private final TcpSegment segment = new TcpSegment();
    private final TcpMachine tcp = new TcpMachine();
    private final Tuple scratch = new Tuple();
    private final NatChoice natChoice;
    private final Helpers helpers;
    private final KnownConnections connections;

    private final Tuple original = new Tuple();
    private final Tuple after = new Tuple();
    private final NatResult nat = new NatResult();
    private TrackReason reason = TrackReason.INVALID_HEADER;
    private int state;
    private int zone;
    private int mark;
    private long labelHigh;
    private long labelLow;
    private boolean known;

    /** The packet was translated in this zone already: its connection has it as the answer to an answer. */
    private boolean natted;

    /** There was no connection of the packet. */
    private boolean isNewcomer;

    private int carried;
    private long nowMs;

    /** Whose announcement the packet answers, or null. */
    private Expectation expected;

    PacketTracker(ConnectionTracker tracker, ConnectionTable table) {
        this.tracker = tracker;
        this.table = table;
        natChoice = new NatChoice(table, counts);
        helpers = new Helpers(tracker);
        connections = new KnownConnections(tracker, table, counts);
    }

    /** The {@code prior} of a packet that has been through the tracker: its {@code ct_state} and {@code ct_zone}; 0 for one that has not. */
    public static long prior(int ctState, int ctZone) {
        return (long) ctZone << 32 | ctState;
    }

    /**
     * Tracks one packet.
     *
     * @param packet its descriptor; the headers are in the contiguous bytes
     * @param layers what {@code KeyExtractor.extract} returned for it
     * @param key address of its key as it is now, {@code FlowKey.PACKET_BYTES} bytes
     * @param prior {@link #prior} of it, with {@link #CHECKSUMS_TRUSTED} or without
     * @param callerMs the caller's clock, the one that the tracker was opened with
     * @return the new {@code ct_state}, as {@link #state()}
     */
    public int track(TrackOrder order, long packet, long layers, long key, long prior, long callerMs) {
        forget(order.zone(), prior);
        boolean verify = prior >= 0 && tracker.verifiesChecksums();
        TrackReason fault = reader.read(packet, layers, key, zone, verify, (prior & WHOLE) != 0);
        if (fault != null) {
            return end(CtState.INV, fault);
        }
        if (isTcp()) {
            segment.read(reader.l4, reader.l4Length);
        }
        nowMs = callerMs + tracker.clockOffsetMs();
        if (natted) {
            tuple.reverse();
        }
        int result;
        do {
            result = attempt(order);
        } while (result == AGAIN);
        return result;
    }

    /** Says of a packet, without a look at it, that it is invalid. */
    public void refuse(TrackOrder order, TrackReason why) {
        forget(order.zone(), 0);
        end(CtState.INV, why);
    }

    /**
     * Reads what {@link #track} will read for this packet, so that the memory of a burst's connections is on its way before the first is needed;
     * worth it when a burst has packets of many connections.
     *
     * @param key as for {@link #track}
     * @return nothing of meaning: to be used somewhere, or the compiler leaves the reading out
     */
    public long touch(TrackOrder order, long key) {
        return reader.readKey(key, order.zone()) ? table.touch(table.hash(tuple)) : 0;
    }

    /**
     * Whether it is certain that {@link #track} will find no connection of this packet. What it said of the packet before is not touched by it.
     *
     * @param key as for {@link #track}, of a packet that is no fragment
     */
    public boolean isUnknown(TrackOrder order, long key) {
        return reader.readKey(key, order.zone()) && table.find(tuple, table.hash(tuple)) == ConnectionTable.NONE;
    }

    private void forget(int newZone, long prior) {
        isNewcomer = true;
        zone = newZone;
        carried = (int) (prior >>> 32 & 0xFFFF) == newZone ? (int) prior & NATTED : 0;
        natted = carried != 0;
        clearMarks();
        known = false;
        nat.clear();
    }

    private void clearMarks() {
        mark = 0;
        labelHigh = 0;
        labelLow = 0;
    }

    private int end(int bits, TrackReason why) {
        state = bits | CtState.TRK;
        reason = why;
        counts.add(why);
        return state;
    }

    private boolean isTcp() {
        return !reader.related && tuple.protocol() == IpProtocol.TCP;
    }

    private int attempt(TrackOrder order) {
        int number = lock(table.hash(tuple));
        if (number == ConnectionTable.NONE) {
            return begin(order);
        }
        long record = table.record(number);
        if (RecordDescriptor.deadlineMs(record) <= nowMs) {
            return remove(number, TableEvent.EXPIRED);
        }
        isNewcomer = false;
        boolean isReply = tuple.reply != natted;
        if (reader.related) {
            return found(record, order, isReply, CtState.REL | (isReply ? CtState.RPL : 0), TrackReason.RELATED);
        }
        if (isReply && order.force()) {
            return remove(number, TableEvent.REVERSED);
        }
        if ((RecordDescriptor.flags(record) & RecordDescriptor.FTP) != 0) {
            helpers.straighten(number, isReply, segment, natted);
        }
        int step = advance(record, isReply);
        Timeout timeout = Step.timeout(step);
        if (timeout != null) {
            Memory.putLong(record + RecordDescriptor.DEADLINE, nowMs + tracker.timeoutMs(zone, timeout));
        }
        return switch (Step.result(step)) {
            case Step.ESTABLISHED ->
                found(record, order, isReply, CtState.EST | (isReply ? CtState.RPL : 0), TrackReason.FOUND);
            case Step.OPENING -> found(record, order, isReply, CtState.NEW, TrackReason.FOUND);
            case Step.REOPEN -> remove(number, TableEvent.REOPENED);
            case Step.INVALID_FLAGS -> misfit(record, TrackReason.INVALID_TCP_FLAGS);
            case Step.INVALID_WINDOW -> misfit(record, TrackReason.INVALID_TCP_WINDOW);
            default -> misfit(record, TrackReason.INVALID_SCTP);
        };
    }

    /** Finds and locks the record of the tuple, or {@link ConnectionTable#NONE}. */
    private int lock(long hash) {
        for (int spins = 1; ; spins++) {
            int number = table.find(tuple, hash);
            if (number == ConnectionTable.NONE
                    || !RecordDescriptor.isLocked(tuple.word)
                            && RecordDescriptor.lock(table.record(number), tuple.word)) {
                return number;
            }
            Spin.pause(spins);
        }
    }

    private int remove(int number, TableEvent event) {
        table.remove(number, scratch);
        counts.add(event);
        return AGAIN;
    }

    private int advance(long record, boolean isReply) {
        return switch (tuple.protocol()) {
            case IpProtocol.TCP -> tcp.update(record, isReply, segment, tracker.checksWindows());
            case IpProtocol.SCTP -> SctpMachine.update(record, isReply, reader.l4, reader.end);
            default ->
                Tuple.isIcmp(tuple.kind)
                        ? PlainMachine.updateIcmp(record, isReply)
                        : PlainMachine.update(record, isReply);
        };
    }

    private int found(long record, TrackOrder order, boolean isReply, int bits, TrackReason why) {
        original.loadOriginal(record);
        known = true;
        int translation = order.nat() == null || natted ? 0 : translate(record, isReply);
        if ((order.markMask() | order.labelHighMask() | order.labelLowMask()) != 0) {
            paint(record, order);
        }
        loadMarks(record);
        int flags = RecordDescriptor.flags(record);
        if ((flags & HELPED) != 0 && !natted && !reader.related) {
            help(record, flags, isReply);
        }
        RecordDescriptor.unlock(record, tuple.word);
        int related = (flags & RecordDescriptor.RELATED) != 0 ? CtState.REL : 0;
        return end(bits | related | carried | translation, why);
    }

    private void help(long record, int flags, boolean isReply) {
        if ((flags & RecordDescriptor.FTP) != 0) {
            helpers.control(this, record, reader, segment, nowMs);
        } else if (!isReply) {
            helpers.request(this, record, reader, nowMs);
        }
    }

    private int misfit(long record, TrackReason why) {
        original.loadOriginal(record);
        known = true;
        loadMarks(record);
        RecordDescriptor.unlock(record, tuple.word);
        return end(CtState.INV, why);
    }

    private void loadMarks(long record) {
        mark = Memory.getInt(record + RecordDescriptor.MARK);
        labelHigh = Memory.getLong(record + RecordDescriptor.LABEL);
        labelLow = Memory.getLong(record + RecordDescriptor.LABEL + 8);
    }

    /** Sets mark and label under the order's masks; a process that ends in between leaves the lock that says so. */
    private void paint(long record, TrackOrder order) {
        RecordDescriptor.word(record, tuple.word | RecordDescriptor.RELABELLING);
        put(record + RecordDescriptor.LABEL, order.labelHigh(), order.labelHighMask());
        put(record + RecordDescriptor.LABEL + 8, order.labelLow(), order.labelLowMask());
        int old = Memory.getInt(record + RecordDescriptor.MARK);
        Memory.putInt(record + RecordDescriptor.MARK, old & ~order.markMask() | order.mark() & order.markMask());
    }

    private static void put(long at, long value, long mask) {
        Memory.putLong(at, Memory.getLong(at) & ~mask | value & mask);
    }

    /** Finds what the packet is to look like; the bits of {@code ct_state} that say so. */
    private int translate(long record, boolean isReply) {
        int kind = Memory.getInt(record + RecordDescriptor.KIND);
        if ((kind & (RecordDescriptor.SNAT | RecordDescriptor.DNAT)) == 0) {
            return 0;
        }
        if (isReply) {
            after.loadOriginal(record);
        } else {
            after.loadReply(record);
        }
        after.reverse();
        return translated(kind, isReply);
    }

    private int translated(int kind, boolean isReply) {
        boolean source = (kind & RecordDescriptor.SNAT) != 0 != isReply;
        nat.set(after, source, reader.related);
        return source ? CtState.SNAT : CtState.DNAT;
    }

    private int begin(TrackOrder order) {
        isNewcomer = true;
        if (natted) {
            // Its connection has gone since: it counts for what it is now.
            natted = false;
            carried = 0;
            tuple.reverse();
            counts.add(TableEvent.NATTED_GONE);
            return AGAIN;
        }
        if (reader.related) {
            return end(CtState.INV, TrackReason.INVALID_RELATED);
        }
        if (isTcp() && segment.isContradictory()) {
            return end(CtState.INV, TrackReason.INVALID_TCP_FLAGS);
        }
        if (!mayBegin()) {
            return end(CtState.INV, TrackReason.INVALID_NEW);
        }
        expected = tracker.expectations().find(tuple, nowMs);
        return order.commit() || order.force() ? commitOrRefuse(order) : end(CtState.NEW | related(), TrackReason.NEW);
    }

    private int related() {
        return expected == null ? 0 : CtState.REL;
    }

    /** What a new connection's translation is: that of the connection that announced it, before the order's own. */
    private NatSpec translation(TrackOrder order) {
        boolean given = order.nat() != null && expected != null && expected.nat() != null;
        return given ? expected.nat() : order.nat();
    }

    private boolean mayBegin() {
        return switch (tuple.protocol()) {
            case IpProtocol.TCP -> TcpMachine.mayBegin(segment);
            case IpProtocol.SCTP -> SctpMachine.mayBegin(reader.l4, reader.end);
            default -> !Tuple.isIcmp(tuple.kind) || IcmpKind.isRequest(IcmpKind.type(tuple.ports), tuple.isIpv6());
        };
    }

    private int commitOrRefuse(TrackOrder order) {
        int result = commit(order);
        if (result != AGAIN && reason.isRefusal() && makesBinding(translation(order))) {
            nat.refuse();
        }
        return result;
    }

    private int commit(TrackOrder order) {
        if (!table.zones().take(zone)) {
            return end(CtState.NEW, TrackReason.ZONE_LIMIT);
        }
        int number = table.take(table.hash(tuple), nowMs, scratch, counts);
        if (number == ConnectionTable.NONE) {
            table.zones().give(zone);
            return end(CtState.NEW, TrackReason.TABLE_FULL);
        }
        fill(table.record(number), order);
        if (Helpers.flag(order, tuple.protocol()) == RecordDescriptor.FTP) {
            tracker.ftpSessions().begin(number);
        }
        int result = publish(number, translation(order));
        if (result == ConnectionTable.PUBLISHED) {
            return committed(order);
        }
        table.release(number);
        table.zones().give(zone);
        clearMarks();
        if (table.find(tuple, table.hash(tuple)) != ConnectionTable.NONE) {
            // Another thread committed it meanwhile, perhaps from the other side: it is what was in the way.
            counts.add(TableEvent.RACES_LOST);
            return AGAIN;
        }
        return switch (result) {
            case ConnectionTable.ORIGINAL_TAKEN -> AGAIN;
            case ConnectionTable.REPLY_TAKEN -> end(CtState.NEW, TrackReason.CLASH);
            case NatChoice.EXHAUSTED -> end(CtState.INV, TrackReason.NAT_EXHAUSTED);
            default -> end(CtState.NEW, TrackReason.TABLE_FULL);
        };
    }

    private int publish(int number, NatSpec range) {
        if (makesBinding(range)) {
            return natChoice.publish(number, tuple, after, range, nowMs);
        }
        after.copy(tuple);
        after.reverse();
        return table.isTaken(after, nowMs, scratch, counts)
                ? ConnectionTable.REPLY_TAKEN
                : table.publish(number, tuple, after, 0);
    }

    private boolean makesBinding(NatSpec range) {
        return range != null && range.covers(tuple.isIpv6());
    }

    private int committed(TrackOrder order) {
        counts.add(TableEvent.CREATED);
        original.copy(tuple);
        known = true;
        if (Helpers.flag(order, tuple.protocol()) == RecordDescriptor.TFTP) {
            helpers.begun(this, tuple, after, reader, nowMs);
        }
        int translation = 0;
        NatSpec range = translation(order);
        if (makesBinding(range)) {
            after.reverse();
            translation = translated(NatChoice.translation(range), false);
        }
        if (expected != null) {
            tracker.expectations().met(expected);
        }
        return end(CtState.NEW | related() | translation, TrackReason.COMMITTED);
    }

    /** Mark and label are at first those of the connection that announced this one. */
    private void inherit() {
        mark = expected == null ? 0 : expected.mark();
        labelHigh = expected == null ? 0 : expected.labelHigh();
        labelLow = expected == null ? 0 : expected.labelLow();
    }

    private void fill(long record, TrackOrder order) {
        inherit();
        mark = mark & ~order.markMask() | order.mark() & order.markMask();
        labelHigh = labelHigh & ~order.labelHighMask() | order.labelHigh() & order.labelHighMask();
        labelLow = labelLow & ~order.labelLowMask() | order.labelLow() & order.labelLowMask();
        Memory.putInt(record + RecordDescriptor.MARK, mark);
        Memory.putLong(record + RecordDescriptor.LABEL, labelHigh);
        Memory.putLong(record + RecordDescriptor.LABEL + 8, labelLow);
        Memory.putInt(record + RecordDescriptor.BEGUN, (int) (nowMs / 1000));
        int related = expected == null ? 0 : RecordDescriptor.RELATED;
        Memory.putInt(
                record + RecordDescriptor.FLAGS,
                RecordDescriptor.nextGeneration(record) | Helpers.flag(order, tuple.protocol()) | related);
        Timeout timeout = switch (tuple.protocol()) {
            case IpProtocol.TCP -> tcp.begin(record, segment);
            case IpProtocol.SCTP -> SctpMachine.begin(record, reader.l4, reader.end);
            default -> PlainMachine.begin(record, Tuple.isIcmp(tuple.kind));
        };
        Memory.putLong(record + RecordDescriptor.DEADLINE, nowMs + tracker.timeoutMs(zone, timeout));
    }

    /** The short way of this thread to connections that are there. */
    public KnownConnections known() {
        return connections;
    }

    TrackCounts counts() {
        return counts;
    }

    /** The packet's {@code ct_state}: bits of {@link CtState}. */
    public int state() {
        return state;
    }

    /** The packet's {@code ct_zone}. */
    public int zone() {
        return zone;
    }

    /** Whether nothing was known of the packet's connection before the packet, if it has one. */
    public boolean isNewcomer() {
        return isNewcomer;
    }

    /** Why the state is what it is. */
    public TrackReason reason() {
        return reason;
    }

    /** {@code ct_mark} of the connection, 0 without one. */
    public int mark() {
        return mark;
    }

    /** Bits 64 to 127 of {@code ct_label}. */
    public long labelHigh() {
        return labelHigh;
    }

    /** Bits 0 to 63 of {@code ct_label}. */
    public long labelLow() {
        return labelLow;
    }

    /**
     * Writes state, zone, mark, label and the original tuple into a whole key: words {@code ARRIVAL_WORD + 2} to {@code ARRIVAL_WORD + 10} of
     * {@code FlowKey}. For ICMP the ports of the tuple are type and code, as ovs-fields(7) has it.
     */
    public void writeTo(long[] key) {
        CtWords.write(this, known ? original : null, key);
    }

    /** What {@code nat} makes of the packet. */
    public NatResult nat() {
        return nat;
    }
}
