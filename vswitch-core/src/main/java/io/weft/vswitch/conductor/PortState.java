package io.weft.vswitch.conductor;

import io.weft.vswitch.PortFlags;
import io.weft.vswitch.PortView;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.PatchEnd;
import io.weft.vswitch.counters.PortTotals;
import io.weft.vswitch.datapath.Policer;
import io.weft.vswitch.datapath.PortShaper;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.tunnel.TunnelDevice;
import java.util.List;
import java.util.Map;

/** A port that exists: its settings, its numbers and its device. The conductor's own. */
final class PortState {
    final PortDevice device;
    final String type;
    final int datapathPort;
    final long createdNs;
    private final PatchEnd patch;
    PortSettings settings;
    int ofPort;
    PortFlags flags = PortFlags.NONE;

    /** What it may receive; null: anything. */
    Policer policer;

    /** In which what it sends waits for its time; null where it does not. */
    PortShaper shaper;

    /** Other rates were wanted while its queues were under way. */
    boolean isShapedAnew;

    /** The state of the link that the newest picture shows. */
    boolean isLinked;

    /** Queues are being taken from the PMDs or given to them: leave the device alone. */
    boolean isMoving;

    boolean isRemoved;

    /** The address that the device did not take; 0: none. */
    long refusedMac;

    /** @param patch the end of a wire that it is, or null */
    PortState(PortSettings settings, PortOpener.Opened opened, int datapathPort, PatchEnd patch, long createdNs) {
        this.settings = settings;
        this.device = opened.device();
        this.type = opened.type();
        this.patch = patch;
        this.datapathPort = datapathPort;
        this.createdNs = createdNs;
        policer = settings.qos().ingress().policer(createdNs);
        if (device instanceof TunnelDevice tunnel) {
            tunnel.end().datapathPort(datapathPort);
        }
        isLinked = device.status().isUp();
    }

    /** Looks at the link; returns whether it went up or down. */
    boolean watchLink() {
        boolean was = isLinked;
        isLinked = device.status().isUp();
        return was != isLinked;
    }

    PortView view(String bridge, PortTotals totals) {
        return new PortView(
                bridge,
                settings,
                ofPort,
                datapathPort,
                type,
                device.status(),
                flags,
                totals,
                isMoving ? Map.of() : device.counters(),
                createdNs,
                shaper == null ? List.of() : shaper.statistics());
    }

    String name() {
        return settings.name();
    }

    BridgePort snapshot() {
        return new BridgePort(
                name(),
                datapathPort,
                ofPort,
                settings.vlan(),
                flags.noFlood(),
                flags.noForward(),
                flags.noReceive(),
                flags.up(),
                flags.noPacketIn(),
                patch,
                isLinked,
                device instanceof TunnelDevice tunnel ? tunnel.end() : null);
    }

    /** Whether these settings can be taken on without opening the device again. */
    boolean fits(PortSettings wanted) {
        return settings.type().equals(wanted.type())
                && settings.options().equals(wanted.options())
                && settings.mtuRequest() == wanted.mtuRequest();
    }
}
