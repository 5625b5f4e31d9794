package io.weft.cli.daemon;

import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.group.GroupStatistics;
import io.weft.flow.meter.MeterEntry;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MeterView;
import io.weft.vswitch.VirtualSwitch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Groups and meters over the running switch. Thread-safety: any thread. */
final class LocalGroups {
    private final VirtualSwitch weft;
    private final LocalConfig config;

    LocalGroups(VirtualSwitch weft, LocalConfig config) {
        this.weft = weft;
        this.config = config;
    }

    /** Flows and groups, all or nothing. */
    void commit(String bridge, List<BundleMod> mods) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> weft.modify(bridge, mods));
    }

    int modify(String bridge, List<GroupMod> mods, boolean atomic) {
        config.requireBridge(bridge, false);
        List<BundleMod> all = new ArrayList<>(mods.size());
        mods.forEach(mod -> all.add(new BundleMod.Group(mod)));
        if (atomic) {
            Refusals.translate(() -> weft.modify(bridge, all));
        } else {
            modifyInOrder(bridge, all);
        }
        return mods.size();
    }

    /** One publication for all that are good; then the first that is not is reported. */
    private void modifyInOrder(String bridge, List<BundleMod> mods) {
        try {
            weft.modify(bridge, mods);
        } catch (GroupModException e) {
            Refusals.translate(() -> weft.modify(bridge, mods.subList(0, e.index())));
            Refusals.translate(() -> {
                throw e;
            });
        }
    }

    Iterator<GroupView> list(String bridge, OptionalLong id) {
        config.requireBridge(bridge, false);
        return Refusals.translate(() -> weft.groups(bridge)).stream()
                .filter(group -> id.isEmpty() || group.entry().id() == id.getAsLong())
                .map(this::view)
                .iterator();
    }

    private GroupView view(io.weft.vswitch.GroupView from) {
        Group group = from.entry().group();
        GroupStatistics statistics = from.entry().statistics();
        return new GroupView(
                group,
                weft.nowNs() - from.entry().createdNs(),
                from.references(),
                statistics.packets(),
                statistics.bytes(),
                IntStream.range(0, group.buckets().size())
                        .mapToObj(i -> new GroupView.Traffic(statistics.packets(i), statistics.bytes(i)))
                        .toList());
    }

    int modifyMeters(String bridge, List<MeterMod> mods) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> weft.modifyMeters(bridge, mods));
        return mods.size();
    }

    Iterator<MeterView> listMeters(String bridge, OptionalLong id) {
        config.requireBridge(bridge, false);
        List<MeterView> views = Refusals.translate(() -> weft.meters(bridge)).stream()
                .filter(meter -> id.isEmpty() || meter.entry().id() == id.getAsLong())
                .map(this::view)
                .toList();
        if (views.isEmpty() && id.isPresent()) {
            throw Refusals.notFound("meter", Long.toString(id.getAsLong()));
        }
        return views.iterator();
    }

    private MeterView view(io.weft.vswitch.MeterView from) {
        MeterEntry entry = from.entry();
        return new MeterView(
                entry.meter(),
                weft.nowNs() - entry.createdNs(),
                from.references(),
                entry.packets(),
                entry.bytes(),
                IntStream.range(0, entry.meter().bands().size())
                        .mapToObj(i -> new GroupView.Traffic(entry.bandPackets(i), entry.bandBytes(i)))
                        .toList());
    }
}
