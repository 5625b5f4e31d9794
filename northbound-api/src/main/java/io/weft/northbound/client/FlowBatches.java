package io.weft.northbound.client;

import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.Iterator;

/** Sends changes of the tables in messages that fit: an atomic batch in one, others in as many as it takes. */
final class FlowBatches {
    /** Room for the bridge, tags and lengths. */
    private static final int MARGIN = 1_024;

    private FlowBatches() {}

    static int send(
            Connection connection, String bridge, java.util.stream.Stream<SwitchProto.FlowMod> mods, boolean atomic) {
        int applied = 0;
        int bytes = MARGIN;
        SwitchProto.FlowModBatch.Builder batch = open(bridge, atomic);
        for (Iterator<SwitchProto.FlowMod> rest = mods.iterator(); rest.hasNext(); ) {
            SwitchProto.FlowMod mod = rest.next();
            int size = mod.getSerializedSize() + 8;
            boolean full = bytes + size > Limits.MESSAGE || batch.getFlowModsCount() == Limits.FLOW_MODS;
            if (full && atomic) {
                throw new ControlException(
                        Kind.EXHAUSTED,
                        "an atomic change has at most " + Limits.FLOW_MODS + " flows and " + Limits.MESSAGE + " bytes");
            }
            if (full) {
                applied += call(connection, batch);
                batch = open(bridge, false);
                bytes = MARGIN;
            }
            batch.addFlowMods(mod);
            bytes += size;
        }
        return applied + (batch.getFlowModsCount() == 0 ? 0 : call(connection, batch));
    }

    private static SwitchProto.FlowModBatch.Builder open(String bridge, boolean atomic) {
        return SwitchProto.FlowModBatch.newBuilder().setBridge(bridge).setAtomic(atomic);
    }

    private static int call(Connection connection, SwitchProto.FlowModBatch.Builder batch) {
        return connection.call(SwitchGrpc.getModifyFlowsMethod(), batch.build()).getApplied();
    }
}
