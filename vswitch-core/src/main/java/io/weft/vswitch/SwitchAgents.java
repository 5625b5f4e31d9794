package io.weft.vswitch;

import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.ConductorAgent;
import io.weft.vswitch.conductor.ConductorProxy;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.FlowEvents;
import io.weft.vswitch.conductor.PortOpener;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.datapath.PacketRing;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.datapath.PmdIdle;
import io.weft.vswitch.datapath.PmdSettings;
import io.weft.vswitch.frozen.ContinuationCodec;
import io.weft.vswitch.frozen.ContinuationException;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.program.RejectOrder;
import io.weft.vswitch.program.SampleOrder;
import io.weft.vswitch.program.Upcall;
import io.weft.vswitch.revalidate.EffectQueue;
import io.weft.vswitch.revalidate.RevalidatorAgent;
import io.weft.vswitch.state.SavedState;
import io.weft.vswitch.state.StateKeeper;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/**
 * The agents of a switch, how they are joined, and who runs them.
 *
 * <pre>
 *   ConductorAgent --publications--&gt; RevalidatorAgent --flips--&gt; PmdAgent 0..n-1 --packets--&gt; PacketInFanOut
 *         ^ reached                     |      ^ reports            |
 *         +-----------------------------+      +--------------------+
 * </pre>
 */
final class SwitchAgents {
    private static final int CONTROLLER_RING = 4096;
    private static final int SAMPLE_RING = 4096;
    private static final int REJECT_RING = 1024;
    private static final System.Logger LOG = System.getLogger(SwitchAgents.class.getName());

    final PacketMemory memory;
    final SwitchCounters counters;
    final List<PmdAgent> pmds = new ArrayList<>();
    final RevalidatorAgent revalidator;
    final ConductorAgent conductor;
    final PacketInFanOut fanOut;
    final SampleFanOut sampleFanOut;
    private final Rejections rejections;
    private final PacketRing<Upcall> controllerRing = new PacketRing<>(CONTROLLER_RING);
    private final PacketRing<SampleOrder> sampleRing = new PacketRing<>(SAMPLE_RING);
    private final PacketRing<RejectOrder> rejectRing = new PacketRing<>(REJECT_RING);
    private final ContinuationCodec continuations = new ContinuationCodec(new SecureRandom());
    final Connections connections;
    final WaitingFragments fragments;
    final RecirculationIds ids = new RecirculationIds();
    private final EffectQueue effects = new EffectQueue();

    /** Null when nothing outlives the process. */
    final StateKeeper keeper;

    private final List<AgentRest> rests = new ArrayList<>();
    private final List<Agent> all = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<AgentRunner> pmdRunners = new ArrayList<>();

    /** Closed until the PMDs may run. */
    private final CountDownLatch gate = new CountDownLatch(1);

    SwitchAgents(SwitchContext context, FlowEvents events) {
        memory = new PacketMemory(context.frames(), context.frameSize(), context.largeFrames(), context.frameMemory());
        counters = SwitchCounters.prepare(context.runDirectory());
        fragments = new WaitingFragments(memory, counters);
        connections = new Connections(
                context.clock(),
                context.wallClock(),
                context.keepsState() ? context.runDirectory() : null,
                () -> config().mostConnections(),
                fragments,
                counters.tracker(TrackerEvent.names()));
        boolean isRepeatable = context.threading() == ThreadingMode.INVOKER;
        PmdSettings settings = new PmdSettings(
                context.smcEntries(),
                context.megaflowLimit(),
                context.translationBudget(),
                new SecureRandom().nextLong(),
                isRepeatable ? 0 : new SecureRandom().nextLong(),
                context.watchesPauses(),
                context.cachesConnections(),
                context.clock());
        for (int i = 0; i < context.pmdCount(); i++) {
            pmds.add(new PmdAgent(
                    i,
                    settings,
                    memory,
                    counters,
                    controllerRing,
                    sampleRing,
                    rejectRing,
                    connections::newTracking,
                    fragments.table(),
                    ids));
        }
        fanOut = new PacketInFanOut(
                controllerRing,
                this::snapshot,
                new PacketInLimits(this::config, context.clock(), counters.drops("fan-out")),
                continuations);
        sampleFanOut = new SampleFanOut(sampleRing, this::snapshot);
        ConductorProxy proxy = new ConductorProxy();
        revalidator = new RevalidatorAgent(
                pmds, context.clock(), context.megaflowIdle().toNanos(), effects, proxy::reached);
        PortContext ports = new PortContext(
                memory, context.runDirectory(), context.clock(), context.pmdCount(), context.estate(), Map::of);
        conductor = new ConductorAgent(
                proxy,
                revalidator.proxy(),
                pmds,
                new PortOpener(context.drivers(), ports),
                counters,
                context.clock(),
                events,
                fanOut,
                effects);
        rejections = new Rejections(
                rejectRing,
                this::snapshot,
                proxy,
                new RejectLimit(() -> config().rejectRatePps(), context.clock(), counters.drops("reject")));
        all.addAll(pmds);
        all.add(revalidator);
        all.add(conductor);
        all.add(fanOut);
        all.add(sampleFanOut);
        all.add(rejections);
        all.add(connections);
        keeper = context.keepsState() ? keeper(context) : null;
        if (keeper != null) {
            conductor.notes().into(keeper);
            all.add(keeper);
        }
    }

    private StateKeeper keeper(SwitchContext context) {
        return new StateKeeper(
                context.runDirectory().resolve(SavedState.FILE),
                context.clock(),
                context.wallClock(),
                connections::limits,
                () -> {
                    var _ = conductor.proxy().ask(agent -> agent.notes().noteWhole());
                });
    }

    /** The state that a continuation stands for; a {@link ConfigException} says why it stands for none. */
    FrozenState frozen(byte[] continuation) {
        try {
            return continuations.open(continuation);
        } catch (ContinuationException e) {
            throw new ConfigException("continuation", "", e.getMessage());
        }
    }

    private SwitchConfig config() {
        return conductor.config();
    }

    private SwitchSnapshot snapshot() {
        return conductor.snapshot();
    }

    /** The switch before has ended, and what it left is known: packets may come. */
    void begin(SwitchContext context) {
        memory.withdraw(context.estate().frames());
        counters.takePlace();
        gate.countDown();
    }

    /** DEDICATED mode: a thread for each PMD, which does nothing before {@link #begin}: to make threads takes time when packets wait. */
    void startPmds(SwitchContext context) {
        for (PmdAgent pmd : pmds) {
            PmdIdle idle = context.idle().apply(pmd);
            pmd.proxy().wakeBy(idle.wake());
            start(
                    pmd,
                    idle.strategy(),
                    pmdRunners,
                    round -> new Thread(() -> {
                        context.pmdStart().accept(pmd.pmd());
                        awaitBegin();
                        round.run();
                    }));
        }
    }

    private void awaitBegin() {
        boolean interrupted = false;
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** DEDICATED mode: a thread for each agent but the PMDs, which begin last. */
    void startServants() {
        AgentRest ofRevalidator = start(revalidator, revalidator::restNs);
        revalidator.proxy().wakeBy(ofRevalidator::wake);
        pmds.forEach(pmd -> pmd.reportsBy(ofRevalidator::stir));
        AgentRest ofConductor = start(conductor, conductor::restNs);
        conductor.proxy().wakeBy(ofConductor::wake);
        effects.wakeBy(ofConductor::stir);
        controllerRing.wakeBy(start(fanOut, fanOut::restNs)::stir);
        sampleRing.wakeBy(start(sampleFanOut, sampleFanOut::restNs)::stir);
        rejectRing.wakeBy(start(rejections, rejections::restNs)::stir);
        start(connections, connections::restNs);
        if (keeper != null) {
            start(keeper, keeper::restNs);
        }
    }

    /** An agent that serves others. Whoever puts something down before the agent can be woken finds it awake: it has just begun. */
    private AgentRest start(Agent agent, LongSupplier restNs) {
        AgentRest rest = new AgentRest(restNs);
        rest.of(start(agent, rest, runners, Thread::new));
        rests.add(rest);
        return rest;
    }

    /** Ends the rest of every agent that has timers: the clock was moved. */
    void wakeAll() {
        rests.forEach(AgentRest::wake);
    }

    private static Thread start(Agent agent, IdleStrategy idle, List<AgentRunner> runners, ThreadFactory threads) {
        AgentRunner runner = new AgentRunner(
                idle,
                error -> LOG.log(System.Logger.Level.ERROR, agent.roleName() + " failed and goes on", error),
                null,
                agent);
        runners.add(runner);
        return AgentRunner.startOnThread(runner, threads);
    }

    /** INVOKER mode: one turn of every agent. */
    int round() {
        int work = 0;
        try {
            for (Agent agent : all) {
                work += agent.doWork();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an agent failed", e);
        }
        return work;
    }

    boolean isSettled() {
        return conductor.isSettled() && revalidator.isSettled();
    }

    /** Ends like {@link #close}, but leaves every port that can be passed on. The memory stays. */
    Map<String, Bequest> bequeath() {
        end(false);
        Map<String, Bequest> left = conductor.ports().bequeath();
        connections.close();
        return left;
    }

    /** After {@link #bequeath}: frees all but the frames. */
    void release() {
        pmds.forEach(PmdAgent::release);
        counters.close();
        memory.closeButFrames();
    }

    /** Ends every agent; what is to outlive the process is written then, on disk if {@code isDurable}. */
    private void end(boolean isDurable) {
        gate.countDown();
        if (keeper != null) {
            keeper.end();
        }
        rests.forEach(AgentRest::end);
        runners.reversed().forEach(AgentRunner::close);
        pmdRunners.forEach(AgentRunner::close);
        fanOut.close();
        sampleFanOut.close();
        if (keeper != null) {
            keeper.finish(conductor.notes().whole(), isDurable);
        }
    }

    void close() {
        end(true);
        conductor.ports().close();
        pmds.forEach(PmdAgent::release);
        connections.close();
        counters.close();
        memory.close();
    }
}
