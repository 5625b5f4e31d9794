package io.weft.vswitch.oracle;

import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.conductor.MirrorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Open vSwitch and Weft with the same bridges, given the same commands. One owner; close it. */
final class BothSwitches implements AutoCloseable {
    private static final Pattern REFUSED_LINE = Pattern.compile("flows:([0-9]+):");

    private final OpenVSwitch ovs;
    private final WeftUnderTest weft;
    private int vlanLimit = Bridges.VLAN_LIMIT;

    /** What both say of a packet. */
    record Traces(TraceText ours, TraceText theirs) {}

    /** @param directory for both; its path should be short: sockets are made there */
    BothSwitches(Path directory) throws IOException {
        ovs = OpenVSwitch.start(directory);
        weft = new WeftUnderTest(directory);
        ovs.vsctl(Bridges.commands().toArray(String[]::new));
        for (int bridge = 0; bridge < Bridges.NAMES.size(); bridge++) {
            Equipment.give(ovs, Bridges.NAMES.get(bridge));
            for (Bridges.Address address : Bridges.addresses(bridge)) {
                ovs.appctl(
                        "fdb/add",
                        Bridges.NAMES.get(bridge),
                        Bridges.port(bridge, address.port()),
                        Integer.toString(address.vlan()),
                        address.mac());
            }
        }
    }

    /** Replaces the mirrors of a bridge: one by one, since Open vSwitch numbers those of one transaction as it likes. */
    void mirrors(String bridge, List<MirrorConfig> mirrors) throws IOException {
        ovs.vsctl("clear", "bridge", bridge, "mirrors");
        for (MirrorConfig mirror : mirrors) {
            ovs.vsctl(RandomMirrors.command(bridge, mirror).toArray(String[]::new));
        }
        weft.mirrors(bridge, mirrors);
    }

    Traces trace(String bridge, String packet) throws IOException {
        TraceText theirs = TraceText.parse(ovs.appctl("ofproto/trace", "--names", bridge, packet));
        return new Traces(weft.trace(bridge, packet), theirs);
    }

    /** As {@link #trace}, and the packet learns and teaches. */
    Traces traceWithEffects(String bridge, String packet) throws IOException {
        TraceText theirs = TraceText.parse(ovs.appctl("ofproto/trace", "--names", bridge, packet, "-generate"));
        return new Traces(weft.traceWithEffects(bridge, packet), theirs);
    }

    /** As {@link #traceWithEffects}, of a frame that arrives at a port. */
    Traces traceFrame(String bridge, TaggedFrame frame) throws IOException {
        TraceText theirs = TraceText.parse(
                ovs.appctl("ofproto/trace", "--names", bridge, "in_port=" + frame.inPort(), frame.hex()));
        return new Traces(weft.traceFrame(bridge, frame).withoutTunnelOptions(), theirs.withoutTunnelOptions());
    }

    int vlanLimit() {
        return vlanLimit;
    }

    /** How many VLAN tags of a frame both read. */
    void vlanLimit(int tags) throws IOException {
        if (tags != vlanLimit) {
            vlanLimit = tags;
            ovs.vsctl("set", "Open_vSwitch", ".", "other_config:vlan-limit=" + tags);
            weft.vlanLimit(tags);
        }
    }

    /** Forgets the addresses that packets taught. */
    void flush() throws IOException {
        for (String bridge : Bridges.NAMES) {
            ovs.appctl("fdb/flush", bridge);
            weft.flush(bridge);
        }
    }

    /** Our entries of a bridge, sorted, as text. */
    List<String> ourEntries(String bridge) {
        return weft.entries(bridge).stream()
                .map(line -> TraceText.written(
                        line.replaceAll(",output:0\\b", "").replaceAll("actions=output:0\\b", "actions=drop")))
                .sorted()
                .toList();
    }

    /** Their entries, read and written as ours are. */
    List<String> theirEntries(String bridge) throws IOException {
        return ovs.run("ovs-ofctl", "-OOpenFlow15", "--no-names", "--no-stats", "dump-flows", bridge)
                .lines()
                .map(line -> line.strip().replace(", ", ","))
                .map(line -> FlowText.print(FlowText.parseAdd(line, PortNames.NUMBERS), PortNames.NUMBERS))
                .map(TraceText::written)
                .sorted()
                .toList();
    }

    /**
     * Replaces the entries of a bridge by those that both accept.
     *
     * @param refusals told of every line that one of them alone refuses: {@code "Weft: ..."} or {@code "Open vSwitch: ..."}
     */
    void flows(String bridge, List<String> lines, Consumer<String> refusals) throws IOException {
        List<String> accepted = new ArrayList<>(lines);
        for (String line : lines) {
            String refusal = WeftUnderTest.refusal(line);
            if (refusal != null) {
                accepted.remove(line);
                refusals.accept("Weft: " + line + ": " + refusal);
            }
        }
        // Before, not together: they forget what was taught when the bundle is done, and with it new entries of the
        // same cookie.
        ovs.run("ovs-ofctl", "del-flows", bridge);
        weft.flows(bridge, acceptedByThem(bridge, accepted, refusals));
    }

    private List<String> acceptedByThem(String bridge, List<String> lines, Consumer<String> refusals)
            throws IOException {
        List<String> accepted = new ArrayList<>(lines);
        for (; ; ) {
            try {
                ovs.run("ovs-ofctl", "--bundle", "-OOpenFlow15", "add-flows", bridge, ovs.lines("flows", accepted));
                return accepted;
            } catch (IOException e) {
                String line = refused(accepted, e);
                accepted.remove(line);
                refusals.accept("Open vSwitch: " + line + ": " + e.getMessage());
            }
        }
    }

    /** The line that is not accepted: the error names it, or says only that there is one. */
    private String refused(List<String> lines, IOException error) throws IOException {
        Matcher named = REFUSED_LINE.matcher(error.getMessage());
        if (named.find()) {
            return lines.get(Integer.parseInt(named.group(1)) - 1);
        }
        for (String line : lines) {
            try {
                ovs.run("ovs-ofctl", "-OOpenFlow15", "parse-flow", line);
            } catch (IOException e) {
                return line;
            }
        }
        throw error;
    }

    @Override
    public void close() {
        try (ovs) {
            weft.close();
        }
    }
}
