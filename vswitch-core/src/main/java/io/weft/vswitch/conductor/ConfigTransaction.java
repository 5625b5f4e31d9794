package io.weft.vswitch.conductor;

import io.weft.vswitch.state.SavedPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One change of configuration, in two halves. {@link #prepare} opens every new device and can fail, in which case all of them are closed again
 * and nothing has changed; {@link #commit} changes bridges and ports and cannot fail.
 */
final class ConfigTransaction {
    private final ConductorAgent conductor;
    private final SwitchConfig next;
    private final Map<String, PortOpener.Opened> opened = new LinkedHashMap<>();
    private final List<PortState> added = new ArrayList<>();
    private final List<PortState> removed = new ArrayList<>();

    ConfigTransaction(ConductorAgent conductor, SwitchConfig next) {
        this.conductor = conductor;
        this.next = next;
    }

    /** Ports that are new, or whose device is. */
    List<PortState> added() {
        return added;
    }

    /** Ports that are gone, or whose device is. */
    List<PortState> removed() {
        return removed;
    }

    void prepare() {
        conductor.opener().knobs(next.otherConfig());
        try {
            for (BridgeConfig bridge : next.bridges()) {
                for (PortSettings port : bridge.ports()) {
                    PortState state = find(bridge.name(), port.name());
                    if (state == null || !state.fits(port)) {
                        opened.put(port.name(), conductor.opener().open(bridge, port));
                    }
                }
            }
        } catch (RuntimeException e) {
            opened.values().forEach(device -> device.device().close());
            conductor.opener().knobs(conductor.config().otherConfig());
            throw e;
        }
    }

    private PortState find(String bridge, String port) {
        BridgeState state = conductor.bridges().get(bridge);
        return state == null ? null : state.ports.get(port);
    }

    void commit() {
        Set<String> names = new HashSet<>(next.bridgeNames());
        for (BridgeState bridge : List.copyOf(conductor.bridges().values())) {
            if (!names.contains(bridge.name)) {
                bridge.portList().forEach(port -> remove(bridge, port));
                conductor.bridges().remove(bridge.name);
                conductor.groups().release(bridge);
            }
        }
        for (BridgeConfig config : next.bridges()) {
            BridgeState bridge = conductor.bridges().get(config.name());
            commit(bridge == null ? conductor.makeBridge(config) : bridge, config);
        }
    }

    private void commit(BridgeState bridge, BridgeConfig config) {
        for (PortState port : bridge.portList()) {
            if (config.port(port.name()).isEmpty()) {
                remove(bridge, port);
            }
        }
        conductor.configure(bridge, config);
        bridge.mirror(config.mirrors(), config.floodVlans());
        // Requested numbers first, so that no automatic number takes one away.
        for (PortSettings port : config.ports()) {
            if (conductor.restoration().number(bridge, port) != 0) {
                commit(bridge, port);
            }
        }
        for (PortSettings port : config.ports()) {
            if (conductor.restoration().number(bridge, port) == 0) {
                commit(bridge, port);
            }
        }
    }

    private void commit(BridgeState bridge, PortSettings settings) {
        PortState old = bridge.ports.get(settings.name());
        PortOpener.Opened device = opened.get(settings.name());
        if (device != null) {
            add(bridge, settings, device, old);
        } else if (!settings.equals(old.settings)) {
            if (settings.ofportRequest() != 0 && settings.ofportRequest() != old.ofPort) {
                bridge.ports.remove(old.name());
                old.ofPort = bridge.number(settings);
                bridge.ports.put(old.name(), old);
            }
            conductor.ports().adopt(old, settings);
            bridge.changed();
        }
    }

    private void add(BridgeState bridge, PortSettings settings, PortOpener.Opened device, PortState old) {
        PortState port = conductor.ports().make(settings, device);
        if (old != null) {
            remove(bridge, old);
            port.flags = old.flags;
        }
        SavedPort saved = conductor.restoration().port(bridge, settings.name());
        port.flags = saved == null ? port.flags : saved.flags();
        boolean keepsNumber = old != null && (settings.ofportRequest() == 0 || settings.ofportRequest() == old.ofPort);
        port.ofPort = keepsNumber
                ? old.ofPort
                : bridge.number(
                        settings.withOfportRequest(conductor.restoration().number(bridge, settings)));
        bridge.ports.put(settings.name(), port);
        bridge.changed();
        added.add(port);
    }

    private void remove(BridgeState bridge, PortState port) {
        bridge.ports.remove(port.name());
        bridge.changed();
        port.isRemoved = true;
        removed.add(port);
    }
}
