package io.weft.vswitch.datapath;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.counters.PortCounters;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.ArrivalQueue;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.RejectOrder;
import io.weft.vswitch.program.SampleOrder;
import io.weft.vswitch.program.Upcall;
import io.weft.vswitch.tunnel.Arrivals;
import io.weft.vswitch.tunnel.TunnelOrders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;

/**
 * A poll-mode driver agent: receives, classifies, executes and sends. See the package essay.
 *
 * <p>Thread-safety: {@link #doWork} and everything below it run on the PMD's thread. {@link #proxy}, {@link #pollFds}, {@link #cache} (raw
 * reads of counters alone) and the counters are for others.
 */
public final class PmdAgent implements Agent, PmdInputs {
    /** Bursts are counted by size in steps of this many packets. */
    public static final int BATCH_STEP = 8;

    /** A sleep that is shorter would end too late. */
    private static final long SHORTEST_REST_NS = 60_000;

    private final int number;
    private final PmdSettings settings;
    private final SwitchCounters switchCounters;
    private final PmdCounters counters;
    private final FrameCache frames;
    private final PmdProxy proxy = new PmdProxy();
    private final Burst burst;
    private final Groups groups = new Groups();
    private final ProgramStore programs;
    private final MegaflowStore store;
    private final Classification classification;
    private final PoliceRunner police;
    private final Egress egress;
    private final ProgramRunner runner;
    private final TrackRunner tracks;
    private final RecirculationQueue queue;
    private final NewcomerBudgets newcomers;
    private final Recirculation recirculation;
    private RxSource[] sources = {};
    private int untilSample = RxLoad.SAMPLED;
    private final AtomicLongArray batches = new AtomicLongArray(Burst.SIZE / BATCH_STEP);
    private volatile int[] pollFds = {};
    private volatile List<String> rxQueues = List.of();
    private volatile long sleepMaxNs;
    private volatile PauseWatch pauses;

    public PmdAgent(
            int number,
            PmdSettings settings,
            PacketMemory memory,
            SwitchCounters counters,
            PacketRing<Upcall> controller,
            PacketRing<SampleOrder> samples,
            PacketRing<RejectOrder> rejects,
            Supplier<PacketTracking> tracking,
            FragmentTable fragments,
            RecirculationIds ids) {
        this.number = number;
        this.settings = settings;
        this.switchCounters = counters;
        this.counters = counters.pmd(number);
        frames = new FrameCache(memory);
        burst = new Burst(memory);
        programs = new ProgramStore(TunnelOrders.of(memory));
        store = new MegaflowStore(this, programs, settings.megaflowLimit(), settings.hashSeed());
        classification = new Classification(burst, groups, store, programs, this.counters, frames, settings);
        police = new PoliceRunner(frames, this.counters.drops());
        egress = new Egress(frames, this.counters.drops());
        Sampler sampler =
                new Sampler(settings.samplingSeed() + number * Sampler.GOLDEN, samples, memory, this.counters);
        RecirculationQueue queue = new RecirculationQueue(RecirculationQueue.MOST);
        DropCounters drops = this.counters.drops();
        NewcomerSieve sieve = new NewcomerSieve(burst, frames);
        newcomers = new NewcomerBudgets(sieve, drops, settings.clock());
        tracks = new TrackRunner(burst, frames, drops, tracking, fragments, queue, sieve);
        runner = new ProgramRunner(burst, egress, frames, controller, rejects, sampler, drops, tracks, false);
        Burst round = new Burst(memory);
        TrackRunner again = new TrackRunner(round, frames, drops, tracking, fragments, queue, null);
        recirculation = new Recirculation(
                round,
                queue,
                again,
                new ProgramRunner(round, egress, frames, controller, rejects, sampler, drops, again, true),
                store,
                programs,
                this.counters,
                frames,
                settings,
                ids,
                classification.budgets());
        if (settings.cachesConnections()) {
            tracks.cacheConnections(this.counters);
            again.cacheConnections(this.counters);
        }
        programs.recirculateBy(recirculation);
        this.queue = queue;
    }

    /** On the PMD's thread, where it has one. */
    @Override
    public void onStart() {
        if (settings.watchesPauses()) {
            pauses = new PauseWatch(settings.clock().nanoTime());
        }
    }

    @Override
    public int doWork() {
        long nowNs = settings.clock().nanoTime();
        if (pauses != null) {
            pauses.round(
                    nowNs,
                    counters.value(CounterKind.PMD_PACKETS),
                    counters.value(CounterKind.PMD_TRANSLATIONS),
                    store.removals());
        }
        egress.begin(nowNs);
        int work = command() + recirculation.goOn(classification.snapshot(), nowNs, settings.translationBudget());
        int received = 0;
        if (--untilSample == 0) {
            untilSample = RxLoad.SAMPLED;
            received = receiveTimed(nowNs);
        } else {
            for (RxSource source : sources) {
                received += receive(source, nowNs);
            }
        }
        work += egress.transmitAndFlush();
        if (received > 0) {
            counters.busyPoll(settings.clock().nanoTime() - nowNs);
        } else {
            counters.idlePoll();
        }
        return work + received;
    }

    /** As in other rounds, and finds out what each queue costs. */
    private int receiveTimed(long nowNs) {
        int received = 0;
        long beganNs = settings.clock().nanoTime();
        for (RxSource source : sources) {
            int count = receive(source, nowNs);
            long endedNs = settings.clock().nanoTime();
            if (count > 0) {
                source.load.sampled(endedNs - beganNs);
            }
            beganNs = endedNs;
            received += count;
        }
        return received;
    }

    /** One receive burst, from queue to transmit buffers. */
    private int receive(RxSource source, long nowNs) {
        if (classification.waits(source) || newcomers.waits(source, nowNs)) {
            return 0;
        }
        int received = source.queue.receive(frames, burst.packets, Burst.SIZE);
        source.backlog.received(received == Burst.SIZE);
        int count = source.policer == null ? received : police.sift(source, burst.packets, received, nowNs);
        if (count == 0) {
            return received;
        }
        int parsed = burst.parse(count, source.inPort(), classification.headers(), store.cache());
        if (parsed > 0) {
            try {
                classification.classify(source, parsed, nowNs);
                runner.begin(classification.snapshot(), nowNs);
                execute();
                if (!queue.isEmpty()) {
                    recirculation.run(classification.snapshot(), source, nowNs);
                }
            } finally {
                groups.clear(); // whatever went wrong with this burst, the next one starts clean
                classification.finish();
            }
        }
        count(source, count, parsed);
        newcomers.charge(source, count);
        return received;
    }

    private void execute() {
        for (int group = 0; group < groups.count(); group++) {
            runner.run(programs.get(groups.program(group)), groups.members(group), groups.size(group));
        }
    }

    private void count(RxSource source, int count, int parsed) {
        long bytes = burst.bytes();
        if (parsed < count) {
            for (int i = parsed; i < count; i++) {
                bytes += frames.memory().length(burst.packets[i]);
                frames.free(burst.packets[i]);
            }
            counters.drops().add(DropReason.MALFORMED, count - parsed);
        }
        counters.burst(count);
        int size = (count - 1) / BATCH_STEP;
        batches.setOpaque(size, batches.getPlain(size) + 1);
        countersOf(source).received(count, bytes);
        source.countMissed();
    }

    /** Those of the port at which the packets of a queue arrived that were received last. */
    private PortCounters countersOf(RxSource source) {
        TxPort port = source.arrivals == null ? null : egress.port(Arrivals.port(source.inPort()));
        return port == null ? source.counters : port.counters();
    }

    // ---- commands

    private int command() {
        if (!store.flushReport()) {
            return 0;
        }
        int work = 0;
        for (PmdCommand command = proxy.poll(); command != null; command = proxy.poll()) {
            execute(command);
            work++;
            if (!store.flushReport()) {
                break;
            }
        }
        return work;
    }

    private void execute(PmdCommand command) {
        switch (command) {
            case PmdCommand.AttachRx attach -> attachRx(attach);
            case PmdCommand.AttachTx attach ->
                egress.attach(
                        attach.datapathPort(),
                        new TxPort(
                                attach.queue(),
                                attach.lock(),
                                switchCounters.port(attach.name(), number),
                                counters.drops(),
                                frames,
                                attach.shaper(),
                                egress.shaped()));
            case PmdCommand.Police order -> police(order);
            case PmdCommand.DetachRx detach -> detachRx(source -> source.datapathPort == detach.datapathPort());
            case PmdCommand.DetachRxQueue detach -> {
                detachRx(source -> source.datapathPort == detach.datapathPort() && source.number == detach.number());
                detach.done().run();
            }
            case PmdCommand.DetachTx detach -> egress.detach(detach.datapathPort());
            case PmdCommand.Flip flip -> {
                store.flip(flip.number(), flip.remove(), flip.walked());
                classification.snapshot(flip.snapshot());
                burst.vlanLimit(flip.snapshot().vlanLimit());
                recirculation.adopt(flip.snapshot());
                counters.cacheSize(store.cache().size(), store.cache().subtableCount());
            }
            case PmdCommand.Run run -> run.action().run();
        }
    }

    /**
     * Executes a program for a frame that no port received. On this agent's thread, by {@link PmdProxy#run}.
     *
     * @param vlanLimit as when the program was made
     */
    public void execute(Program program, byte[] frame, int datapathPort, int vlanLimit) {
        long base = frame.length <= frames.memory().frameCapacity() ? frames.allocate() : frames.allocateLarge();
        if (base == 0) {
            counters.drops().add(DropReason.NO_FRAMES, 1);
            return;
        }
        Memory.copyFrom(frame, 0, base + PacketMemory.DATA_OFFSET, frame.length);
        burst.packets[0] = Packet.of(base + PacketMemory.DATA_OFFSET, frame.length);
        burst.vlanLimit(vlanLimit);
        burst.parse(1, datapathPort, null, store.cache());
        burst.vlanLimit(classification.snapshot().vlanLimit());
        long nowNs = settings.clock().nanoTime();
        PreparedProgram prepared = programs.acquire(program);
        runner.begin(classification.snapshot(), nowNs);
        runner.run(prepared, new int[] {0}, 1);
        recirculation.run(classification.snapshot(), null, nowNs);
        programs.release(prepared);
    }

    private void attachRx(PmdCommand.AttachRx attach) {
        List<RxSource> list = new ArrayList<>(Arrays.asList(sources));
        if (attach.queue() instanceof ArrivalQueue queue) {
            queue.drops(counters.drops());
        }
        list.add(new RxSource(
                attach.queue(),
                attach.datapathPort(),
                attach.name() + ":" + attach.number(),
                attach.number(),
                attach.load(),
                switchCounters.port(attach.name(), number),
                attach.policer()));
        poll(list);
    }

    private void police(PmdCommand.Police order) {
        for (RxSource source : sources) {
            if (source.datapathPort == order.datapathPort()) {
                source.policer = order.policer();
            }
        }
    }

    /** What was received before left with the last round, or leaves now. */
    private void detachRx(Predicate<RxSource> isGone) {
        recirculation.goOn(classification.snapshot(), settings.clock().nanoTime(), Integer.MAX_VALUE);
        egress.transmitAndFlush();
        List<RxSource> list = new ArrayList<>();
        for (RxSource source : sources) {
            if (isGone.test(source)) {
                source.countMissed();
            } else {
                list.add(source);
            }
        }
        poll(list);
    }

    private void poll(List<RxSource> list) {
        sources = list.toArray(RxSource[]::new);
        classification.sources(sources);
        newcomers.of(sources);
        pollFds = list.stream().mapToInt(source -> source.queue.pollFd()).toArray();
        rxQueues = list.stream().map(source -> source.name).toList();
    }

    // ---- for others

    @Override
    public int pmd() {
        return number;
    }

    @Override
    public int[] pollFds() {
        return pollFds;
    }

    @Override
    public boolean isOutstanding() {
        return egress.isOutstanding();
    }

    @Override
    public long sleepMaxNs() {
        return sleepMaxNs;
    }

    @Override
    public long restNs() {
        long restNs = egress.restNs(settings.clock().nanoTime());
        return restNs < SHORTEST_REST_NS ? 0 : restNs;
    }

    /** The memory of its packets. */
    public PacketMemory memory() {
        return frames.memory();
    }

    /** How long the PMD may sleep from now on. Any thread. */
    public void sleepMaxNs(long ns) {
        sleepMaxNs = ns;
    }

    /** When and why it did not get on, oldest first; empty when it does not watch. Any thread. */
    public List<PmdPause> pauses() {
        PauseWatch watch = pauses;
        return watch == null ? List.of() : watch.pauses();
    }

    /** Receive bursts so far by size: of 1 to {@link #BATCH_STEP} packets, of so many more, and so on. Any thread. */
    public List<Long> batches() {
        return IntStream.range(0, batches.length()).mapToObj(batches::getOpaque).toList();
    }

    /** The queues it polls, as {@code port:queue}. */
    public List<String> rxQueues() {
        return rxQueues;
    }

    public PmdProxy proxy() {
        return proxy;
    }

    public PmdCounters counters() {
        return counters;
    }

    /** The cache, of which others may read counters and stamps. */
    public MegaflowCache cache() {
        return store.cache();
    }

    /** What ends a long rest of the revalidator; run after each report. Before or while the PMD runs. */
    public void reportsBy(Runnable wake) {
        store.wakeBy(wake);
    }

    /** Revalidator: the next report, or null. */
    public Report pollReport() {
        return store.poll();
    }

    @Override
    public String roleName() {
        return "pmd-" + number;
    }

    /** After its thread has ended and every port is closed: gives memory back. */
    public void release() {
        egress.close();
        classification.close();
        store.close();
        recirculation.close();
        tracks.close();
        burst.close();
        frames.close();
    }
}
