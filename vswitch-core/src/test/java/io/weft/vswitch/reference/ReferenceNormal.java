package io.weft.vswitch.reference;

import io.weft.flow.key.Fields;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The NORMAL action, as a text would tell it. */
final class ReferenceNormal {
    private final ReferenceBridge bridge;
    private final ReferenceFrame packet;
    private final int inPort;
    private final boolean mayHear;
    private final BiConsumer<BridgePort, ReferenceFrame> sender;
    private boolean heard;

    ReferenceNormal(
            ReferenceBridge bridge,
            ReferenceFrame packet,
            int inPort,
            boolean mayHear,
            BiConsumer<BridgePort, ReferenceFrame> sender) {
        this.bridge = bridge;
        this.packet = packet;
        this.inPort = inPort;
        this.mayHear = mayHear;
        this.sender = sender;
    }

    boolean hasHeard() {
        return heard;
    }

    /** Sends it; returns why it goes nowhere if nothing else sends it. */
    Optional<DropReason> forward(long[] key) {
        return Optional.ofNullable(reason(key));
    }

    private DropReason reason(long[] key) {
        BridgePort input = bridge.port(inPort);
        int vid = packet.tags() > 0 ? packet.tci() & 0xfff : 0;
        long destination = Fields.ETH_DST.low(key);
        if (input == null) {
            return DropReason.NO_SUCH_PORT;
        } else if (ReferenceMirrors.isOutput(bridge, input)) {
            return DropReason.MIRROR_PORT;
        } else if (packet.tags() == 0 && List.of(0x8100L, 0x88a8L).contains(Fields.ETH_TYPE.low(key))) {
            return DropReason.PARTIAL_VLAN_TAG;
        } else if (!ReferenceVlan.admits(input.vlan(), vid)) {
            return DropReason.VLAN_NOT_ALLOWED;
        } else if (ReferenceMirrors.isReserved(destination)) {
            return DropReason.RESERVED_MULTICAST;
        } else {
            int vlan = vid == 0 ? input.vlan().tag() : vid;
            long source = Fields.ETH_SRC.low(key);
            if (mayHear && (source >>> 40 & 1) == 0 && bridge.learns(vlan)) {
                heard = true;
                bridge.hear(vlan, source, inPort);
            }
            return forward(vlan, destination);
        }
    }

    private DropReason forward(int vlan, long destination) {
        boolean unicast = (destination >>> 40 & 1) == 0 && bridge.learns(vlan);
        int learned = unicast ? bridge.learnedPort(vlan, destination) : -1;
        if (learned == -1) {
            // A mirror copies the packet once, as it is first sent: first to ports that take it as it stands.
            for (BridgePort port : floodPorts()) {
                if (isTagged(port, vlan) == packet.tags() > 0) {
                    sendInVlan(port, vlan);
                }
            }
            for (BridgePort port : floodPorts()) {
                if (isTagged(port, vlan) != packet.tags() > 0) {
                    sendInVlan(port, vlan);
                }
            }
            return DropReason.NO_DESTINATION;
        }
        BridgePort port = bridge.port(learned);
        if (port == null
                || ReferenceMirrors.isOutput(bridge, port)
                || port.ofPort() == inPort
                || !ReferenceVlan.carries(port.vlan(), vlan)) {
            return DropReason.NO_DESTINATION;
        } else if (!port.up() || port.noForward()) {
            return DropReason.OUTPUT_PORT_DISABLED;
        } else {
            sendInVlan(port, vlan);
            return null;
        }
    }

    private List<BridgePort> floodPorts() {
        boolean inner = packet.tags() > 1 && (packet.bytes()[18] & 0xf | packet.bytes()[19]) != 0;
        return bridge.ports().stream()
                .filter(port -> port.ofPort() != inPort && !port.noFlood() && port.up() && !port.noForward())
                .filter(port -> !inner || port.vlan().mode() != VlanSettings.Mode.ACCESS)
                .filter(port -> !ReferenceMirrors.isOutput(bridge, port))
                .toList();
    }

    private boolean isTagged(BridgePort port, int vlan) {
        boolean hasPriority = packet.tags() > 0 && packet.tci() >> 13 != 0;
        return vlan == 0 && hasPriority && ReferenceVlan.keepsPriority(port.vlan())
                || ReferenceVlan.isTagged(port.vlan(), vlan);
    }

    private void sendInVlan(BridgePort port, int vlan) {
        if (ReferenceVlan.carries(port.vlan(), vlan)) {
            sender.accept(port, retagged(isTagged(port, vlan), vlan));
        }
    }

    /** The packet as it is sent: without its outer tag, or with one of that VLAN. */
    private ReferenceFrame retagged(boolean tagged, int vlan) {
        ReferenceFrame sent = packet.copy();
        if (!tagged && sent.tags() > 0) {
            sent.pop();
        } else if (tagged && sent.tags() == 0) {
            sent.push(0x8100, vlan);
        } else if (tagged) {
            sent.tci(sent.tci() & 0xf000 | vlan);
        }
        return sent;
    }
}
