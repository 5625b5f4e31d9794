package io.weft.vswitch.conductor;

import io.weft.flow.match.FieldException;
import io.weft.flow.match.TlvMap;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.TunnelOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps the map of tunnel options and the flow entries of a bridge true to each other: an entry names mapped fields only, and a field that an
 * entry names stays mapped. Called on the conductor's thread.
 */
final class TlvMaps {
    private TlvMaps() {}

    /**
     * Changes the map.
     *
     * @param version the newest one, whose entries count
     * @throws FieldException when an entry names a field that would be unmapped; nothing has changed then
     */
    static TlvMap change(BridgeState bridge, long version, UnaryOperator<TlvMap> change) {
        TlvMap changed = change.apply(bridge.tlvMap);
        long gone = bridge.tlvMap.fields() & ~changed.fields();
        if (gone != 0) {
            for (FlowEntry entry : bridge.tables.list(version, FlowFilter.ALL)) {
                long used = gone & (TunnelOptions.usedBy(entry.match()) | TunnelOptions.usedBy(entry.actions()));
                if (used != 0) {
                    String field = "tun_metadata" + Long.numberOfTrailingZeros(used);
                    throw new FieldException(
                            field, "", "a field that no flow names", field + " is in use by flows and stays mapped");
                }
            }
        }
        bridge.tlvMap = changed;
        return changed;
    }

    /**
     * Requires that changes of entries name mapped fields only.
     *
     * @throws FlowModException naming the first that does not
     */
    static void requireMapped(BridgeState bridge, List<FlowMod> mods) {
        long mapped = bridge.tlvMap.fields();
        for (int i = 0; i < mods.size(); i++) {
            FlowMod mod = mods.get(i);
            long named = TunnelOptions.usedBy(mod.match())
                    | (mod.kind().isDelete() ? 0 : TunnelOptions.usedBy(mod.actions()));
            if ((named & ~mapped) != 0) {
                String field = "tun_metadata" + Long.numberOfTrailingZeros(named & ~mapped);
                throw new FlowModException(
                        i,
                        new FieldException(
                                field,
                                "",
                                "a field that add-tlv-map mapped",
                                field + " is no tunnel option yet: add-tlv-map maps it"));
            }
        }
    }
}
