package io.weft.vswitch.oracle;

import io.weft.flow.action.Ports;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.port.patch.PatchDriver;
import io.weft.vswitch.translate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Weft with the bridges of {@link Bridges}, in this process, on a clock that stands still. One owner; close it. */
final class WeftUnderTest implements AutoCloseable {
    private final VirtualSwitch weft;

    WeftUnderTest(Path runDirectory) {
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(new FakeClock())
                .drivers(List.of(new DummyDriver(), new PatchDriver())));
        weft.apply(all -> {
            SwitchConfig config = all;
            for (int bridge = 0; bridge < Bridges.NAMES.size(); bridge++) {
                config = config.with(bridge(bridge));
            }
            return config;
        });
        for (String bridge : Bridges.NAMES) {
            addresses(bridge);
            Equipment.give(weft, bridge);
        }
    }

    private static BridgeConfig bridge(int index) {
        String name = Bridges.NAMES.get(index);
        BridgeConfig config =
                BridgeConfig.of(name).withFailMode(BridgeConfig.FailMode.SECURE).with(PortSettings.of(name, "dummy"));
        for (int port = 1; port <= RandomWorld.PATCH; port++) {
            String peer = Bridges.peer(index, port);
            PortSettings settings = PortSettings.of(Bridges.port(index, port), peer == null ? "dummy" : "patch");
            config = config.with(settings.withOptions(peer == null ? Map.of() : Map.of("peer", peer))
                    .withOfportRequest(port)
                    .withVlan(Bridges.vlan(index, port)));
        }
        return config;
    }

    private void addresses(String bridge) {
        int index = Bridges.NAMES.indexOf(bridge);
        for (Bridges.Address address : Bridges.addresses(index)) {
            long mac = FieldNumber.of(address.mac()).longValueExact();
            weft.macs().addStatic(bridge, Bridges.port(index, address.port()), address.vlan(), mac);
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
        weft.modifyFlows(bridge, List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        for (String line : lines) {
            FlowSpec flow = FlowText.parseAdd(line, PortNames.NUMBERS);
            mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions()));
        }
        weft.modifyFlows(bridge, mods);
    }

    /** Replaces the mirrors of a bridge. */
    void mirrors(String bridge, List<MirrorConfig> mirrors) {
        weft.apply(config -> config.withBridge(bridge, settings -> settings.withMirrors(mirrors)));
    }

    TraceText trace(String bridge, String packet) {
        SwitchSnapshot snapshot = weft.snapshot();
        BridgeSnapshot in = snapshot.bridge(bridge);
        return TraceText.parse(Trace.of(snapshot, in, key(packet), names(in)));
    }

    /** A trace of a packet that also learns and teaches. */
    TraceText traceWithEffects(String bridge, String packet) {
        return traceWithEffects(bridge, key(packet));
    }

    /** The same of a frame that arrives at a port. */
    TraceText traceFrame(String bridge, TaggedFrame frame) {
        long[] key = KeyExtractor.extract(
                HexFormat.of().parseHex(frame.hex()),
                frame.inPort(),
                weft.snapshot().vlanLimit());
        return traceWithEffects(bridge, key);
    }

    /** How many VLAN tags of a frame are read. */
    void vlanLimit(int tags) {
        weft.apply(config -> config.withOtherConfig(Map.of("vlan-limit", Integer.toString(tags))));
    }

    private TraceText traceWithEffects(String bridge, long[] key) {
        SwitchSnapshot snapshot = weft.snapshot();
        BridgeSnapshot in = snapshot.bridge(bridge);
        Trace.Result result = Trace.withEffects(snapshot, in, key, null, names(in));
        weft.carryOut(result.translation());
        weft.step();
        return TraceText.parse(result.text());
    }

    private static long[] key(String packet) {
        return FlowText.parseKey(packet, PortNames.NUMBERS);
    }

    /** Forgets the addresses that packets taught. */
    void flush(String bridge) {
        weft.macs().flush(bridge);
    }

    /** All entries of a bridge as text that {@code ovs-ofctl} reads, without statistics. */
    List<String> entries(String bridge) {
        return weft.flows(bridge, FlowFilter.ALL).stream()
                .map(WeftUnderTest::text)
                .toList();
    }

    private static String text(FlowEntry entry) {
        return FlowText.print(
                new FlowSpec(
                        entry.table(),
                        entry.priority(),
                        true,
                        entry.cookie(),
                        true,
                        0,
                        entry.cookie(),
                        Ports.NONE,
                        0,
                        entry.life(),
                        entry.match(),
                        entry.actions()),
                PortNames.NUMBERS);
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
