package io.weft.cli;

import io.weft.flow.group.GroupChanges;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.meter.MeterModException;
import io.weft.northbound.codec.Refusal;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MeterView;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** The groups and meters of a {@link FakeSwitch}, which keeps them; their statistics are constant. */
interface FakeGroups extends FakePart {
    @Override
    default int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic) {
        FakePart.requireBridge(bridge);
        GroupChanges changes = whole().groups.change(0);
        for (int i = 0; i < mods.size(); i++) {
            try {
                changes.apply(i, mods.get(i));
            } catch (GroupModException e) {
                throw Refusal.of(e);
            }
        }
        whole().groups = changes.table();
        return mods.size();
    }

    @Override
    default Iterator<GroupView> groups(String bridge, OptionalLong id) {
        FakePart.requireBridge(bridge);
        return whole().groups.list().stream()
                .filter(entry -> id.isEmpty() || entry.id() == id.getAsLong())
                .map(entry -> new GroupView(
                        entry.group(),
                        1_181_000_000L,
                        2,
                        5,
                        500,
                        entry.group().buckets().stream()
                                .map(bucket -> new GroupView.Traffic(bucket.id(), 100 * bucket.id()))
                                .toList()))
                .iterator();
    }

    @Override
    default int modifyMeters(String bridge, List<MeterMod> mods) {
        FakePart.requireBridge(bridge);
        for (MeterMod mod : mods) {
            try {
                whole().meters = whole().meters.apply(mod, new BitSet(), 0);
            } catch (MeterModException e) {
                throw Refusal.of(e);
            }
        }
        return mods.size();
    }

    @Override
    default Iterator<MeterView> meters(String bridge, OptionalLong id) {
        FakePart.requireBridge(bridge);
        return whole().meters.list().stream()
                .filter(entry -> id.isEmpty() || entry.id() == id.getAsLong())
                .map(entry -> new MeterView(
                        entry.meter(),
                        303_000_000L,
                        1,
                        5,
                        530,
                        entry.meter().bands().stream()
                                .map(_ -> new GroupView.Traffic(4, 424))
                                .toList()))
                .iterator();
    }
}
