package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.track.CtState;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.track.KnownConnections;
import java.util.Arrays;

/**
 * What packets of connections need that are there: the megaflow that the last packet of the same connection and direction had when it came round. So such a packet costs
 * one lookup when it arrives and one update of its connection.
 *
 * <pre>
 *   group of a program that tracks and sends round, nothing else
 *     headers known, with a remark (megaflow, record, direction, connection) --&gt; track again: none of what follows
 *     seek all     headers --&gt; bucket --&gt; record            {@link KnownConnections}: each step for the whole group, so that it waits for
 *     hint all     record and direction --&gt; number of a megaflow of the state --&gt; megaflow        the memory of many packets at once
 *     each         track --&gt; is the hinted megaflow the packet's? --&gt; queue, with the megaflow; or a whole burst leaves at once
 *                    |                 no: looked up now, and hinted the next time
 *                    '-- not of a connection that is there, or not plain: as without this class
 * </pre>
 *
 * <p>A hint proves nothing: the megaflow must be of the state where the packet goes on, and is compared under its mask with the packet as it is and with what the tracker just
 * said of its connection. So nothing has to be forgotten here when a connection ends, is marked, or tables change: the megaflow is gone then, or does not match.
 *
 * <p>A remark is beside the headers of a {@code HeaderCache} and belongs to one reference, so program, zone and state are those that it was made under; connection, megaflow, state and mark are compared. ADR 25 tells why that is enough.
 *
 * <p>Thread-safety: its PMD. Allocation: once, with the first packet.
 */
final class ConnectionCache {
    /** {@link #run}: there is nothing left to do with the packets. */
    static final int GONE = -1;

    /** {@link #run}: the packets, which are counted, are to be sent to {@link #ports}. */
    static final int SEVERAL = -3;

    /** In the first word of a remark: number of the megaflow | of the record | direction. */
    private static final int NUMBER_SHIFT = 25;

    private static final int MOST_RECORD = (1 << NUMBER_SHIFT - 1) - 1;

    /** Most hints: four megabytes. Connections with higher numbers share them. */
    private static final int MOST_HINTS = 1 << 20;

    private static final int FIRST_HINTS = 1 << 12;

    /** Packets between two judgements. */
    private static final int JUDGE_EVERY = 1 << 14;

    /** Judgements between two trials: connections that are new today are there in a moment. */
    private static final int REST = 16;

    private static final int NATTED = CtState.SNAT | CtState.DNAT;

    private final Burst burst;
    private final TrackRunner tracks;
    private final PmdCounters counters;
    private final HeaderTrial trial = new HeaderTrial(REST);
    private final long[] key = new long[CtWords.WORDS];
    private final long[] numbers = new long[Burst.SIZE];
    private final int[] ports = new int[Burst.SIZE];
    private final int[] hinted = new int[Burst.SIZE];
    private int[] hints = new int[FIRST_HINTS];
    private int untilJudged = JUDGE_EVERY;

    /** Never read: keeps the reads that only fetch memory from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    ConnectionCache(Burst burst, TrackRunner tracks, PmdCounters counters) {
        this.burst = burst;
        this.tracks = tracks;
        this.counters = counters;
    }

    /** Whether it is worth being asked for {@code count} packets now. */
    boolean isOn(int count) {
        untilJudged -= count;
        if (untilJudged <= 0) {
            trial.judge();
            untilJudged = JUDGE_EVERY;
        }
        return trial.isOn();
    }

    /**
     * Tracks packets and sends them round, unless all that will happen to all of them is to be sent.
     *
     * @param areNew whether nobody has tracked them yet
     * @return the port where all of the packets, which are counted, are to be sent now; or {@link #SEVERAL}; or {@link #GONE}
     */
    int run(PreparedProgram prepared, KnownConnections known, boolean areNew, int[] members, int count) {
        known.begin(prepared.onlyTracks, tracks.nowMs());
        RecirculationNode node = prepared.next();
        boolean areRemarked = areNew && node != null && burst.hasRemarks();
        boolean mayLeave = areNew && node != null && tracks.isNobodyRound() && burst.isWhole(count);
        seek(node, known, areRemarked, members, count);
        int hits = 0;
        for (int n = 0; n < count; n++) {
            int i = members[n];
            RecirculatedFlow flow = areRemarked && burst.remarks[i] != 0
                    ? trackAgain(prepared, node, known, n, i)
                    : track(prepared, node, known, areNew, n, i);
            hits += flow == null ? 0 : 1;
            if (mayLeave) {
                mayLeave = flow != null && flow.isOnlySent();
                if (mayLeave) {
                    ports[n] = flow.onlyOutput;
                    numbers[n] = flow.number;
                    continue;
                }
                for (int earlier = 0; earlier < n; earlier++) {
                    tracks.recirculate(node, members[earlier], node.flow(numbers[earlier]));
                }
            }
            if (burst.packets[i] != Packet.NONE) {
                tracks.recirculate(node, i, flow);
            }
        }
        known.end();
        trial.saw(count, hits);
        if (areNew && 4 * hits >= 3 * count) {
            burst.keepRemarks();
        }
        return mayLeave ? leave(node, members, count) : GONE;
    }

    /** Lets the memory of what the packets need be on its way before the first is tracked. */
    private void seek(RecirculationNode node, KnownConnections known, boolean areRemarked, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            long remark = areRemarked ? burst.remarks[members[n]] : 0;
            if (remark != 0) {
                known.touch(record(remark));
            } else {
                known.seek(n, burst.packets[members[n]]);
            }
        }
        if (known.sought() > 0) {
            known.guess();
            hint(node, known);
        }
    }

    private void hint(RecirculationNode node, KnownConnections known) {
        int last = hints.length - 1;
        for (int n = 0; n < known.sought(); n++) {
            hinted[n] = hints[known.likely(n) & last];
        }
        if (node != null) {
            touched = node.touch(hinted, known.sought());
        }
    }

    private static int record(long remark) {
        return (int) (remark >>> 1) & MOST_RECORD;
    }

    /** As {@link #track}, for a packet with a remark. */
    private RecirculatedFlow trackAgain(
            PreparedProgram prepared, RecirculationNode node, KnownConnections known, int n, int i) {
        long packet = burst.packets[i];
        long remark = burst.remarks[i];
        int direction = (int) remark & 1;
        RecirculatedFlow flow = node.flow(remark >>> NUMBER_SHIFT);
        if (flow == null || !known.trackAgain(packet, record(remark), direction != 0, burst.secondRemarks[i])) {
            known.guessNow(n, packet);
            return track(prepared, node, known, true, n, i);
        }
        tracks.arriveKnown(i);
        if (flow.matchesState(known.stateAndMark())) {
            return flow;
        }
        known.reload(packet);
        known.writeTo(tracks.words, i * CtWords.COUNT, direction);
        return flow(node, i, 2 * record(remark) + direction);
    }

    /** Tracks a packet; the megaflow that it will have, if that is known. */
    private RecirculatedFlow track(
            PreparedProgram prepared, RecirculationNode node, KnownConnections known, boolean areNew, int n, int i) {
        if (burst.packets[i] == Packet.NONE) {
            return null;
        }
        boolean isSimple = areNew || (CtWords.state(tracks.words, i * CtWords.COUNT) & NATTED) == 0;
        int direction = isSimple ? known.track(n, burst.packets[i]) : KnownConnections.OTHER;
        if (direction == KnownConnections.OTHER) {
            if (areNew) {
                tracks.arrive(i);
            }
            tracks.track(prepared.onlyTracks, prepared.program, 0, i);
            return null;
        }
        if (areNew) {
            tracks.arriveKnown(i);
        }
        known.writeTo(tracks.words, i * CtWords.COUNT, direction);
        RecirculatedFlow flow = node == null ? null : flow(node, i, 2 * known.number(n) + direction);
        if (areNew && flow != null && flow.isOnlySent() && flow.isForAnyLabel && known.identity() != 0) {
            burst.remark(i, flow.number << NUMBER_SHIFT | (long) known.number(n) << 1 | direction, known.identity());
        }
        return flow;
    }

    /** Counts packets that leave now. */
    private int leave(RecirculationNode node, int[] members, int count) {
        long nowNs = tracks.nowNs();
        int others = 0;
        for (int n = 0; n < count; n++) {
            node.flow(numbers[n]).count(burst.length(members[n]), nowNs);
            others |= ports[n] ^ ports[0];
        }
        counters.recirculated(count);
        counters.megaflowHits(count);
        counters.connectionHits(count);
        return others == 0 ? ports[0] : SEVERAL;
    }

    /** Where packets are to be sent, by their place in the group, after {@link #SEVERAL}. */
    int[] ports() {
        return ports;
    }

    /** The megaflow of a packet, or null. */
    private RecirculatedFlow flow(RecirculationNode node, int i, int place) {
        int hint = place & hints.length - 1;
        burst.completeKey(i);
        RecirculatedFlow flow = node.flowLike(hints[hint]);
        if (flow != null && flow.matches(burst.key(i), tracks.words, i * CtWords.COUNT)) {
            return flow;
        }
        if (place >= hints.length && hints.length < MOST_HINTS) {
            grow(place);
            hint = place & hints.length - 1;
        }
        long address = burst.key(i);
        for (int word = 0; word < FlowKey.SHORT_WORDS; word++) {
            key[word] = Memory.getLong(address + 8L * word);
        }
        tracks.words(i, key, FlowKey.PACKET_WORDS);
        RecirculatedFlow found = node.find(key);
        if (found != null) {
            hints[hint] = (int) found.number;
        }
        return found;
    }

    /** Each growth makes twice the room; some dozens of growths in the life of a PMD. */
    private void grow(int place) {
        hints = Arrays.copyOf(hints, Math.min(MOST_HINTS, 2 * Integer.highestOneBit(place)));
    }
}
