package io.weft.vswitch.translate;

import io.weft.flow.key.Fields;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.Mirror;
import io.weft.vswitch.bridge.Mirroring;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;

/**
 * What the mirrors of a bridge copy while a packet is translated (ovs-vswitchd.conf.db(5), "Mirror Table").
 *
 * <pre>
 *   packet arrives on P --> mirrors with P as source:       copy as received, before the tables see it
 *   output to Q         --> mirrors with Q as destination:  copy as sent, just behind the output
 * </pre>
 *
 * The VLAN that a mirror selects by is the one that NORMAL would give the packet on that port; a packet whose VLAN the port does not carry
 * is not copied. A mirror copies a packet once on each of its ways through the bridge, and so do all mirrors with the same output together: the first of them counts it. A copy
 * leaves by a port, so another mirror may copy it again, as in Open vSwitch.
 */
final class MirrorCopies {
    private static final int VID = 0xFFF;
    private static final int PCP = 0xE000;

    private final WorkingPacket packet;
    private final Emission emission;

    /** Which mirrors of the bridge have had this packet on its way through it. */
    private int done;

    /** The tags of the packet of which copies are being made, and of the copies of which copies are being made. */
    private final TagStack[] tags = new TagStack[Mirroring.MAX + 1];

    private Translation out;
    private BridgeSnapshot bridge;
    private Mirroring mirroring = Mirroring.NONE;
    private int depth;

    MirrorCopies(WorkingPacket packet, Emission emission) {
        this.packet = packet;
        this.emission = emission;
        for (int i = 0; i < tags.length; i++) {
            tags[i] = new TagStack();
        }
    }

    /** Starts over. */
    void begin(Translation result) {
        if (out != result) {
            out = result;
        }
        depth = 0;
        done = 0;
    }

    /** Keeps no bridge alive. */
    void forget() {
        bridge = null;
        mirroring = Mirroring.NONE;
    }

    /** Which mirrors have had the packet, a bit each. */
    int done() {
        return done;
    }

    /** These mirrors have had the packet. */
    void done(int mirrors) {
        done = mirrors;
    }

    /** The packet sets out through a patch port; returns what {@link #comeBack} takes when it is back. */
    int setOut() {
        int before = done;
        done = 0;
        return before;
    }

    void comeBack(int before) {
        done = before;
    }

    /** From here on it is about the ports of {@code entered}. */
    void enter(BridgeSnapshot entered) {
        if (bridge != entered) {
            bridge = entered;
            mirroring = entered.settings().mirroring();
        }
        if (!mirroring.isEmpty()) {
            packet.tags().vid();
        }
    }

    /** A packet arrives on a port; false when the port is a mirror's, so that the packet must go no further. */
    boolean arrive(BridgePort port) {
        if (mirroring.isEmpty()) {
            return true;
        }
        if (mirroring.isOutput(port.ofPort())) {
            emission.drop(DropReason.MIRROR_PORT);
            return false;
        }
        copy(port, mirroring.ofArriving(port.ofPort()));
        return true;
    }

    /** The packet has just been sent to a port, as the program made it. */
    void leave(BridgePort port) {
        if (!mirroring.isEmpty()) {
            copy(port, mirroring.ofLeaving(port.ofPort()));
        }
    }

    private void copy(BridgePort port, int candidates) {
        int rest = candidates & ~done;
        if (rest == 0) {
            return;
        }
        TagStack now = tags[depth];
        now.copy(packet.tags().sent());
        packet.tags().lookAtTop(now, VID);
        int vid = now.tci() & VID;
        if (!port.vlan().admits(vid)) {
            return;
        }
        int vlan = port.vlan().vlanOf(vid);
        depth++;
        while (rest != 0) {
            int index = Integer.numberOfTrailingZeros(rest);
            rest &= rest - 1;
            if (mirroring.mirror(index).selects(vlan)) {
                done |= mirroring.sameOutput(index);
                copy(mirroring.mirror(index), now, vlan);
            }
            rest &= ~done;
        }
        depth--;
    }

    private void copy(Mirror mirror, TagStack from, int vlan) {
        out.credit(mirror.account());
        if (mirror.isSpan()) {
            BridgePort port = bridge.port(mirror.outputPort());
            if (port != null && port.isOutput()) {
                send(port, mirror, from, vlan);
            }
        } else if (vlan != mirror.outputVlan() && !isReserved()) {
            for (int i = 0; i < bridge.floodCount(); i++) {
                BridgePort port = bridge.floodPort(i);
                if (port.vlan().carries(mirror.outputVlan()) && !mirroring.isOutput(port.ofPort())) {
                    send(port, mirror, from, mirror.outputVlan());
                }
            }
        }
    }

    private boolean isReserved() {
        packet.look(Fields.ETH_DST);
        return ReservedAddresses.contains(Fields.ETH_DST.low(packet.key()));
    }

    private void send(BridgePort port, Mirror mirror, TagStack from, int vlan) {
        VlanSettings vlans = port.vlan();
        boolean tagged = vlans.sendsTagged(vlan) || vlans.keepsPriorityTag() && hasPriority(from, vlan);
        emission.outputCopy(port, mirror.snaplen(), from, tagged, vlan);
    }

    /** Whether the packet is of VLAN 0 and has a tag that says more than that. */
    private boolean hasPriority(TagStack from, int vlan) {
        if (vlan != 0 || from.count() == 0) {
            return false;
        }
        packet.tags().lookAtTop(from, PCP);
        return (from.tci() & PCP) != 0;
    }
}
