package io.weft.vswitch.reference;

import io.weft.flow.key.Fields;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.conductor.MirrorConfig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;

/** The copies of one packet, by asking every mirror about every packet that comes or goes. */
final class ReferenceMirrors {
    private final ReferenceBridge bridge;
    private final BiConsumer<BridgePort, byte[]> sender;
    private final ObjIntConsumer<MirrorConfig> counter;
    private final int arrivedLength;
    private final Set<MirrorConfig> done = new HashSet<>();

    ReferenceMirrors(
            ReferenceBridge bridge,
            int arrivedLength,
            ObjIntConsumer<MirrorConfig> counter,
            BiConsumer<BridgePort, byte[]> sender) {
        this.counter = counter;
        this.bridge = bridge;
        this.arrivedLength = arrivedLength;
        this.sender = sender;
    }

    /** Those that had their copy of the packet, or need none. */
    Set<MirrorConfig> done() {
        return Set.copyOf(done);
    }

    /** Takes these for done. */
    void done(Set<MirrorConfig> before) {
        done.addAll(before);
    }

    static boolean isOutput(ReferenceBridge bridge, BridgePort port) {
        return bridge.mirrors().stream().anyMatch(mirror -> mirror.outputPort().equals(port.name()));
    }

    /** {@code tags} as many as are known of the frame's: a third one stays payload. */
    void arrived(BridgePort port, byte[] frame, int tags) {
        for (MirrorConfig mirror : bridge.mirrors()) {
            if (mirror.selectAll() || mirror.selectSrcPorts().contains(port.name())) {
                offer(mirror, port, frame, tags);
            }
        }
    }

    void left(BridgePort port, byte[] frame, int tags) {
        for (MirrorConfig mirror : bridge.mirrors()) {
            if (mirror.selectAll() || mirror.selectDstPorts().contains(port.name())) {
                offer(mirror, port, frame, tags);
            }
        }
    }

    private void offer(MirrorConfig mirror, BridgePort port, byte[] frame, int tags) {
        boolean works =
                mirror.outputPort().isEmpty() ? mirror.outputVlan() != 0 : bridge.port(mirror.outputPort()) != null;
        ReferenceFrame parsed = ReferenceFrame.parse(frame);
        int vid = tags > 0 ? parsed.tci() & 0xfff : 0;
        if (!works || done.contains(mirror) || !ReferenceVlan.admits(port.vlan(), vid)) {
            return;
        }
        int vlan = vid == 0 ? port.vlan().tag() : vid;
        if (!mirror.selectVlans().isEmpty() && !mirror.selectVlans().contains(vlan)) {
            return;
        }
        for (MirrorConfig other : bridge.mirrors()) {
            boolean samePort = other.outputPort().equals(mirror.outputPort());
            if (samePort && (!mirror.outputPort().isEmpty() || other.outputVlan() == mirror.outputVlan())) {
                done.add(other);
            }
        }
        counter.accept(mirror, arrivedLength);
        if (!mirror.outputPort().isEmpty()) {
            copy(mirror, bridge.port(mirror.outputPort()), parsed, frame, tags, vlan);
        } else if (vlan != mirror.outputVlan() && !isReserved(Fields.ETH_DST.low(parsed.key()))) {
            for (BridgePort to : bridge.ports()) {
                if (ReferenceVlan.carries(to.vlan(), mirror.outputVlan()) && !isOutput(bridge, to)) {
                    copy(mirror, to, parsed, frame, tags, mirror.outputVlan());
                }
            }
        }
    }

    private void copy(MirrorConfig mirror, BridgePort to, ReferenceFrame parsed, byte[] frame, int tags, int vlan) {
        if (!to.up() || to.noForward()) {
            return;
        }
        boolean has = tags > 0;
        boolean keeps = vlan == 0 && has && parsed.tci() >> 13 != 0 && ReferenceVlan.keepsPriority(to.vlan());
        boolean tagged = keeps || ReferenceVlan.isTagged(to.vlan(), vlan);
        byte[] copy = ReferenceVlan.retag(frame.clone(), has, tagged, vlan);
        boolean cut = mirror.snaplen() != 0 && mirror.snaplen() < copy.length;
        sender.accept(to, cut ? Arrays.copyOf(copy, mirror.snaplen()) : copy);
        left(to, copy, tags + (tagged ? 1 : 0) - (has ? 1 : 0));
    }

    /** Whether no bridge forwards to this address. */
    static boolean isReserved(long destination) {
        List<Long> others = List.of(
                0x00e02b000000L,
                0x00e02b000004L,
                0x00e02b000006L,
                0x01000c000000L,
                0x01000cccccccL,
                0x01000ccccccdL,
                0x01000ccdcdcdL);
        return destination >= 0x0180c2000000L && destination <= 0x0180c200000fL
                || destination >= 0x01000cccccc0L && destination <= 0x01000cccccc7L
                || others.contains(destination);
    }
}
