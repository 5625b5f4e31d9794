package io.weft.vswitch.oracle;

import io.weft.flow.group.GroupMod;
import io.weft.flow.match.Match;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.translate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Weft with the bridges of {@link Bridges}, in this process, on a clock that stands still. One owner; close it. */
final class WeftUnderTest implements AutoCloseable {
    private final VirtualSwitch weft;

    WeftUnderTest(Path runDirectory) {
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(new FakeClock())
                .drivers(List.of(new DummyDriver())));
        for (int bridge = 0; bridge < Bridges.NAMES.size(); bridge++) {
            BridgeConfig config = bridge(bridge);
            weft.apply(all -> all.with(config));
        }
        for (String bridge : Bridges.NAMES) {
            addresses(bridge);
            groups(weft, bridge);
        }
    }

    private static BridgeConfig bridge(int index) {
        String name = Bridges.NAMES.get(index);
        BridgeConfig config =
                BridgeConfig.of(name).withFailMode(BridgeConfig.FailMode.SECURE).with(PortSettings.of(name, "dummy"));
        for (int port = 1; port <= RandomWorld.PORTS; port++) {
            config = config.with(PortSettings.of(Bridges.port(index, port), "dummy")
                    .withOfportRequest(port)
                    .withVlan(Bridges.vlan(index, port)));
        }
        return config;
    }

    /** Gives a bridge the groups of {@link RandomWorld#GROUPS}. */
    static void groups(VirtualSwitch weft, String bridge) {
        List<BundleMod> mods = new ArrayList<>();
        for (String line : RandomWorld.GROUPS) {
            mods.add(new BundleMod.Group(GroupText.parse(GroupMod.Kind.ADD, line, PortNames.NUMBERS)));
        }
        weft.modify(bridge, mods);
    }

    private void addresses(String bridge) {
        int index = Bridges.NAMES.indexOf(bridge);
        for (Bridges.Address address : Bridges.addresses(index)) {
            long mac = FieldNumber.of(address.mac()).longValueExact();
            weft.addStaticMac(bridge, Bridges.port(index, address.port()), address.vlan(), mac);
        }
    }

    /** Why the line is refused, or null. */
    static String refusal(String line) {
        try {
            FlowText.parseAdd(line, PortNames.NUMBERS);
            return null;
        } catch (FlowTextException e) {
            return e.getMessage();
        }
    }

    /** Replaces all flow entries of a bridge. */
    void flows(String bridge, List<String> lines) {
        List<FlowMod> mods = new ArrayList<>();
        mods.add(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY));
        for (String line : lines) {
            FlowSpec flow = FlowText.parseAdd(line, PortNames.NUMBERS);
            mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions()));
        }
        weft.modifyFlows(bridge, mods);
    }

    TraceText trace(String bridge, String packet) {
        SwitchSnapshot snapshot = weft.snapshot();
        BridgeSnapshot in = snapshot.bridge(bridge);
        long[] key = FlowText.parseKey(packet, PortNames.NUMBERS);
        return TraceText.parse(Trace.of(snapshot, in, key, names(in)));
    }

    private static PortNames names(BridgeSnapshot bridge) {
        return new PortNames() {
            @Override
            public int number(String name) {
                return bridge.port(name) == null ? -1 : bridge.port(name).ofPort();
            }

            @Override
            public String name(int number) {
                return bridge.port(number) == null ? null : bridge.port(number).name();
            }
        };
    }

    @Override
    public void close() {
        weft.close();
    }
}
