package io.weft.perf.updates;

import java.util.ArrayList;
import java.util.List;

/** Open vSwitch as Debian packages it, with its dummy datapath; nothing of a system's own Open vSwitch is touched. */
final class OvsTarget extends Target {
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

    private ProcessHandle vswitchd;

    OvsTarget() {
        super("ovs");
    }

    @Override
    public void start() {
        must(ovs("ovsdb-tool", "create", file("conf.db"), SCHEMA));
        launch(
                "ovsdb",
                ovs(
                        "ovsdb-server",
                        file("conf.db"),
                        "--remote=punix:" + file("db.sock"),
                        "--unixctl=" + file("db.ctl")));
        await(vsctl("--no-wait", "init"));
        vswitchd = launch(
                "vswitchd",
                ovs(
                        "ovs-vswitchd",
                        database(),
                        "--enable-dummy=override",
                        "--disable-system",
                        "--unixctl=" + file("vs.ctl")));
        must(vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=dummy", "fail_mode=secure"));
    }

    private List<String> vsctl(String... arguments) {
        List<String> command = ovs("ovs-vsctl", "--timeout=20", "--db=" + database());
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> ovs(String... command) {
        List<String> list = new ArrayList<>(
                List.of("env", "OVS_RUNDIR=" + directory(), "OVS_DBDIR=" + directory(), "OVS_LOGDIR=" + directory()));
        list.addAll(List.of(command));
        return list;
    }

    @Override
    List<String> tool(List<String> arguments) {
        List<String> command = ovs("ovs-ofctl");
        command.addAll(arguments);
        return command;
    }

    @Override
    ProcessHandle holder() {
        return vswitchd;
    }

    @Override
    void settle() {
        // it gives memory back as it sees fit
    }

    private String database() {
        return "unix:" + file("db.sock");
    }

    private String file(String name) {
        return directory().resolve(name).toString();
    }
}
