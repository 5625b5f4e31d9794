package io.weft.vswitch.revalidate;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.datapath.Report;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Keeps megaflows, MAC tables and statistics true. See the package essay. One thread; others use {@link #proxy}. */
public final class RevalidatorAgent implements Agent {
    /** All megaflows are counted and looked at once in this time, a few in each round. */
    private static final long SWEEP_NS = 500_000_000L;

    private static final long SCARCE_IDLE_NS = 1_000_000_000L;

    /** Megaflows that may be counted in one go. */
    private static final long PORTION = 64;

    /** PMDs do not say when they have flipped. */
    private static final long WAITING_NS = 1_000_000L;

    private static final int REPORTS_A_ROUND = 8192;

    private final List<PmdAgent> pmds;
    private final NanoClock clock;
    private final long megaflowIdleNs;
    private final LongConsumer reached;
    private final RevalidatorProxy proxy = new RevalidatorProxy();
    private final LivingMegaflows living = new LivingMegaflows();
    private final PassageIndex index = new PassageIndex();
    private final FlowAccounts accounts = new FlowAccounts();
    private final MacLearning macs = new MacLearning();
    private final Teaching teaching;
    private final Translator translator = new Translator();
    private final Translation translation = new Translation();
    private final Translation wholeTranslation = Translation.ofWholeKeys();
    private final long[] key = new long[FlowKey.WORDS];
    private final long[] walked;
    private final List<List<Megaflow>> removals = new ArrayList<>();
    private ChangeFilter changes = new ChangeFilter();
    private SwitchSnapshot newest = SwitchSnapshot.EMPTY;
    private SwitchSnapshot flipped = SwitchSnapshot.EMPTY;
    private final List<CompletableFuture<Boolean>> awaitingFlips = new ArrayList<>();
    private boolean publishing;
    private long flipNumber;
    private int flipsAwaited;
    private long sweepBeganNs;
    private long sweptFromNs;
    private int sweepSize;
    private int unswept;

    /**
     * @param megaflowIdleNs a megaflow without traffic for this long is removed
     * @param effects what packets do to flow tables, for the conductor
     * @param reached told, on this thread, the version that every PMD has adopted
     */
    public RevalidatorAgent(
            List<PmdAgent> pmds, NanoClock clock, long megaflowIdleNs, EffectQueue effects, LongConsumer reached) {
        this.pmds = List.copyOf(pmds);
        this.clock = clock;
        this.megaflowIdleNs = megaflowIdleNs;
        this.reached = reached;
        teaching = new Teaching(effects);
        walked = new long[pmds.size()];
        pmds.forEach(pmd -> removals.add(new ArrayList<>()));
        sweepBeganNs = clock.nanoTime();
    }

    public RevalidatorProxy proxy() {
        return proxy;
    }

    @Override
    public String roleName() {
        return "revalidator";
    }

    @Override
    public int doWork() {
        int work = reports() + teaching.answers(this::remove);
        while (proxy.runRequest(this)) {
            work++;
        }
        work += sweep(clock.nanoTime());
        return work + flip();
    }

    /** How long it may rest while nobody reports or asks anything: until the next few megaflows are to be counted. */
    public long restNs() {
        if (!isSettled()) {
            return WAITING_NS;
        }
        long toEndNs = sweepBeganNs + SWEEP_NS - clock.nanoTime();
        return sweepSize == 0 ? toEndNs : Math.min(toEndNs, SWEEP_NS * PORTION / sweepSize);
    }

    // ---- what PMDs report

    private int reports() {
        int count = 0;
        for (PmdAgent pmd : pmds) {
            Report report;
            for (int i = 0; i < REPORTS_A_ROUND && (report = pmd.pollReport()) != null; i++) {
                accept(report, pmd);
                count++;
            }
        }
        macs.endOfRound();
        teaching.endOfRound();
        return count;
    }

    private void accept(Report report, PmdAgent pmd) {
        switch (report) {
            case Megaflow megaflow -> {
                walked[megaflow.pmd().pmd()] = megaflow.sequence();
                living.add(megaflow);
                index.add(megaflow);
                megaflow.isHeard = macs.hear(megaflow.passage(), megaflow.installedNs());
                defer(teaching.begin(megaflow), megaflow);
                if (!macs.agreesNow(megaflow)) {
                    remove(megaflow);
                }
            }
            case Report.Uncached uncached -> {
                accounts.count(uncached);
                macs.hear(uncached.passage(), uncached.nowNs());
                pmd.counters().effectsDeferred(teaching.once(uncached.passage(), uncached.nowNs()));
            }
            case Report.Flipped done -> {
                for (Megaflow gone = done.retired(); gone != null; gone = gone.nextRetired()) {
                    living.remove(gone);
                    index.remove(gone);
                    if (accounts.countFinally(gone)) {
                        macs.refresh(gone.passage().learns(), gone.finalUsedNs());
                    }
                    teaching.end(gone, gone.finalUsedNs());
                }
                flipsAwaited--;
            }
        }
    }

    /** Effects of a megaflow that are not under way: its next packet, which will be translated again, has them once more. */
    private void defer(int effects, Megaflow megaflow) {
        if (effects > 0) {
            megaflow.pmd().counters().effectsDeferred(effects);
            remove(megaflow);
        }
    }

    // ---- time

    /**
     * Counts megaflows and removes idle ones, so many that all have had their turn when the time of a sweep is over; then addresses age, up to
     * when the sweep began. In small portions, since each figure read here is a cache line that the PMD has to fetch back.
     */
    private int sweep(long nowNs) {
        long elapsedNs = nowNs - sweepBeganNs;
        if (unswept == sweepSize || elapsedNs >= 2 * SWEEP_NS) {
            sweptFromNs = nowNs;
            sweepSize = living.size();
            unswept = sweepSize;
        }
        boolean isOver = elapsedNs >= SWEEP_NS;
        long due = isOver ? sweepSize : elapsedNs * sweepSize / SWEEP_NS;
        while (sweepSize - unswept < due) {
            unswept--;
            if (unswept < living.size()) {
                sweep(living.get(unswept), nowNs);
            }
        }
        if (!isOver) {
            return 0;
        }
        macs.age(sweptFromNs);
        sweepBeganNs = nowNs;
        sweepSize = living.size();
        unswept = sweepSize;
        return 1;
    }

    private void sweep(Megaflow megaflow, long nowNs) {
        count(megaflow);
        long usedNs = megaflow.usedNs();
        if (usedNs >= 0 && nowNs - usedNs >= idleNs(megaflow.pmd())) {
            remove(megaflow);
        }
    }

    /** Where masks become scarce, idle megaflows go sooner: those that somebody made for the masks alone are never used again. */
    private long idleNs(PmdAgent pmd) {
        boolean isScarce = 2 * pmd.counters().value(CounterKind.PMD_MASKS) > MegaflowCache.DEFAULT_SUBTABLES;
        return isScarce ? Math.min(megaflowIdleNs, SCARCE_IDLE_NS) : megaflowIdleNs;
    }

    /** Brings the statistics of flow entries and tables, and the ages of MAC addresses, up to now. */
    public void countAll() {
        for (int i = 0; i < living.size(); i++) {
            count(living.get(i));
        }
    }

    private void count(Megaflow megaflow) {
        if (!megaflow.isLeaving && accounts.count(megaflow)) {
            long usedNs = Math.max(megaflow.usedNs(), 0);
            macs.refresh(megaflow.passage().learns(), usedNs);
            defer(teaching.passed(megaflow, usedNs), megaflow);
        }
    }

    private void remove(Megaflow megaflow) {
        if (!megaflow.isLeaving) {
            megaflow.isLeaving = true;
            removals.get(megaflow.pmd().pmd()).add(megaflow);
        }
    }

    // ---- flips

    /** Ends the flip under way when all PMDs have answered, and begins the next one when there is a reason. */
    private int flip() {
        if (flipsAwaited > 0) {
            return 0;
        }
        int work = 0;
        if (!macs.isChanged()) {
            awaitingFlips.forEach(settled -> settled.complete(true));
            awaitingFlips.clear();
        }
        if (publishing) {
            publishing = false;
            accounts.retain(flipped);
            reached.accept(flipped.version());
            work++;
        }
        boolean published = adopt();
        if (published || macs.isChanged()) {
            revalidate(published);
        }
        if (published || removals.stream().anyMatch(list -> !list.isEmpty())) {
            send(published);
            work++;
        }
        return work;
    }

    /** Takes up all publications that wait; returns whether there were any. */
    private boolean adopt() {
        boolean any = false;
        for (Publication next = proxy.pollPublication(); next != null; next = proxy.pollPublication()) {
            newest = next.snapshot();
            translator.forget();
            changes.add(next);
            macs.adopt(newest);
            teaching.adopt(newest);
            any = true;
        }
        return any;
    }

    private void revalidate(boolean published) {
        if (macs.isChanged()) {
            removeUnless(macs::agrees);
            macs.settled();
        }
        if (published) {
            teaching.forEachUntrue(this::remove);
            if (changes.isOfEverything()) {
                removeUnless(this::holds);
            } else {
                changes.forEachConcerned(index, this::lookAt);
            }
            changes = new ChangeFilter();
        }
    }

    private void removeUnless(Predicate<Megaflow> isTrue) {
        for (int i = 0; i < living.size(); i++) {
            Megaflow megaflow = living.get(i);
            if (!megaflow.isLeaving && !isTrue.test(megaflow)) {
                remove(megaflow);
            }
        }
    }

    /** Looks at a megaflow that a publication concerns, once for each flip. */
    private void lookAt(Megaflow megaflow) {
        if (!megaflow.isLeaving && megaflow.lookedAtFor != flipNumber + 1) {
            megaflow.lookedAtFor = flipNumber + 1;
            if (!holds(megaflow)) {
                remove(megaflow);
            }
        }
    }

    /** Whether the newest version translates the megaflow's packets as the version did that it was made from. */
    private boolean holds(Megaflow megaflow) {
        if (megaflow.comesFrom() != null) {
            translator.resume(newest, megaflow.comesFrom(), megaflow.key(), wholeTranslation);
            Program program = Program.resumed(megaflow.comesFrom(), wholeTranslation.program());
            return isSame(megaflow, program, wholeTranslation)
                    && isCoveredRound(wholeTranslation.mask(), megaflow.mask());
        }
        System.arraycopy(megaflow.key(), 0, key, 0, FlowKey.PACKET_WORDS);
        translator.translate(newest, key, translation);
        return isSame(megaflow, translation.program(), translation) && isCovered(translation.mask(), megaflow.mask());
    }

    private static boolean isSame(Megaflow megaflow, Program program, Translation translation) {
        return program.equals(megaflow.program())
                && translation.dropReason() == megaflow.dropReason()
                && megaflow.passage().isSame(translation);
    }

    /** As {@link #isCovered}, with what packets that come round are looked up by besides: their connection. */
    private static boolean isCoveredRound(long[] mask, long[] wider) {
        long extra = 0;
        for (int word = Fields.CT_STATE.word(); word <= Fields.CT_IPV6_DST.word() + 1; word++) {
            extra |= mask[word] & ~wider[word];
        }
        return extra == 0 && isCovered(mask, wider);
    }

    /** Whether every bit of {@code mask} is in {@code wider}. */
    private static boolean isCovered(long[] mask, long[] wider) {
        long extra = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            extra |= mask[word] & ~wider[word];
        }
        return extra == 0;
    }

    private void send(boolean published) {
        publishing = published;
        flipped = newest;
        flipNumber++;
        flipsAwaited = pmds.size();
        for (PmdAgent pmd : pmds) {
            List<Megaflow> remove = List.copyOf(removals.get(pmd.pmd()));
            removals.get(pmd.pmd()).clear();
            pmd.proxy().flip(flipNumber, newest, remove, published ? walked[pmd.pmd()] : Long.MAX_VALUE);
        }
    }

    // ---- asked through the proxy, on this thread

    /** Calls {@code visitor} for every megaflow that is not leaving. */
    public void forEach(Consumer<Megaflow> visitor) {
        for (int i = 0; i < living.size(); i++) {
            if (!living.get(i).isLeaving) {
                visitor.accept(living.get(i));
            }
        }
    }

    /** Removes every megaflow. */
    public void removeAll() {
        for (int i = 0; i < living.size(); i++) {
            remove(living.get(i));
        }
    }

    /** Changes a MAC table; the result completes when no PMD has a megaflow left that disagrees with it. */
    public CompletableFuture<Boolean> changeMacs(MacTable table, Consumer<MacTable> change) {
        change.accept(table);
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        awaitingFlips.add(settled);
        return settled;
    }

    /** Counts a packet that no PMD classified: a packet-out. */
    public void count(Report.Uncached packet) {
        accept(packet, pmds.getFirst());
    }

    /** Packets looked up in each table of a bridge, as of the last count. */
    public long[] lookups(int bridge) {
        return accounts.lookups(bridge);
    }

    /** Packets that an entry matched in each table of a bridge, as of the last count. */
    public long[] matches(int bridge) {
        return accounts.matches(bridge);
    }

    /** Nothing under way and nothing waiting: for invoker mode. */
    public boolean isSettled() {
        return flipsAwaited == 0 && !publishing && !macs.isChanged() && awaitingFlips.isEmpty() && teaching.isSettled();
    }
}
