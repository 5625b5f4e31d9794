package io.weft.perf.peers;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Open vSwitch with DPDK, as Debian packages it, in a directory and a network namespace of its own; a system's own Open vSwitch is not touched. */
final class OvsPeer implements Restartable {
    static final String NAME = "ovs-dpdk";
    static final Path VSWITCHD = Path.of("/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk");
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final Pattern MISSES = Pattern.compile("miss with (?:success|failed) upcall: (\\d+)");
    private static final int START_SECONDS = 60;
    private static final Duration END = Duration.ofSeconds(10);
    private static final int FLOW_LIMIT = 262_144;

    private final Place place;
    private final String cores;
    private final int memoryMib;
    private final Map<String, String> own;
    private final List<String> ports = new ArrayList<>();
    private final List<ProcessHandle> processes = new ArrayList<>();
    private ProcessHandle vswitchd;
    private boolean hasBridge;

    /**
     * @param cores of its PMDs, a mask in hexadecimal
     * @param memoryMib of huge pages
     * @param own what {@code ovs-vswitchd} alone has in its environment
     */
    OvsPeer(Place place, String cores, int memoryMib, Map<String, String> own) {
        this.place = place;
        this.cores = cores;
        this.memoryMib = memoryMib;
        this.own = Map.copyOf(own);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA);
        processes.add(launch(
                environment(),
                "ovsdb-server",
                file("conf.db"),
                "--remote=punix:" + file("db.sock"),
                "--unixctl=" + file("db.ctl")));
        await("db.sock");
        vsctl("--no-wait", "init");
        vsctl(
                "--no-wait",
                "set",
                "Open_vSwitch",
                ".",
                "other_config:dpdk-init=true",
                "other_config:pmd-cpu-mask=" + cores,
                "other_config:dpdk-lcore-mask=1",
                "other_config:dpdk-socket-mem=" + memoryMib,
                "other_config:flow-limit=" + FLOW_LIMIT,
                "other_config:dpdk-extra=\"--no-pci --in-memory\"");
        launch();
        vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev");
        hasBridge = true;
    }

    @Override
    public void launch() {
        Map<String, String> environment = new TreeMap<>(environment());
        environment.putAll(own);
        vswitchd = launch(environment, VSWITCHD.toString(), "unix:" + file("db.sock"), "--unixctl=" + file("vs.ctl"));
        await("vs.ctl");
        if (hasBridge) {
            await(BRIDGE + ".mgmt");
        }
    }

    @Override
    public void flows(Path file) {
        run("ovs-ofctl", "del-flows", BRIDGE);
        run("ovs-ofctl", "add-flows", BRIDGE, file.toString());
    }

    /** How many connections the tracker may know, instead of 3,000,000. */
    void mostConnections(int count) {
        run("ovs-appctl", "-t", file("vs.ctl"), "dpctl/ct-set-maxconns", Integer.toString(count));
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
                "mtu_request=" + port.mtu(),
                "ofport_request=" + port.number(),
                "options:dpdk-devargs=\"" + port.devargs() + "\"");
        ports.add(name);
        String error = run("ovs-vsctl", "--db=unix:" + file("db.sock"), "get", "interface", name, "error")
                .strip();
        if (!error.equals("[]")) {
            throw new RefusedException(
                    "ovs-dpdk: port " + name + ": " + error + "; " + place.tail("ovs-vswitchd-dpdk.log"));
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
            vsctl(command.toArray(String[]::new));
        }
    }

    @Override
    public Counts counts() {
        long startNs = System.nanoTime();
        String text = run("ovs-ofctl", "dump-ports", BRIDGE);
        return Counts.ofOpenVSwitch((startNs + System.nanoTime()) / 2, text);
    }

    @Override
    public long misses() {
        return misses(run("ovs-appctl", "-t", file("vs.ctl"), "dpif-netdev/pmd-stats-show"));
    }

    /** From what {@code dpif-netdev/pmd-stats-show} prints. */
    static long misses(String text) {
        return MISSES.matcher(text)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    @Override
    public FlowChanges changes() {
        return new OpenFlowChanges(place.directory().resolve(BRIDGE + ".mgmt"));
    }

    @Override
    public ProcessHandle process() {
        return vswitchd;
    }

    private void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=60", "--db=unix:" + file("db.sock")));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        return Commands.must(environment(), command);
    }

    private ProcessHandle launch(Map<String, String> environment, String... command) {
        return place.start(Path.of(command[0]).getFileName() + ".log", environment, List.of(command));
    }

    private void await(String socket) {
        if (!Pause.until(START_SECONDS, () -> Files.exists(place.directory().resolve(socket)))) {
            throw new RefusedException("ovs-dpdk: " + socket + " does not appear in " + START_SECONDS + " s: "
                    + place.tail("ovs-vswitchd-dpdk.log"));
        }
    }

    private String file(String name) {
        return place.directory().resolve(name).toString();
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(place.directory().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        String path = place.directory().toString();
        return Map.of("OVS_RUNDIR", path, "OVS_DBDIR", path, "OVS_LOGDIR", path);
    }

    @Override
    public void end() {
        if (vswitchd != null) {
            HostCommand.end(vswitchd, END);
            delete("vs.ctl");
            delete(BRIDGE + ".mgmt");
        }
    }

    @Override
    public void close() {
        if (vswitchd != null && vswitchd.isAlive()) {
            resume();
        }
        end();
        processes.forEach(process -> HostCommand.end(process, END));
    }
}
