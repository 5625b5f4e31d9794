package io.weft.northbound.client;

import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.function.Predicate;

/** Cuts the changes of a bundle into parts of handy size. */
final class BundleParts {
    private static final int MAX_CHANGES = 2_048;
    private static final int MAX_BYTES = 256 * 1024;

    private final String bridge;
    private final Predicate<SwitchProto.BundlePart> send;
    private SwitchProto.BundlePart.Builder part;
    private int changes;
    private int bytes;

    /** @param send sends a part; false when no more are wanted */
    BundleParts(String bridge, Predicate<SwitchProto.BundlePart> send) {
        this.bridge = bridge;
        this.send = send;
        open();
    }

    private void open() {
        part = SwitchProto.BundlePart.newBuilder().setBridge(bridge);
        changes = 0;
        bytes = 0;
    }

    /** Adds changes; false when no more are wanted. */
    boolean addAll(List<SwitchProto.FlowMod> mods) {
        for (SwitchProto.FlowMod mod : mods) {
            if (!add(mod)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a change; false when no more are wanted. */
    boolean add(SwitchProto.FlowMod mod) {
        if (part.getPacketOutsCount() + part.getGroupModsCount() > 0 && !flush()) {
            return false; // within a part they would go before the others
        }
        part.addFlowMods(mod);
        return added(mod.getSerializedSize());
    }

    boolean add(SwitchProto.GroupMod mod) {
        if (part.getPacketOutsCount() > 0 && !flush()) {
            return false;
        }
        part.addGroupMods(mod);
        return added(mod.getSerializedSize());
    }

    boolean add(SwitchProto.PacketOutRequest packet) {
        part.addPacketOuts(packet);
        return added(packet.getSerializedSize());
    }

    private boolean added(int size) {
        changes++;
        bytes += size;
        return changes < MAX_CHANGES && bytes < MAX_BYTES || flush();
    }

    /** Sends what is left; false when no more is wanted. */
    boolean flush() {
        boolean wanted = changes == 0 || send.test(part.build());
        open();
        return wanted;
    }
}
