package io.weft.perf.peers;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code weft switchd}, as users run it, in a directory and a network namespace of its own. */
final class WeftPeer implements Restartable {
    static final String NAME = "weft";

    /** As {@code switchd} has it. */
    static final int MOST_CONNECTIONS = 1 << 18;

    private static final int START_SECONDS = 60;
    private static final Duration CALL = Duration.ofSeconds(60);

    private final Place place;
    private final List<String> knobs;
    private final Map<String, String> own;
    private final String launcher =
            Path.of(System.getProperty("weft.home", "."), "weft").toString();
    private final List<String> ports = new ArrayList<>();
    private ProcessHandle switchd;
    private SwitchClient client;

    /**
     * @param knobs options of {@code switchd}
     * @param own what {@code switchd} alone has in its environment, not the tools
     */
    WeftPeer(Place place, List<String> knobs, Map<String, String> own) {
        this.place = place;
        this.knobs = List.copyOf(knobs);
        this.own = Map.copyOf(own);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        launch();
        vsctl("add-br", BRIDGE);
    }

    @Override
    public void launch() {
        List<String> command = new ArrayList<>(List.of(launcher, "switchd"));
        command.addAll(knobs);
        Map<String, String> environment = new TreeMap<>(environment());
        environment.putAll(own);
        environment.put("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + collectorLog()); // beside the flags of the launcher
        switchd = place.start("switchd.log", environment, command);
        client = new SwitchClient(SwitchAddress.inRunDirectory(place.directory()), CALL);
        if (!Pause.until(START_SECONDS, this::answers)) {
            throw new RefusedException("weft switchd does not answer: " + place.tail("switchd.log"));
        }
    }

    private boolean answers() {
        if (!switchd.isAlive()) {
            throw new RefusedException("weft switchd ended: " + place.tail("switchd.log"));
        }
        if (!Files.exists(place.directory().resolve("switch.sock"))) {
            return false;
        }
        try {
            client.bridges().list();
            return true;
        } catch (io.weft.northbound.control.ControlException e) {
            return false; // its socket is there before it answers
        }
    }

    @Override
    public void flows(Path file) {
        try (InputStream lines = Files.newInputStream(file)) {
            client.flows().replace(BRIDGE, lines, true, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void add(Port port) {
        String name = port.name();
        vsctl(
                "add-port",
                BRIDGE,
                name,
                "--",
                "set",
                "interface",
                name,
                "type=dpdk",
                "ofport_request=" + port.number(),
                "options:dpdk-devargs=\"" + port.devargs() + "\"");
        ports.add(name);
        for (PortView view : client.ports().list(BRIDGE)) {
            if (view.config().name().equals(name) && !view.error().isEmpty()) {
                throw new RefusedException("weft: port " + name + ": " + view.error());
            }
        }
    }

    @Override
    public void disconnect() {
        List<String> command = new ArrayList<>();
        for (String port : ports) {
            command.addAll(List.of("--", "del-port", port));
        }
        ports.clear();
        if (!command.isEmpty()) {
            vsctl(command.subList(1, command.size()).toArray(String[]::new));
        }
    }

    @Override
    public Counts counts() {
        long startNs = System.nanoTime();
        List<PortStatistics> statistics = client.ports().statistics(BRIDGE, "");
        long atNs = (startNs + System.nanoTime()) / 2;
        Map<Integer, Long> received = new TreeMap<>();
        Map<Integer, Long> sent = new TreeMap<>();
        for (PortStatistics port : statistics) {
            if (port.number() != PortView.LOCAL) {
                received.put(port.number(), port.rxPackets());
                sent.put(port.number(), port.txPackets());
            }
        }
        return new Counts(atNs, received, sent);
    }

    @Override
    public long misses() {
        return client.datapath().pmdStatistics(false).stream()
                .map(PmdStatistics::counters)
                .mapToLong(counters -> counters.getOrDefault("misses", 0L))
                .sum();
    }

    /** How the tables change while packets run. */
    @Override
    public FlowChanges changes() {
        return (number, adds) -> {
            String source =
                    "192.168." + (FlowChanges.source(number) >>> 8 & 255) + "." + (FlowChanges.source(number) & 255);
            String rule = "priority=200,udp,nw_src=" + source + ",tp_dst=" + FlowChanges.service(number);
            FlowModText change = adds
                    ? new FlowModText(FlowMod.Kind.ADD, rule + ",actions=drop")
                    : new FlowModText(FlowMod.Kind.DELETE_STRICT, rule);
            client.flows().modifyTexts(BRIDGE, List.of(change), true);
        };
    }

    /** The log of its collector. */
    Path collectorLog() {
        return place.directory().resolve("gc.log");
    }

    @Override
    public ProcessHandle process() {
        return switchd;
    }

    private void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher, "vsctl"));
        command.addAll(List.of(arguments));
        Commands.must(environment(), command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("WEFT_RUN_DIR", place.directory().toString(), "WEFT_NO_BUILD", "1");
    }

    @Override
    public void end() {
        if (client != null) {
            client.close();
        }
        if (switchd != null) {
            HostCommand.end(switchd, Duration.ofSeconds(10));
        }
    }

    @Override
    public void close() {
        if (switchd != null && switchd.isAlive()) {
            resume();
        }
        end();
    }
}
