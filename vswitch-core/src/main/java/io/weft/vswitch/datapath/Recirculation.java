package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.Translator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The packets of one PMD that come round: what a program has sent to a frozen state is looked up there, with what the tracker said of it, and translated
 * from there where nobody knows it.
 *
 * <pre>
 *   burst --programs--> RecirculationQueue --up to 64--> own burst --> megaflows of the state | translation --> programs
 *                               ^                                                                               |
 *                               +-------------------------- again, at most 8 times a packet --------------------+
 * </pre>
 *
 * <p>A packet that nobody knows waits for one of the next rounds when the translations of this one are used up, or others wait already; what is known does not wait for it. They
 * go on before anything is received. There is room for {@value #MOST_WAITING}; what finds none, and what is over the {@link MissBudget} of a queue that holds up others, is
 * dropped.
 *
 * <p>All of it is beside the path of packets that are not tracked: they pass no branch of it.
 */
final class Recirculation implements AutoCloseable {
    /** Packets that wait for a translation at most: a quarter of those that may come round at once. */
    static final int MOST_WAITING = RecirculationQueue.MOST / 4;

    private static final int UNASKED = -1;
    private static final int[] ALONE = {0};

    private final Burst burst;
    private final Groups groups = new Groups();
    private final MegaflowStore store;
    private final ProgramStore programs;
    private final PmdCounters counters;
    private final FrameCache frames;
    private final PmdSettings settings;
    private final RecirculationIds ids;
    private final RecirculationQueue queue;
    private final RecirculationQueue waiting = new RecirculationQueue(MOST_WAITING);
    private final MissBudgets budgets;
    private final TrackRunner tracks;
    private final ProgramRunner runner;
    private final Map<FrozenState, RecirculationNode> nodes = new HashMap<>();
    private final Translator translator = new Translator();
    private final Translation translation = Translation.ofWholeKeys();
    private final long[] key = new long[CtWords.WORDS];
    private final long[] whole = new long[FlowKey.WORDS];
    private final PreparedProgram[] borrowed = new PreparedProgram[Burst.SIZE];
    private final RecirculatedFlow[] flows = new RecirculatedFlow[Burst.SIZE];
    private final RecirculationNode[] taken = new RecirculationNode[Burst.SIZE];
    private int borrowedCount;
    private int hits;
    private int connectionHits;

    // of a run

    /** Whose burst the packets were in; null for packets that have waited, and for those of no queue. */
    private RxSource source;

    /** Whether the packets have waited. */
    private boolean goesOn;

    /** Translations that there may be; {@link #UNASKED} before the first packet that needs one. */
    private int allowed;

    private int translated;
    private long translationNs;
    private int delayed;
    private int dropped;

    Recirculation(
            Burst burst,
            RecirculationQueue queue,
            TrackRunner tracks,
            ProgramRunner runner,
            MegaflowStore store,
            ProgramStore programs,
            PmdCounters counters,
            FrameCache frames,
            PmdSettings settings,
            RecirculationIds ids,
            MissBudgets budgets) {
        this.budgets = budgets;
        this.burst = burst;
        this.queue = queue;
        this.tracks = tracks;
        this.runner = runner;
        this.store = store;
        this.programs = programs;
        this.counters = counters;
        this.frames = frames;
        this.settings = settings;
        this.ids = ids;
    }

    // ---- states

    /** The node of a state, with one more user; null when there are too many states. */
    RecirculationNode acquire(FrozenState state) {
        RecirculationNode node = nodes.get(state);
        if (node == null) {
            int id = ids.acquire(state);
            if (id == RecirculationIds.NONE) {
                return null;
            }
            node = new RecirculationNode(state, id);
            nodes.put(state, node);
        }
        node.users++;
        return node;
    }

    void release(RecirculationNode node) {
        if (node != null && --node.users == 0) {
            nodes.remove(node.state);
            ids.release(node.state);
        }
    }

    // ---- packets

    /**
     * Lets the packets of the queue, and those that they send round, go their ways.
     *
     * @param from the queue whose burst they were in, or null
     */
    void run(SwitchSnapshot snapshot, RxSource from, long nowNs) {
        begin(from, UNASKED);
        drain(snapshot, nowNs);
        int needed = translated + delayed;
        if (needed + dropped > 0) {
            long perOneNs = translationNs / Math.max(1, translated);
            budgets.charge(
                    from, needed, needed * perOneNs, dropped, settings.clock().nanoTime());
        }
        if (dropped > 0) {
            counters.drops().add(DropReason.TRANSLATION_BUDGET, dropped);
            if (from != null) {
                from.counters.missesDropped(dropped);
            }
        }
    }

    private void begin(RxSource from, int mayTranslate) {
        source = from;
        goesOn = mayTranslate != UNASKED;
        allowed = mayTranslate;
        translated = 0;
        translationNs = 0;
        delayed = 0;
        dropped = 0;
    }

    /**
     * Lets packets go on that have waited.
     *
     * @param most translations
     * @return how many went on
     */
    int goOn(SwitchSnapshot snapshot, long nowNs, int most) {
        int moved = 0;
        if (!waiting.isEmpty()) {
            begin(null, most);
            while (!waiting.isEmpty() && translated < most) {
                moved += moveWaiting(Math.min(Burst.SIZE, most - translated));
                drain(snapshot, nowNs);
            }
            counters.drops().add(DropReason.TRANSLATION_BUDGET, dropped);
        }
        return moved;
    }

    private int moveWaiting(int most) {
        int moved = 0;
        for (; moved < most && !waiting.isEmpty(); moved++) {
            queue.addFirstOf(waiting);
        }
        return moved;
    }

    private void drain(SwitchSnapshot snapshot, long nowNs) {
        while (!queue.isEmpty()) {
            if (queue.node() == null) {
                resume(snapshot, nowNs);
                continue;
            }
            int count = take();
            groups.reserve(programs.limit() + count);
            try {
                hits = 0;
                connectionHits = 0;
                for (int i = 0; i < count; i++) {
                    classify(i, snapshot, nowNs);
                }
                counters.megaflowHits(hits);
                counters.connectionHits(connectionHits);
                runner.begin(snapshot, nowNs);
                for (int group = 0; group < groups.count(); group++) {
                    runner.run(programs.get(groups.program(group)), groups.members(group), groups.size(group));
                }
            } finally {
                groups.clear();
                giveBack();
            }
        }
    }

    /** Lets the first packet of the queue, a fragment whose datagram is whole, go on in the program in which it waited. */
    private void resume(SwitchSnapshot snapshot, long nowNs) {
        long packet = queue.packet();
        int port = queue.port();
        burst.comeFrom(port);
        burst.packets[0] = packet;
        burst.layers[0] = burst.extract(packet, port, burst.key(0));
        tracks.comeRound(0);
        Program program = queue.program();
        int place = queue.place();
        queue.remove();
        PreparedProgram prepared = programs.acquire(program);
        runner.begin(snapshot, nowNs);
        runner.resume(prepared, place, ALONE, 1);
        programs.release(prepared);
    }

    /** Fills the burst from the queue, with packets that arrived on one port; a packet that has no key any more is not in it. */
    private int take() {
        int count = 0;
        int port = queue.port();
        burst.comeFrom(port);
        while (count < Burst.SIZE && !queue.isEmpty() && queue.port() == port && queue.node() != null) {
            long packet = queue.packet();
            RecirculatedFlow flow = queue.flow();
            burst.packets[count] = packet;
            flows[count] = flow;
            if (flow != null && flow.isOnlySent()) {
                taken[count++] = queue.node();
                queue.remove();
                continue;
            }
            long layers = burst.extract(packet, queue.port(), burst.key(count));
            if (Layers.isMalformed(layers)) {
                frames.free(packet);
                counters.drops().add(DropReason.MALFORMED, 1);
                release(queue.node());
            } else {
                burst.layers[count] = layers;
                taken[count] = queue.node();
                tracks.comeRound(count);
                count++;
            }
            queue.remove();
        }
        burst.complete(count);
        counters.recirculated(count);
        return count;
    }

    private void classify(int i, SwitchSnapshot snapshot, long nowNs) {
        RecirculatedFlow known = flows[i];
        if (known != null) {
            flows[i] = null;
            hits++;
            connectionHits++;
            known.count(burst.length(i), nowNs);
            groups.add(known.prepared.number, i);
            return;
        }
        RecirculationNode node = taken[i];
        long address = burst.key(i);
        int words = FlowKey.significantWords(Memory.getLong(address));
        for (int word = 0; word < words; word++) {
            key[word] = Memory.getLong(address + 8L * word);
        }
        Arrays.fill(key, words, FlowKey.PACKET_WORDS, 0);
        tracks.words(i, key, FlowKey.PACKET_WORDS);
        RecirculatedFlow flow = node.find(key);
        if (flow == null) {
            if (!mayTranslate(nowNs)) {
                delay(node, i);
                return;
            }
            translated++;
            flow = translate(node, i, snapshot, nowNs);
        } else {
            hits++;
        }
        if (flow != null) {
            flow.count(burst.length(i), nowNs);
            groups.add(flow.prepared.number, i);
        }
    }

    /** Whether a packet may be translated now; after those that wait. */
    private boolean mayTranslate(long nowNs) {
        if (allowed == UNASKED) {
            allowed = budgets.allowed(source, nowNs);
        }
        return translated < allowed && (goesOn || waiting.isEmpty());
    }

    private void delay(RecirculationNode node, int i) {
        boolean isHeldBack = translated == allowed && allowed < settings.translationBudget();
        if (isHeldBack || waiting.isFull()) {
            frames.free(burst.packets[i]);
            dropped++;
        } else {
            tracks.delay(node, i, waiting);
            delayed++;
        }
    }

    /** Translates a packet and keeps the result if there is room; null when there was none, and the packet is in its group. */
    private RecirculatedFlow translate(RecirculationNode node, int i, SwitchSnapshot snapshot, long nowNs) {
        long beganNs = settings.clock().nanoTime();
        Arrays.fill(whole, 0);
        for (int word = 0; word < CtWords.WORDS; word++) {
            whole[CtWords.place(word)] = key[word];
        }
        translator.resume(snapshot, node.state, whole, translation);
        PreparedProgram prepared = programs.acquire(Program.resumed(node.state, translation.program()));
        borrowed[borrowedCount++] = prepared;
        RecirculatedFlow flow = store.installRecirculated(node, key, translation, prepared, nowNs);
        long elapsedNs = settings.clock().nanoTime() - beganNs;
        translationNs += elapsedNs;
        counters.translated(1, elapsedNs);
        if (flow == null) {
            groups.add(prepared.number, i);
            counters.refused(1);
            if (!store.report(new Report.Uncached(Passage.of(translation), burst.length(i), nowNs))) {
                counters.reportLost();
            }
        }
        return flow;
    }

    private void giveBack() {
        for (int i = 0; i < borrowedCount; i++) {
            programs.release(borrowed[i]);
            borrowed[i] = null;
        }
        borrowedCount = 0;
        for (int i = 0; i < taken.length && taken[i] != null; i++) {
            release(taken[i]);
            taken[i] = null;
        }
    }

    /** What the packets go by from now on; the old snapshot is not kept alive. */
    void adopt(SwitchSnapshot now) {
        translator.forget();
        burst.vlanLimit(now.vlanLimit());
    }

    @Override
    public void close() {
        tracks.close();
        burst.close();
    }
}
