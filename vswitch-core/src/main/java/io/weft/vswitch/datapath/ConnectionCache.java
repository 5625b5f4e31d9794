package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.track.CtState;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.track.KnownConnections;
import io.weft.vswitch.track.TrackOrder;
import java.util.Arrays;

/**
 * What packets of connections need that are there: the megaflow that the last packet of the same connection and direction had when it came round. So such a packet costs
 * one lookup when it arrives and one update of its connection.
 *
 * <pre>
 *   group of a program that tracks and sends round, nothing else
 *     seek all     headers --&gt; bucket --&gt; record            {@link KnownConnections}: memory is on its way for the whole group
 *     hint all     record and direction --&gt; number of a megaflow of the state
 *     each         track --&gt; is the hinted megaflow the packet's? --&gt; queue, with the megaflow
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
    /** Most hints: four megabytes. Connections with higher numbers share them. */
    private static final int MOST_HINTS = 1 << 20;

    private static final int FIRST_HINTS = 1 << 12;

    /** Packets between two judgements. */
    private static final int JUDGE_EVERY = 1 << 14;

    private static final int NATTED = CtState.SNAT | CtState.DNAT;

    private final Burst burst;
    private final TrackRunner tracks;
    private final HeaderTrial trial = new HeaderTrial();
    private final long[] key = new long[CtWords.WORDS];
    private int[] hints = new int[FIRST_HINTS];
    private int untilJudged = JUDGE_EVERY;

    /** Never read: keeps the reads that only fetch memory from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    ConnectionCache(Burst burst, TrackRunner tracks) {
        this.burst = burst;
        this.tracks = tracks;
    }

    /** Whether it is worth being asked now. */
    boolean isOn() {
        untilJudged--;
        if (untilJudged <= 0) {
            trial.judge();
            untilJudged = JUDGE_EVERY;
        }
        return trial.isOn();
    }

    /**
     * Tracks packets and sends them round.
     *
     * @param areNew whether nobody has tracked them yet
     */
    void run(PreparedProgram prepared, KnownConnections known, boolean areNew, int[] members, int count) {
        TrackOrder order = prepared.onlyTracks;
        RecirculationNode node = prepared.next();
        known.begin(order, tracks.nowMs());
        for (int n = 0; n < count; n++) {
            known.seek(n, burst.packets[members[n]]);
        }
        for (int n = 0; n < count; n++) {
            touched += hints[2 * known.guess(n) & hints.length - 1];
        }
        int hits = 0;
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = burst.packets[i];
            if (packet == Packet.NONE) {
                continue;
            }
            if (areNew) {
                tracks.arrive(i);
            }
            boolean isSimple = areNew || (CtWords.state(tracks.words, i * CtWords.COUNT) & NATTED) == 0;
            int direction = isSimple ? known.track(n, packet) : KnownConnections.OTHER;
            if (direction == KnownConnections.OTHER) {
                tracks.track(order, prepared.program, 0, i);
                if (burst.packets[i] != Packet.NONE) {
                    tracks.recirculate(node, i, null);
                }
                continue;
            }
            known.writeTo(tracks.words, i * CtWords.COUNT, direction);
            RecirculatedFlow flow = node == null ? null : flow(node, i, 2 * known.guess(n) + direction);
            tracks.recirculate(node, i, flow);
            hits += flow == null ? 0 : 1;
        }
        known.end();
        trial.saw(count, hits);
        untilJudged -= count;
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
