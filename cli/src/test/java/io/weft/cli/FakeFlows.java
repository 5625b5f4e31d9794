package io.weft.cli;

import io.weft.flow.group.GroupMod;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowListener;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The flows of a {@link FakeSwitch}, which keeps them. */
interface FakeFlows extends FakePart {
    @Override
    default int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic) {
        FakePart.requireBridge(bridge);
        for (FlowMod mod : mods) {
            switch (mod.kind()) {
                case ADD -> {
                    whole().flows.removeIf(flow -> same(flow, mod));
                    whole().flows
                            .add(new FlowView(
                                    mod.table(),
                                    mod.priority(),
                                    mod.match(),
                                    mod.actions(),
                                    mod.cookie(),
                                    3,
                                    180,
                                    1_200_000_000L,
                                    0,
                                    1_200_000_000L,
                                    mod.life()));
                }
                case DELETE -> whole().flows.removeIf(flow -> covers(mod, flow));
                case DELETE_STRICT -> whole().flows.removeIf(flow -> same(flow, mod));
                case MODIFY, MODIFY_STRICT ->
                    whole().flows.replaceAll(flow -> covers(mod, flow) ? with(flow, mod) : flow);
            }
        }
        return mods.size();
    }

    private static boolean covers(FlowMod mod, FlowView flow) {
        return (mod.table() == FlowMod.ALL_TABLES || mod.table() == flow.table())
                && flow.match().isSubsetOf(mod.match());
    }

    private static boolean same(FlowView flow, FlowMod mod) {
        return flow.table() == mod.table()
                && flow.priority() == mod.priority()
                && flow.match().equals(mod.match());
    }

    private static FlowView with(FlowView flow, FlowMod mod) {
        return new FlowView(
                flow.table(),
                flow.priority(),
                flow.match(),
                mod.actions(),
                flow.cookie(),
                flow.packets(),
                flow.bytes(),
                flow.durationNs(),
                flow.idleNs(),
                flow.hardNs(),
                flow.life());
    }

    @Override
    default int replaceFlows(String bridge, List<FlowMod> all, boolean readd) {
        FakePart.requireBridge(bridge);
        whole().flows.clear();
        return modifyFlows(bridge, all, true);
    }

    @Override
    default int commit(String bridge, List<BundleItem> items) {
        List<FlowMod> mods = new ArrayList<>();
        List<GroupMod> groupMods = new ArrayList<>();
        for (BundleItem item : items) {
            if (item instanceof BundleItem.Flow(FlowMod mod)) {
                mods.add(mod);
            } else if (item instanceof BundleItem.Group(GroupMod mod)) {
                groupMods.add(mod);
            }
        }
        return modifyGroups(bridge, groupMods, true) + modifyFlows(bridge, mods, true);
    }

    @Override
    default Iterator<FlowView> flows(String bridge, FlowFilter filter) {
        FakePart.requireBridge(bridge);
        Match wanted = filter.match();
        return List.copyOf(whole().flows).stream()
                .filter(flow -> flow.match().isSubsetOf(wanted))
                .toList()
                .iterator();
    }

    @Override
    default FlowAggregate aggregateFlows(String bridge, FlowFilter filter) {
        return new FlowAggregate(7, 420, whole().flows.size());
    }

    @Override
    default Subscription watchFlows(String bridge, FlowFilter filter, FlowListener listener) {
        return () -> {};
    }

    @Override
    default Subscription watchRemovedFlows(String bridge, StreamListener<RemovedFlow> listener) {
        return () -> {};
    }
}
