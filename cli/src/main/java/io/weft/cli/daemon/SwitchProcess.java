package io.weft.cli.daemon;

import io.weft.cli.config.Rows;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.PollingIdleStrategy;
import io.weft.southbound.linux.SharedMemory;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.datapath.PmdIdle;
import io.weft.vswitch.packet.FrameBlock;
import io.weft.vswitch.port.Estate;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.dummy.DummyDriver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BusySpinIdleStrategy;

/** A switch and its servers, put together. */
final class SwitchProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SwitchProcess.class.getName());

    private final VirtualSwitch weft;
    private final LocalSwitch control;
    private final DummyDriver dummies;
    private final SharedMemory memory;
    private final SwitchServer server;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("coverage").unstarted(task));
    private final Future<?> sampling;

    private SwitchProcess(
            VirtualSwitch weft,
            LocalSwitch control,
            DummyDriver dummies,
            SharedMemory memory,
            List<SwitchAddress> addresses) {
        this.weft = weft;
        this.control = control;
        this.dummies = dummies;
        this.memory = memory;
        server = SwitchServer.start(control, addresses, ServerLimits.DEFAULT);
        sampling = sampler.scheduleAtFixedRate(
                control::sample, CoverageHistory.SAMPLE_NS, CoverageHistory.SAMPLE_NS, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts both; when it returns, the switch answers, with the bridges and ports it had before.
     *
     * @param end asked when an operator ends the switch
     * @param err takes a sentence when what it had before cannot be used
     * @throws ControlException when a socket cannot be listened on
     * @throws io.weft.vswitch.conductor.ConfigException listing every knob that is out of range
     */
    static SwitchProcess start(Path runDirectory, SwitchdKnobs knobs, EndSignal end, PrintWriter err)
            throws IOException {
        return start(runDirectory, knobs, null, end, err);
    }

    /**
     * As {@link #start}, with what another process hands over.
     *
     * @param takeOver null for none
     */
    static SwitchProcess start(Path runDirectory, SwitchdKnobs knobs, TakeOver takeOver, EndSignal end, PrintWriter err)
            throws IOException {
        PmdPlaces places = knobs.places();
        if (places != null) {
            places.clear();
        }
        List<SwitchAddress> addresses = new ArrayList<>(List.of(SwitchAddress.inRunDirectory(runDirectory)));
        if (knobs.listen() != null) {
            addresses.add(SwitchAddress.parse(knobs.listen(), null));
        }
        SwitchContext context = knobs.context(runDirectory).drivers(drivers());
        if (places != null) {
            context.pmdStart(places::take);
        }
        return start(context, knobs, addresses, takeOver, end, err);
    }

    /**
     * As {@link #start}, in the network namespace of the caller, on no processor of its own, and on no address but, if it {@code serves}, that of
     * {@code runDirectory}.
     *
     * @param pretends whether no port touches a device, whatever its type
     * @param legacy what another switch left, or null
     */
    static SwitchProcess rehearse(
            Path runDirectory, SwitchdKnobs knobs, boolean serves, boolean pretends, Legacy legacy) throws IOException {
        List<PortDriver> drivers = pretends ? StageDriver.all(drivers()) : drivers();
        List<SwitchAddress> addresses = serves ? List.of(SwitchAddress.inRunDirectory(runDirectory)) : List.of();
        SwitchContext context = knobs.context(runDirectory).drivers(drivers);
        return start(context, knobs, addresses, legacy, EndSignal.none(), new PrintWriter(Writer.nullWriter()));
    }

    private static List<PortDriver> drivers() {
        return ServiceLoader.load(PortDriver.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static SwitchProcess start(
            SwitchContext context,
            SwitchdKnobs knobs,
            List<SwitchAddress> addresses,
            Legacy legacy,
            EndSignal end,
            PrintWriter err)
            throws IOException {
        SharedMemory[] memory = new SharedMemory[1];
        if (legacy == null) {
            context.frameMemory(bytes -> shared(bytes, memory));
        } else {
            memory[0] = legacy.memory();
            context.frames(legacy.frames()).frameSize(legacy.frameSize());
            context.frameMemory(_ -> legacy.memory());
        }
        Estate estate = Estate.none();
        context.estate(estate);
        WarpClock clock = new WarpClock();
        context.clock(clock);
        if (knobs.idle() == SwitchdKnobs.IdleKind.spin) {
            context.idle(inputs -> new PmdIdle(new BusySpinIdleStrategy(), () -> {}));
        } else {
            context.idle(PollingIdleStrategy::forPmd);
        }
        VirtualSwitch weft = VirtualSwitch.prepare(context);
        try {
            DummyDriver dummies = dummies(context.drivers());
            OperatorCommands commands = new OperatorCommands(clock, dummies, weft::lookNow, end::ask);
            ConfigStore store = new ConfigStore(context.runDirectory());
            LocalSwitch control = new LocalSwitch(weft, store, commands);
            new TraceCommands(weft).register(commands);
            new DatapathCommands(weft).register(commands);
            new FragmentCommands(weft).register(commands);
            new BridgeCommands(weft).register(commands);
            new PauseCommands(weft).register(commands);
            new PmdCommands(weft).register(commands);
            new StandbyCommands(context.runDirectory()).register(commands);
            if (legacy != null) {
                prepare(control, store);
                legacy.ready(estate);
            }
            weft.begin();
            boolean forgets = !knobs.restore() || !knobs.restoreState();
            if (forgets) {
                weft.forget();
            }
            if (knobs.restore()) {
                restore(control, store, err);
            }
            weft.keepState();
            if (legacy != null) {
                legacy.finish(weft.memory());
            }
            return new SwitchProcess(weft, control, dummies, memory[0], addresses);
        } catch (ControlException | IOException e) {
            weft.close();
            throw e;
        }
    }

    /** Memory that can be handed over; where there is none, memory that cannot. */
    private static FrameBlock shared(long bytes, SharedMemory... made) {
        try {
            made[0] = SharedMemory.create(bytes);
            return made[0];
        } catch (NativeException e) {
            LOG.log(System.Logger.Level.WARNING, "the switch cannot be handed over: " + e.getMessage());
            return FrameBlock.own(bytes);
        }
    }

    /** Reads what can be read before the other one has stopped; what is wrong with it is said later. */
    private static void prepare(LocalSwitch control, ConfigStore store) {
        try {
            store.prepare().ifPresent(control::prepare);
        } catch (IOException | ConfigException | ControlException e) {
            LOG.log(System.Logger.Level.DEBUG, "the configuration is read again: " + e.getMessage());
        }
    }

    private static void restore(LocalSwitch control, ConfigStore store, PrintWriter err) throws IOException {
        try {
            Optional<Rows> saved = store.load();
            try {
                saved.ifPresent(control::restore);
            } catch (ConfigException | ControlException e) {
                throw store.setAside(e.getMessage(), e);
            }
        } catch (ConfigStore.DamagedException e) {
            err.println("weft: switchd: starting without bridges: " + e.getMessage());
            err.flush();
        }
    }

    static DummyDriver dummies(List<PortDriver> drivers) {
        return drivers.stream()
                .filter(DummyDriver.class::isInstance)
                .map(DummyDriver.class::cast)
                .findFirst()
                .orElseThrow();
    }

    VirtualSwitch weft() {
        return weft;
    }

    /** The packet memory, if it can be passed on. */
    Optional<SharedMemory> memory() {
        return Optional.ofNullable(memory);
    }

    /** Ends the API of a switch that another process has now. */
    void leave() {
        sampling.cancel(true);
        sampler.shutdownNow();
        server.close(Duration.ZERO);
    }

    DummyDriver dummies() {
        return dummies;
    }

    /** The API, as its clients have it. */
    LocalSwitch control() {
        return control;
    }

    /** Calls end first, then the switch. */
    @Override
    public void close() {
        sampling.cancel(true);
        sampler.shutdownNow();
        server.close();
        weft.close();
    }
}
