package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.PortStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weft, in this process. */
final class WeftPeer implements Peer {
    private final Path directory;
    private final int frames;
    private VirtualSwitch virtualSwitch;

    /** @param frames of packet memory; endless ports keep all their traffic in it */
    WeftPeer(Path directory, int frames) {
        this.directory = directory;
        this.frames = frames;
    }

    @Override
    public String name() {
        return "weft";
    }

    @Override
    public void start() {
        virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .pmdCount(1)
                .frames(frames)
                .megaflowLimit(262_144));
        virtualSwitch.apply(config -> config.with(BridgeConfig.of(BRIDGE)));
    }

    @Override
    public void flows(List<String> texts) {
        List<FlowMod> mods = new ArrayList<>(List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        for (String text : texts) {
            FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
            mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions()));
        }
        virtualSwitch.modifyFlows(BRIDGE, mods);
    }

    @Override
    public void add(String port, String devargs) {
        PortSettings settings = PortSettings.of(port, "dpdk")
                .withOptions(Map.of("dpdk-devargs", devargs))
                .withOfportRequest(Peer.number(port));
        virtualSwitch.apply(config -> config.withBridge(BRIDGE, bridge -> bridge.with(settings)));
        for (var view : virtualSwitch.ports()) {
            if (view.status().state() != PortStatus.State.UP) {
                throw new RefusedException(
                        "weft: port " + view.name() + ": " + view.status().message());
            }
        }
    }

    @Override
    public void disconnect() {
        virtualSwitch.apply(config ->
                config.withBridge(BRIDGE, bridge -> bridge.without("pa").without("pb")));
    }

    @Override
    public long delivered() {
        return virtualSwitch.ports().stream()
                .mapToLong(port -> port.totals().txPackets())
                .sum();
    }

    @Override
    public void close() {
        if (virtualSwitch != null) {
            virtualSwitch.close();
        }
    }
}
