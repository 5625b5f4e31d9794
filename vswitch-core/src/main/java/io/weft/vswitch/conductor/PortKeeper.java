package io.weft.vswitch.conductor;

import io.weft.vswitch.PortFlags;
import io.weft.vswitch.PortView;
import io.weft.vswitch.bridge.PatchEnd;
import io.weft.vswitch.counters.PortCounters;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.patch.PatchDriver;
import io.weft.vswitch.tunnel.TunnelDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.NanoClock;

/**
 * The ports of all bridges: their devices are opened, given to the PMDs, watched, taken away again and closed.
 *
 * <pre>
 *   added:    make --&gt; attach to send --published--&gt; attach to receive --every PMD knows--&gt; still
 *   removed:  detach from receiving --published--&gt; detach from sending --every PMD knows--&gt; close
 *   changed:  detach both --every PMD knows--&gt; attach both        (a device came, went or has other queues)
 * </pre>
 *
 * <p>The conductor's own; called on its thread.
 */
public final class PortKeeper {
    private final ConductorAgent conductor;
    private final SwitchCounters counters;
    private final NanoClock clock;
    private final DatapathNumbers datapathPorts = new DatapathNumbers();

    PortKeeper(ConductorAgent conductor, SwitchCounters counters, NanoClock clock) {
        this.conductor = conductor;
        this.counters = counters;
        this.clock = clock;
    }

    // ---- what there is

    /** Every port, as configured and as it is. */
    public List<PortView> views() {
        List<PortView> views = new ArrayList<>();
        for (BridgeState bridge : conductor.bridges().values()) {
            for (PortState port : bridge.ports.values()) {
                views.add(port.view(bridge.name, counters.totals(port.name())));
            }
        }
        return views;
    }

    /** OpenFlow number of a port. */
    public int number(String bridgeName, String portName) {
        return port(bridgeName, portName).ofPort;
    }

    /** Changes what {@code mod-port} changes. */
    public CompletableFuture<PortFlags> changeFlags(
            String bridgeName, String portName, UnaryOperator<PortFlags> change) {
        PortState port = port(bridgeName, portName);
        PortFlags flags = change.apply(port.flags);
        if (flags.equals(port.flags)) {
            return CompletableFuture.completedFuture(flags);
        }
        port.flags = flags;
        conductor.bridge(bridgeName).changed();
        return conductor.versions().resultAt(conductor.versions().publishEverything(), flags);
    }

    private PortState port(String bridgeName, String portName) {
        BridgeState bridge = conductor.bridge(bridgeName);
        PortState port = bridge.ports.get(portName);
        if (port == null) {
            throw ConfigException.unknown("port", portName, List.copyOf(bridge.ports.keySet()));
        }
        return port;
    }

    // ---- a transaction

    PortState make(PortSettings settings, PortOpener.Opened opened) {
        int datapathPort = datapathPorts.take(settings.name(), opened.type());
        return new PortState(settings, opened, datapathPort, patchEnd(settings, opened.type()), clock.nanoTime());
    }

    /** No PMD counts for a port without queues, so the revalidator may, in the place of the first. */
    private PatchEnd patchEnd(PortSettings settings, String type) {
        if (!type.equals(PatchDriver.TYPE)) {
            return null;
        }
        PortCounters own = counters.port(settings.name(), 0);
        return new PatchEnd(
                settings.options().get(PatchDriver.PEER),
                (packets, bytes, _) -> own.received(packets, bytes),
                (packets, bytes, _) -> own.transmitted(packets, bytes));
    }

    /** A port that stays has other settings. */
    void adopt(PortState port, PortSettings settings) {
        boolean isPolicedAnew =
                !settings.qos().ingress().equals(port.settings.qos().ingress());
        port.isShapedAnew |= !settings.qos().egress().equals(port.settings.qos().egress());
        port.settings = settings;
        if (isPolicedAnew) {
            port.policer = settings.qos().ingress().policer(clock.nanoTime());
            conductor.rigging().police(port);
        }
        if (port.isShapedAnew && !port.isMoving) {
            reshape(port);
        }
    }

    /** Before a transaction is published: nobody sends to a port that is not there, nor receives from one that is no more. */
    void begin(ConfigTransaction transaction) {
        transaction.added().forEach(this::attachTx);
        PortAddresses.settle(conductor.bridges().values(), conductor.config());
        transaction.removed().forEach(conductor.rigging()::detachRx);
    }

    private void attachTx(PortState port) {
        port.isMoving = true;
        if (port.device.maintain(clock.nanoTime())) {
            port.device.attach(); // it was not there when it was opened
        }
        port.watchLink();
        conductor.rigging().attachTx(port);
    }

    /** Every PMD knows the new ports and has forgotten the old ones. */
    void finish(ConfigTransaction transaction, Runnable done) {
        for (PortState port : transaction.added()) {
            if (!port.isRemoved) {
                if (port.device instanceof TunnelDevice tunnel) {
                    tunnel.listen();
                }
                conductor.rigging().attachRx(port);
            }
        }
        transaction.removed().forEach(conductor.rigging()::detachTx);
        conductor.when(conductor.rigging().barrier(), () -> {
            transaction.added().forEach(port -> port.isMoving = false);
            transaction.removed().forEach(this::close);
            done.run();
        });
    }

    private void close(PortState port) {
        port.device.close();
        datapathPorts.free(port.datapathPort);
        boolean isReplaced =
                conductor.bridges().values().stream().anyMatch(bridge -> bridge.ports.containsKey(port.name()));
        if (!isReplaced) {
            counters.freePort(port.name());
        }
    }

    // ---- devices

    /** Looks at devices; those that came, went or changed their queues are attached anew. Returns the work done. */
    int maintain(long nowNs) {
        int work = 0;
        boolean linksChanged = false;
        for (BridgeState bridge : conductor.bridges().values()) {
            for (PortState port : bridge.ports.values()) {
                if (port.watchLink()) {
                    bridge.changed();
                    linksChanged = true;
                }
                if (!port.isMoving && port.isShapedAnew) {
                    reshape(port);
                    work++;
                }
                if (!port.isMoving && port.device.maintain(nowNs)) {
                    reattach(port);
                    work++;
                }
            }
        }
        PortAddresses.settle(conductor.bridges().values(), conductor.config());
        if (linksChanged) {
            conductor.versions().publishEverything();
            work++;
        }
        return work;
    }

    private void reshape(PortState port) {
        Rigging rigging = conductor.rigging();
        if (rigging.isAlone()) {
            rigging.attachTx(port);
            return;
        }
        port.isMoving = true;
        rigging.detachTx(port);
        conductor.when(rigging.barrier(), () -> {
            if (!port.isRemoved) {
                rigging.attachTx(port);
                port.isMoving = false;
            }
        });
    }

    private void reattach(PortState port) {
        Rigging rigging = conductor.rigging();
        port.isMoving = true;
        rigging.detachRx(port);
        rigging.detachTx(port);
        conductor.when(rigging.barrier(), () -> {
            if (port.isRemoved) {
                return; // the removal closes it
            }
            port.device.attach();
            rigging.attachTx(port);
            rigging.attachRx(port);
            port.isMoving = false;
        });
    }

    /** Takes every queue from every PMD; what they received is sent when the result is there. What arrives waits in the devices. */
    public CompletableFuture<Boolean> letGo() {
        List<PortState> all = conductor.bridges().values().stream()
                .flatMap(bridge -> bridge.ports.values().stream())
                .toList();
        all.forEach(port -> port.isMoving = true);
        all.forEach(conductor.rigging()::detachRx);
        all.forEach(conductor.rigging()::detachTx);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        conductor.when(conductor.rigging().barrier(), () -> done.complete(true));
        return done;
    }

    /** After {@link #letGo} and after every agent has stopped: leaves the ports, by name, to the next process; those that cannot be are closed. */
    public Map<String, Bequest> bequeath() {
        Map<String, Bequest> left = new TreeMap<>();
        for (BridgeState bridge : conductor.bridges().values()) {
            for (PortState port : bridge.ports.values()) {
                port.device.bequeath().ifPresentOrElse(bequest -> left.put(port.name(), bequest), port.device::close);
            }
        }
        return left;
    }

    /** After every agent has stopped: closes every port. */
    public void close() {
        for (BridgeState bridge : conductor.bridges().values()) {
            bridge.ports.values().forEach(port -> port.device.close());
        }
    }
}
