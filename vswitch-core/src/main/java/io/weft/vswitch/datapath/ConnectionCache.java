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
 *     seek all     headers --&gt; bucket --&gt; record            {@link KnownConnections}: memory is on its way for the whole group
 *     hint all     record and direction --&gt; number of a megaflow of the state
 *     each         track --&gt; is the hinted megaflow the packet's? --&gt; queue, with the megaflow; or a whole burst leaves at once
 *                    |                 no: looked up now, and hinted the next time
 *                    '-- not of a connection that is there, or not plain: as without this class
 * </pre>
 *
 * <p>A hint proves nothing: the megaflow must be of the state where the packet goes on, and is compared under its mask with the packet as it is and with what the tracker just
 * said of its connection. So nothing has to be forgotten here when a connection ends, is marked, or tables change: the megaflow is gone then, or does not match.
 *
 * <p>Thread-safety: its PMD. Allocation: once, with the first packet.
 */
final class ConnectionCache {
    /** {@link #run}: there is nothing left to do with the packets. */
    static final int GONE = -1;

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
    private final int[] numbers = new int[Burst.SIZE];
    private int[] hints = new int[FIRST_HINTS];
    private int untilJudged = JUDGE_EVERY;

    /** Never read: keeps the reads that only fetch memory from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

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
     * Tracks packets and sends them round, unless all that will happen to all of them is to be sent to one port.
     *
     * @param areNew whether nobody has tracked them yet
     * @return that port, where the packets, which are counted, are to be sent now; or {@link #GONE}
     */
    int run(PreparedProgram prepared, KnownConnections known, boolean areNew, int[] members, int count) {
        known.begin(prepared.onlyTracks, tracks.nowMs());
        for (int n = 0; n < count; n++) {
            known.seek(n, burst.packets[members[n]]);
        }
        for (int n = 0; n < count; n++) {
            touched += hints[2 * known.guess(n) & hints.length - 1];
        }
        RecirculationNode node = prepared.next();
        boolean mayLeave = areNew && node != null && tracks.isNobodyRound() && burst.isWhole(count);
        int port = GONE;
        int hits = 0;
        for (int n = 0; n < count; n++) {
            int i = members[n];
            RecirculatedFlow flow = track(prepared, node, known, areNew, n, i);
            hits += flow == null ? 0 : 1;
            if (mayLeave) {
                mayLeave = flow != null && flow.isOnlySent() && (n == 0 || flow.prepared.onlyOutput == port);
                if (mayLeave) {
                    port = flow.prepared.onlyOutput;
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
        if (!mayLeave) {
            return GONE;
        }
        count(node, members, count);
        return port;
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
        return node == null ? null : flow(node, i, 2 * known.number(n) + direction);
    }

    private void count(RecirculationNode node, int[] members, int count) {
        long nowNs = tracks.nowNs();
        for (int n = 0; n < count; n++) {
            node.flow(numbers[n]).count(burst.length(members[n]), nowNs);
        }
        counters.recirculated(count);
        counters.megaflowHits(count);
        counters.connectionHits(count);
    }

    /** The megaflow of a packet, or null. */
    private RecirculatedFlow flow(RecirculationNode node, int i, int place) {
        int hint = place & hints.length - 1;
        burst.completeKey(i);
        RecirculatedFlow flow = node.flow(hints[hint]);
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
            hints[hint] = found.number;
        }
        return found;
    }

    /** Each growth makes twice the room; some dozens of growths in the life of a PMD. */
    private void grow(int place) {
        hints = Arrays.copyOf(hints, Math.min(MOST_HINTS, 2 * Integer.highestOneBit(place)));
    }
}
