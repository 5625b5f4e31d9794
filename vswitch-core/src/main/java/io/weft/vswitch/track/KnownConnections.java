package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.TcpHeader;
import io.weft.flow.wire.UdpHeader;
import io.weft.vswitch.packet.Packet;
import org.agrona.UnsafeApi;

/**
 * The short way of one packet thread's bursts to connections that are there: TCP and UDP in IPv4 without options or tags, not translated and without helper, under an order that
 * changes nothing of them.
 * For such a packet {@link #track} has the same effect and the same outcome as {@link PacketTracker#track}; for any other, or one that does not fit its connection, it
 * has none at all, and that one is asked.
 *
 * <pre>
 *   {@link #seek} each packet of a burst:       headers --hash--&gt; where its bucket is
 *   {@link #guess} for all at once:             buckets fetched; bucket --&gt; where its record is; records fetched
 *   {@link #track} one after the other:         checksums, record compared, locked, updated, unlocked
 * </pre>
 *
 * <p>What {@link #guess} found proves nothing: the record is compared as a whole when it is used.
 *
 * <p>Thread-safety: one thread each. Allocation: none. Exceptions: none, whatever the packet.
 */
public final class KnownConnections {
    /** Packets of a burst. */
    public static final int MOST = 64;

    /** {@link #track}: another way must be gone, and nothing has happened. */
    public static final int OTHER = -1;

    private static final int L3 = EthernetHeader.LENGTH;
    private static final int L4 = L3 + Ipv4Header.LENGTH;
    private static final int SHORTEST = L4 + UdpHeader.LENGTH;

    /** Type, version and header length in the word at 12, in network order. */
    private static final long SHAPE_MASK = 0xFFFF_FF00_0000_0000L;

    private static final long SHAPE = (long) EthernetHeader.TYPE_IPV4 << 48 | 0x45L << 40;
    private static final int FRAGMENT = Ipv4Header.MORE_FRAGMENTS | Ipv4Header.OFFSET_MASK;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    /** A deadline that is so little before what it should be is not written anew with each packet. */
    private static final long MOST_SLACK_MS = 64;

    /** So many times shorter is that than the timeout itself, at least. */
    private static final int SLACK_SHARE = 64;

    /** Connections that have a helper, or are there because of one. */
    private static final int NOT_PLAIN = RecordDescriptor.FTP | RecordDescriptor.TFTP | RecordDescriptor.RELATED;

    private final ConnectionTracker tracker;
    private final ConnectionTable table;
    private final TrackCounts counts;
    private final Tuple tuple = new Tuple();
    private final TcpSegment segment = new TcpSegment();
    private final TcpMachine tcp = new TcpMachine();
    private final TcpStream stream = new TcpStream();
    private final int[] numbers = new int[MOST];

    /** Of each packet that is sought: its place in the burst, hash and source, and where its memory is: the bucket, then the record. */
    private final int[] slots = new int[MOST];

    private final long[] hashes = new long[MOST];
    private final long[] sources = new long[MOST];
    private final long[] places = new long[MOST];
    private int sought;

    private int zone;
    private TimeoutPolicy timeouts;
    private boolean verifies;
    private boolean checksWindows;
    private long nowMs;
    private long tcpDeadlineMs;
    private long tcpSlackMs;
    private long udpDeadlineMs;
    private long udpSlackMs;
    private int found;

    // Of the last packet.
    private int state;
    private int mark;
    private long labelHigh;
    private long labelLow;
    private long identity;

    /** Never read: keeps the reads that only fetch memory from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    KnownConnections(ConnectionTracker tracker, ConnectionTable table, TrackCounts counts) {
        this.tracker = tracker;
        this.table = table;
        this.counts = counts;
    }

    /** Whether packets under this order can go this way: it changes nothing of a connection that is there. */
    public static boolean isServed(TrackOrder order) {
        return !order.force() && (order.markMask() | order.labelHighMask() | order.labelLowMask()) == 0;
    }

    /**
     * A burst begins.
     *
     * @param order one that {@link #isServed}
     * @param callerMs as for {@link PacketTracker#track}
     */
    public void begin(TrackOrder order, long callerMs) {
        zone = order.zone();
        timeouts = tracker.timeouts(zone);
        verifies = tracker.verifiesChecksums();
        checksWindows = tracker.checksWindows();
        nowMs = callerMs + tracker.clockOffsetMs();
        long tcpMs = timeouts.timeoutMs(Timeout.TCP_ESTABLISHED);
        long udpMs = timeouts.timeoutMs(Timeout.UDP_MULTIPLE);
        tcpDeadlineMs = nowMs + tcpMs;
        udpDeadlineMs = nowMs + udpMs;
        tcpSlackMs = Math.min(MOST_SLACK_MS, tcpMs / SLACK_SHARE);
        udpSlackMs = Math.min(MOST_SLACK_MS, udpMs / SLACK_SHARE);
        found = 0;
        sought = 0;
    }

    /** Begins to look for the connection of a packet, which has the place {@code slot} in the burst. Nothing is read but the packet. */
    public void seek(int slot, long packet) {
        numbers[slot] = ConnectionTable.NONE;
        if (isPlain(packet)) {
            load(Packet.address(packet));
            long hash = table.hash(tuple);
            slots[sought] = slot;
            hashes[sought] = hash;
            sources[sought] = tuple.sourceLow;
            places[sought++] = table.bucket(hash);
        }
    }

    /** Guesses the connections of all packets that {@link #seek} has seen: {@link #number}. */
    public void guess() {
        fetch(0);
        for (int n = 0; n < sought; n++) {
            int number = table.candidate(places[n], hashes[n]);
            numbers[slots[n]] = number;
            places[n] = table.record(Math.max(number, 0));
        }
        fetch(RecordDescriptor.WORD);
    }

    /** Nothing else is in this loop, so that the processor waits for the memory of as many packets at once as it can. */
    private void fetch(int distance) {
        long sum = 0;
        for (int n = 0; n < sought; n++) {
            sum += Memory.getLong(places[n]) + Memory.getLong(places[n] + distance);
        }
        touched = sum;
    }

    /** Packets of this burst of which {@link #guess} has guessed the connection. */
    public int sought() {
        return sought;
    }

    /** Of the {@code n}-th packet that was sought: twice the number of the connection that was guessed, and one more if it seems to answer. */
    public int likely(int n) {
        long difference = Memory.getLong(places[n] + RecordDescriptor.SOURCE + 8) ^ sources[n];
        return 2 * numbers[slots[n]] + (int) ((difference | -difference) >>> 63);
    }

    /** Guesses the connection of one packet at once. */
    public void guessNow(int slot, long packet) {
        numbers[slot] = ConnectionTable.NONE;
        if (isPlain(packet)) {
            load(Packet.address(packet));
            long hash = table.hash(tuple);
            numbers[slot] = table.candidate(table.bucket(hash), hash);
        }
    }

    private static boolean isPlain(long packet) {
        if (Packet.isExtended(packet) || Packet.linearLength(packet) < SHORTEST) {
            return false;
        }
        long frame = Packet.address(packet);
        long shape = Memory.getLongNetwork(frame + EthernetHeader.TYPE_OFFSET);
        int lives = Memory.getIntNetwork(frame + L3 + 6); // fragment, TTL, protocol
        int protocol = lives & 0xFF;
        return ((shape ^ SHAPE) & SHAPE_MASK) == 0
                && (lives >>> 16 & FRAGMENT) == 0
                && (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP);
    }

    private void load(long frame) {
        long both = Memory.getLongNetwork(frame + L3 + 12);
        tuple.sourceLow = both >>> 32;
        tuple.destinationLow = both & LOW_32;
        tuple.ports = Memory.getIntNetwork(frame + L4);
        tuple.kind = zone | (Memory.getByte(frame + L3 + 9) & 0xFF) << 16;
    }

    /** What {@link #guess} has said: for who keeps something beside each record. */
    public int number(int slot) {
        return numbers[slot];
    }

    /**
     * Tracks a packet whose connection was guessed, and that nobody has changed since.
     *
     * @return whether it is a reply: 0 or 1; or {@link #OTHER}
     */
    public int track(int slot, long packet) {
        int number = numbers[slot];
        if (number == ConnectionTable.NONE) {
            return OTHER;
        }
        long frame = Packet.address(packet);
        if (!isWhole(frame, Packet.linearLength(packet)) || verifies && !isSumRight(frame)) {
            return OTHER;
        }
        load(frame);
        long record = table.record(number);
        int word = RecordDescriptor.word(record);
        int direction = direction(record);
        if (direction == OTHER || !RecordDescriptor.isLive(word) || RecordDescriptor.isLocked(word)) {
            return OTHER;
        }
        if (goesOn(record, word, frame, direction != 0)) {
            found++;
            return direction;
        }
        return change(record, word, frame, direction);
    }

    /**
     * Tracks a packet of which is known beforehand what {@link #track} would find out: its headers, all that {@code HeaderCache} compares, and its connection are those of another packet.
     *
     * @param number {@link #number} of that packet
     * @param isReply whether {@link #track} said 1
     * @param connection {@link #identity} then
     * @return false: nothing has happened, since that connection is gone or does not just go on
     */
    public boolean trackAgain(long packet, int number, boolean isReply, long connection) {
        long frame = Packet.address(packet);
        long record = table.record(number);
        int word = RecordDescriptor.word(record);
        if (RecordDescriptor.identity(record) != connection
                || !RecordDescriptor.isLive(word)
                || RecordDescriptor.isLocked(word)
                || !isTcp(frame) && UdpHeader.datagramLength(frame + L4) != l4Length(frame)
                || verifies && !isSumRight(frame)
                || !goesOn(record, word, frame, isReply)) {
            return false;
        }
        found++;
        return true;
    }

    /** Reads what {@link #trackAgain} will read. */
    public void touch(int number) {
        touched += Memory.getInt(table.record(number) + RecordDescriptor.WORD);
    }

    private static boolean isTcp(long frame) {
        return Memory.getByte(frame + L3 + 9) == IpProtocol.TCP;
    }

    private static int l4Length(long frame) {
        return Memory.getShortNetwork(frame + L3 + 2) - Ipv4Header.LENGTH;
    }

    /**
     * Lets a connection that both sides use have a packet, if that is all that happens. Read as it was when its word was {@code word}; locked only if something changes, which the deadline does now
     * and then.
     */
    private boolean goesOn(long record, int word, long frame, boolean isReply) {
        int flags = RecordDescriptor.flags(record);
        long deadlineMs = RecordDescriptor.deadlineMs(record);
        boolean isTcp = isTcp(frame);
        if (deadlineMs <= nowMs
                || (flags & NOT_PLAIN) != 0
                || (isTcp
                        ? !stream.fits(record, flags, isReply, frame + L4, l4Length(frame), checksWindows)
                        : PlainMachine.state(record) != PlainMachine.BOTH_WAYS)) {
            return false;
        }
        readMarks(record);
        identity = RecordDescriptor.identity(record);
        state = CtState.TRK | CtState.EST | (isReply ? CtState.RPL : 0);
        long renewedMs = isTcp ? tcpDeadlineMs : udpDeadlineMs;
        boolean isFresh = Long.compareUnsigned(renewedMs - deadlineMs, isTcp ? tcpSlackMs : udpSlackMs) <= 0;
        boolean changes = isTcp && stream.changes();
        if (isFresh && !changes) {
            UnsafeApi.loadFence();
            return RecordDescriptor.word(record) == word;
        }
        if (!RecordDescriptor.lock(record, word)) {
            return false;
        }
        Memory.putLong(record + RecordDescriptor.DEADLINE, renewedMs);
        if (changes) {
            stream.store(record);
        }
        RecordDescriptor.unlock(record, word);
        return true;
    }

    private void readMarks(long record) {
        mark = Memory.getInt(record + RecordDescriptor.MARK);
        labelHigh = Memory.getLong(record + RecordDescriptor.LABEL);
        labelLow = Memory.getLong(record + RecordDescriptor.LABEL + 8);
    }

    /** As {@link #track}, for a connection that opens or ends. */
    private int change(long record, int word, long frame, int direction) {
        if (!RecordDescriptor.lock(record, word)) {
            return OTHER;
        }
        identity = 0;
        boolean fits = RecordDescriptor.deadlineMs(record) > nowMs
                && (RecordDescriptor.flags(record) & NOT_PLAIN) == 0
                && update(record, frame, direction != 0);
        readMarks(record);
        RecordDescriptor.unlock(record, word);
        if (!fits) {
            return OTHER;
        }
        found++;
        return direction;
    }

    /** Whether IP packet and transport header are all there, and agree. */
    private static boolean isWhole(long frame, int length) {
        int l4Length = Memory.getShortNetwork(frame + L3 + 2) - Ipv4Header.LENGTH;
        if (l4Length > length - L4) {
            return false;
        }
        return (Memory.getByte(frame + L3 + 9) & 0xFF) == IpProtocol.TCP
                ? TcpHeader.isValid(frame + L4, l4Length)
                : UdpHeader.isValid(l4Length) && UdpHeader.datagramLength(frame + L4) == l4Length;
    }

    private static boolean isSumRight(long frame) {
        long first = Memory.getLongNetwork(frame + L3);
        long second = Memory.getLongNetwork(frame + L3 + 8);
        long third = Memory.getIntNetwork(frame + L3 + 16) & LOW_32;
        if (Checksum.finish((first >>> 32) + (first & LOW_32) + (second >>> 32) + (second & LOW_32) + third) != 0) {
            return false;
        }
        int protocol = (int) (second >>> 48) & 0xFF;
        if (protocol == IpProtocol.UDP && UdpHeader.checksum(frame + L4) == 0) {
            return true;
        }
        int l4Length = ((int) (first >>> 32) & 0xFFFF) - Ipv4Header.LENGTH;
        long pseudo = (second & LOW_32) + third + protocol + l4Length;
        return Checksum.finish(pseudo + Checksum.sum(frame + L4, l4Length)) == 0;
    }

    /** 0 or 1 as {@link #track} has it, when the record has packets with the tuple and does not translate them. */
    private int direction(long record) {
        if (Memory.getInt(record + RecordDescriptor.KIND) != tuple.kind) {
            return OTHER; // of another kind, or translated
        }
        long source = Memory.getLong(record + RecordDescriptor.SOURCE + 8);
        long destination = Memory.getLong(record + RecordDescriptor.DESTINATION + 8);
        int ports = Memory.getInt(record + RecordDescriptor.PORTS);
        if (source == tuple.sourceLow && destination == tuple.destinationLow && ports == tuple.ports) {
            return 0;
        }
        boolean isReply = source == tuple.destinationLow
                && destination == tuple.sourceLow
                && ports == Integer.rotateLeft(tuple.ports, 16);
        return isReply ? 1 : OTHER;
    }

    /** Lets the state machine have the packet; whether it fits. One that does not has changed nothing. */
    private boolean update(long record, long frame, boolean isReply) {
        int step;
        if (tuple.protocol() == IpProtocol.TCP) {
            segment.read(frame + L4, Memory.getShortNetwork(frame + L3 + 2) - Ipv4Header.LENGTH);
            step = tcp.update(record, isReply, segment, checksWindows);
        } else {
            step = PlainMachine.update(record, isReply);
        }
        int result = Step.result(step);
        if (result > Step.OPENING) {
            return false;
        }
        Timeout timeout = Step.timeout(step);
        if (timeout != null) {
            Memory.putLong(record + RecordDescriptor.DEADLINE, nowMs + timeouts.timeoutMs(timeout));
        }
        boolean established = result == Step.ESTABLISHED;
        state = CtState.TRK | (established ? CtState.EST : CtState.NEW) | (established && isReply ? CtState.RPL : 0);
        return true;
    }

    /** State and mark of the last packet, as the first of {@link CtWords} has them. */
    public long stateAndMark() {
        return CtWords.stateAndMark(state, mark);
    }

    /** What tells the connection of the last packet from all others that have its number, for {@link #trackAgain}; 0 when it does not just go on. */
    public long identity() {
        return identity;
    }

    /** Reads the addresses of a packet that was tracked by {@link #trackAgain}, for {@link #writeTo}. */
    public void reload(long packet) {
        load(Packet.address(packet));
    }

    /** Writes what is known of the last packet, {@link CtWords#COUNT} words from {@code at} on. */
    public void writeTo(long[] words, int at, int direction) {
        boolean isReply = direction != 0;
        int ports = isReply ? Integer.rotateLeft(tuple.ports, 16) : tuple.ports;
        words[at] = CtWords.stateAndMark(state, mark);
        words[at + 1] = CtWords.zoneAndPorts(zone, tuple.protocol(), ports);
        words[at + 2] = labelHigh;
        words[at + 3] = labelLow;
        words[at + 4] =
                isReply ? tuple.destinationLow << 32 | tuple.sourceLow : tuple.sourceLow << 32 | tuple.destinationLow;
        words[at + 5] = 0;
        words[at + 6] = 0;
        words[at + 7] = 0;
        words[at + 8] = 0;
    }

    /** The burst is over: what was tracked is counted. */
    public void end() {
        counts.add(TrackReason.FOUND, found);
    }
}
