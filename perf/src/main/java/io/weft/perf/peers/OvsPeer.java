package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Open vSwitch with DPDK, as Debian packages it, in a directory of its own; nothing of a system's own Open vSwitch is touched. */
final class OvsPeer implements Peer {
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final Path VSWITCHD = Path.of("/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk");
    private static final Pattern SENT = Pattern.compile("tx pkts=(\\d+)");
    private static final int START_SECONDS = 30;
    private static final int POLLING_CORE = 1;

    private final Path directory;
    private final int memoryMib;
    private final List<ProcessHandle> processes = new ArrayList<>();

    /** @param memoryMib of huge pages */
    OvsPeer(Path directory, int memoryMib) {
        this.directory = directory;
        this.memoryMib = memoryMib;
    }

    /**
     * @throws RefusedException naming what the machine lacks
     */
    static void check(int memoryMib) {
        if (!Files.isExecutable(VSWITCHD)) {
            throw new RefusedException(
                    "this needs Debian packages that are not installed: openvswitch-switch-dpdk, librte-net-pcap23");
        }
        long free;
        try {
            free = Long.parseLong(Files.readString(Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (free * 2 < memoryMib) {
            throw new RefusedException("Open vSwitch with DPDK needs " + memoryMib + " MiB of huge pages, " + free * 2
                    + " are free (as root: sysctl vm.nr_hugepages=" + memoryMib / 2 + ")");
        }
    }

    @Override
    public String name() {
        return "ovs-dpdk";
    }

    @Override
    public void start() {
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA);
        launch("ovsdb-server", file("conf.db"), "--remote=punix:" + file("db.sock"), "--unixctl=" + file("db.ctl"));
        await("db.sock");
        vsctl("--no-wait", "init");
        vsctl(
                "--no-wait",
                "set",
                "Open_vSwitch",
                ".",
                "other_config:dpdk-init=true",
                "other_config:pmd-cpu-mask=" + Integer.toHexString(1 << POLLING_CORE),
                "other_config:dpdk-lcore-mask=1",
                "other_config:dpdk-socket-mem=" + memoryMib,
                "other_config:dpdk-extra=\"--no-pci --in-memory\"");
        launch(VSWITCHD.toString(), "unix:" + file("db.sock"), "--unixctl=" + file("vs.ctl"));
        await("vs.ctl");
        vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev");
    }

    @Override
    public void flows(List<String> texts) {
        try {
            Path flows = Files.write(directory.resolve("flows.txt"), texts);
            run("ovs-ofctl", "del-flows", BRIDGE);
            run("ovs-ofctl", "add-flows", BRIDGE, flows.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void add(String port, String devargs) {
        vsctl(
                "add-port",
                BRIDGE,
                port,
                "--",
                "set",
                "interface",
                port,
                "type=dpdk",
                "ofport_request=" + Peer.number(port),
                "options:dpdk-devargs=\"" + devargs + "\"");
        String error = run("ovs-vsctl", "--db=unix:" + file("db.sock"), "get", "interface", port, "error")
                .strip();
        if (!error.equals("[]")) {
            throw new RefusedException("ovs-dpdk: port " + port + ": " + error);
        }
    }

    @Override
    public void disconnect() {
        vsctl("del-port", "pa", "--", "del-port", "pb");
    }

    @Override
    public long delivered() {
        long sent = 0;
        for (String port : List.of("pa", "pb")) {
            Matcher matcher = SENT.matcher(run("ovs-ofctl", "dump-ports", BRIDGE, port));
            sent += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
        return sent;
    }

    private void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=30", "--db=unix:" + file("db.sock")));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        return Commands.must(environment(), command);
    }

    private void launch(String... command) {
        Path log = directory.resolve(Path.of(command[0]).getFileName() + ".log");
        processes.add(Commands.start(log, environment(), List.of(command)).toHandle());
    }

    private void await(String socket) {
        long deadlineNs = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (!Files.exists(directory.resolve(socket))) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new RefusedException("ovs-dpdk: " + socket + " does not appear in " + START_SECONDS
                        + " s; logs are in " + directory);
            }
            Thread.onSpinWait();
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Map<String, String> environment() {
        String path = directory.toString();
        return Map.of("OVS_RUNDIR", path, "OVS_DBDIR", path, "OVS_LOGDIR", path);
    }

    @Override
    public void close() {
        for (ProcessHandle process : processes.reversed()) {
            process.destroy();
            process.onExit()
                    .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                    .exceptionally(_ -> {
                        process.destroyForcibly();
                        return process;
                    })
                    .join();
        }
    }
}
