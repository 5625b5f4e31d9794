package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Open vSwitch's userspace datapath, as Debian packages it, in directories and a namespace of its own: nothing of a system's own Open vSwitch
 * is touched.
 */
final class OvsLane extends Lane {
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

    private final Ports ports;
    private final Path directory = lab().directory();
    private final String bridge = lab().device("br", 9);

    /** How the pods are connected, always by veth pairs. */
    enum Ports {
        /** AF_XDP; the pods' offloads must be off, or their checksums are never filled in. */
        AFXDP,
        /** Packet sockets with userspace TSO; the pods' offloads are left on. */
        TSO
    }

    OvsLane(Ports ports) {
        super(ports == Ports.AFXDP ? "ovs afxdp" : "ovs tso");
        this.ports = ports;
    }

    @Override
    void start() {
        Commands.must(environment(), "ovsdb-tool", "create", file("conf.db"), SCHEMA);
        launch(
                "ovsdb-server",
                "ovsdb-server",
                file("conf.db"),
                "--remote=punix:" + file("db.sock"),
                "--unixctl=" + file("db.ctl"));
        await("db.sock");
        vsctl("--no-wait", "init");
        if (ports == Ports.TSO) {
            vsctl("--no-wait", "set", "Open_vSwitch", ".", "other_config:userspace-tso-enable=true");
        }
        launch("ovs-vswitchd", "ovs-vswitchd", database(), "--unixctl=" + file("vs.ctl"));
        await("vs.ctl");
        vsctl("add-br", bridge, "--", "set", "bridge", bridge, "datapath_type=netdev");
        for (int pod = 0; pod < Lab.PODS; pod++) {
            addPort(pod);
        }
    }

    private void addPort(int pod) {
        String device = lab().addVeth(pod);
        if (ports == Ports.TSO) {
            vsctl("add-port", bridge, device);
            return;
        }
        Commands.must(Lab.in(lab().podNamespace(pod), "ethtool", "-K", "eth0", "tx", "off")
                .toArray(String[]::new));
        vsctl("add-port", bridge, device, "--", "set", "interface", device, "type=afxdp");
    }

    private void launch(String log, String... command) {
        List<String> inNamespace = Lab.in(lab().switchNamespace(), command);
        own(Commands.start(directory.resolve(log + ".log"), environment(), inNamespace)
                .toHandle());
    }

    private void await(String socket) {
        long deadlineNs = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (!Files.exists(directory.resolve(socket))) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new RefusedException(name() + ": " + socket + " does not appear; " + diagnosis());
            }
            Thread.onSpinWait();
        }
    }

    private void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=20", "--db=" + database()));
        command.addAll(List.of(arguments));
        Commands.must(environment(), command.toArray(String[]::new));
    }

    private String database() {
        return "unix:" + file("db.sock");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Map<String, String> environment() {
        String path = directory.toString();
        return Map.of("OVS_RUNDIR", path, "OVS_DBDIR", path, "OVS_LOGDIR", path);
    }

    @Override
    String diagnosis() {
        return Commands.run(10, Map.of(), "tail", "-n", "5", file("ovs-vswitchd.log"))
                .output()
                .trim()
                .replace("\n", " | ");
    }
}
