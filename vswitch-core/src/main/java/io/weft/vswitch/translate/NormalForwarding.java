package io.weft.vswitch.translate;

import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.VlanHeader;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.Mirroring;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.mac.MacTable;

/**
 * The NORMAL action: an IEEE 802.1Q learning bridge with the VLAN configuration of its ports.
 *
 * <pre>
 *   input port --admits?--> VLAN --> heard (VLAN, source) --> destination known?  yes: that port, unless it is the input port
 *                                                                                 no:  every port of the VLAN but the input port
 * </pre>
 *
 * It reads the MAC table and reports what it heard; the revalidator writes (ADR 2).
 */
final class NormalForwarding {
    private static final long MULTICAST = 1L << 40;

    /** Where packets come from that the controller makes. */
    private static final BridgePort CONTROLLER_PORT = BridgePort.of("controller", 0, Ports.LOCAL, VlanSettings.ALL);

    private final WorkingPacket packet;
    private final Emission emission;
    private TraceListener trace;

    NormalForwarding(WorkingPacket packet, Emission emission) {
        this.packet = packet;
        this.emission = emission;
    }

    void forward(BridgeSnapshot bridge, Translation out, TraceListener listener) {
        trace = listener;
        packet.look(Fields.ETH_SRC);
        packet.look(Fields.ETH_DST);
        int vid = packet.tags().vid();
        BridgePort input = input(bridge);
        long destination = Fields.ETH_DST.low(packet.key());
        if (input == null) {
            error("received packet on unknown port " + packet.inPort());
            refuse(DropReason.NO_SUCH_PORT, "no input bundle, dropping");
        } else if (bridge.settings().mirroring().isOutput(input.ofPort())) {
            error("dropping packet received on port " + input.name() + ", which is reserved exclusively for mirroring");
            refuse(DropReason.MIRROR_PORT, "input port is mirror output port, dropping");
        } else if (!packet.tags().any() && VlanHeader.isTpid((int) Fields.ETH_TYPE.low(packet.key()))) {
            error("dropping packet with partial VLAN tag received on port " + input.name());
            refuse(DropReason.PARTIAL_VLAN_TAG, "partial VLAN tag, dropping");
        } else if (!input.vlan().admits(vid)) {
            error(notAdmitted(input, vid));
            refuse(DropReason.VLAN_NOT_ALLOWED, "disallowed VLAN VID for this input port, dropping");
        } else if (ReservedAddresses.contains(destination)) {
            emission.drop(DropReason.RESERVED_MULTICAST);
            decide("packet has reserved destination MAC, dropping");
        } else {
            int vlan = input.vlan().vlanOf(vid);
            hear(bridge, input, vlan, out);
            forward(bridge, vlan, destination, out);
        }
    }

    private BridgePort input(BridgeSnapshot bridge) {
        return isFromController() ? CONTROLLER_PORT : bridge.port((int) packet.inPort());
    }

    private boolean isFromController() {
        int number = (int) packet.inPort();
        return number == Ports.NONE || number == Ports.CONTROLLER;
    }

    private boolean isInput(BridgePort port) {
        return port.keyPort() == packet.inPort();
    }

    private void refuse(DropReason reason, String text) {
        emission.drop(reason);
        if (trace != null) {
            trace.warning(text);
        }
    }

    /** Why a packet of a VLAN may not come in, in the words of Open vSwitch. */
    private static String notAdmitted(BridgePort input, int vid) {
        return input.vlan().mode() == VlanSettings.Mode.ACCESS
                ? "dropping VLAN " + vid + " tagged packet received on port " + input.name() + " configured as VLAN "
                        + input.vlan().tag() + " access port"
                : "dropping VLAN " + vid + " packet received on port " + input.name()
                        + " not configured for trunking VLAN " + vid;
    }

    private void error(String text) {
        if (trace != null) {
            trace.error(text);
        }
    }

    private void hear(BridgeSnapshot bridge, BridgePort input, int vlan, Translation out) {
        long source = Fields.ETH_SRC.low(packet.key());
        if (!isFromController()
                && (source & MULTICAST) == 0
                && !out.learns().contains(bridge.id())
                && bridge.settings().learns(vlan)) {
            out.learns().add(bridge.id(), vlan, source, input.ofPort());
            int known = bridge.macs().lookup(vlan, source);
            out.macDependencies().add(bridge.id(), vlan, source, known);
            if (trace != null
                    && trace.hasEffects()
                    && known != input.ofPort()
                    && !bridge.macs().isStatic(vlan, source)) {
                decide("learned that " + macText(source) + " is on port " + input.name() + " in VLAN " + vlan);
            }
        }
    }

    private static String macText(long mac) {
        String text = FlowText.print(Fields.ETH_SRC, FieldValue.exact(Fields.ETH_SRC, mac), PortNames.NUMBERS);
        return text.substring(text.indexOf('=') + 1);
    }

    private void forward(BridgeSnapshot bridge, int vlan, long destination, Translation out) {
        boolean unknown = (destination & MULTICAST) != 0 || !bridge.settings().learns(vlan);
        int number = unknown ? MacTable.NONE : find(bridge, vlan, destination, out);
        if (number == MacTable.NONE) {
            decide("no learned MAC for destination, flooding");
            flood(bridge, vlan);
            return;
        }
        BridgePort port = bridge.port(number);
        if (port == null) {
            refuse(DropReason.NO_DESTINATION, "learned port is unknown, dropping");
        } else if (bridge.settings().mirroring().isOutput(port.ofPort())) {
            refuse(DropReason.NO_DESTINATION, "learned port is a mirror port, dropping");
        } else if (isInput(port) || !port.vlan().carries(vlan)) {
            decide(
                    isInput(port)
                            ? "learned port is input port, dropping"
                            : "learned port does not carry this VLAN, dropping");
            emission.drop(DropReason.NO_DESTINATION);
        } else if (!port.isOutput()) {
            decide("forwarding to learned port");
            decide("OFPPC_NO_FWD set, skipping output");
            emission.drop(DropReason.OUTPUT_PORT_DISABLED);
        } else {
            decide("forwarding to learned port");
            emission.outputNormal(port, sendsTagged(port.vlan(), vlan, hasPriority(vlan)), vlan);
        }
    }

    private static int find(BridgeSnapshot bridge, int vlan, long destination, Translation out) {
        int port = bridge.macs().lookup(vlan, destination);
        out.macDependencies().addDestination(bridge.id(), vlan, destination, port);
        return port;
    }

    private void decide(String text) {
        if (trace != null) {
            trace.decision(text);
        }
    }

    /** First the ports that take the frame as it stands, then the others, so that the tag is changed once. */
    private void flood(BridgeSnapshot bridge, int vlan) {
        emission.drop(DropReason.NO_DESTINATION);
        boolean tagged = packet.tags().any();
        boolean priority = hasPriority(vlan);
        boolean inner = packet.tags().hasInnerVid();
        flood(bridge, vlan, new Tags(tagged, priority, inner));
        flood(bridge, vlan, new Tags(!tagged, priority, inner));
    }

    /**
     * Of a frame that is flooded.
     *
     * @param tagged to the ports that send it with a tag, or to the others
     * @param priority it is of VLAN 0 with a priority in its tag
     * @param inner below its tag is another, with a VLAN; such a frame is none of an access port's
     */
    private record Tags(boolean tagged, boolean priority, boolean inner) {}

    /** Whether the packet is of VLAN 0 and has a tag that says more than that. */
    private boolean hasPriority(int vlan) {
        if (vlan != 0 || !packet.tags().any()) {
            return false;
        }
        packet.look(Fields.VLAN_PCP);
        return Fields.VLAN_PCP.low(packet.key()) != 0;
    }

    private static boolean sendsTagged(VlanSettings settings, int vlan, boolean priority) {
        return settings.sendsTagged(vlan) || priority && settings.keepsPriorityTag();
    }

    private void flood(BridgeSnapshot bridge, int vlan, Tags tags) {
        Mirroring mirroring = bridge.settings().mirroring();
        for (int i = 0; i < bridge.floodCount(); i++) {
            BridgePort port = bridge.floodPort(i);
            VlanSettings settings = port.vlan();
            if (!isInput(port)
                    && !port.noFlood()
                    && !mirroring.isOutput(port.ofPort())
                    && settings.carries(vlan)
                    && !(tags.inner() && settings.mode() == VlanSettings.Mode.ACCESS)
                    && sendsTagged(settings, vlan, tags.priority()) == tags.tagged()) {
                emission.outputNormal(port, tags.tagged(), vlan);
            }
        }
    }
}
