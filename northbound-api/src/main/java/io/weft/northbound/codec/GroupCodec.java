package io.weft.northbound.codec;

import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupType;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.GroupLine;
import io.weft.northbound.control.GroupModText;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Groups and their changes, both ways; text goes through the grammar of {@code io.weft.flow.text}. */
public final class GroupCodec {
    private GroupCodec() {}

    public static SwitchProto.GroupMod encode(GroupModText mod) {
        return SwitchProto.GroupMod.newBuilder()
                .setCommand(SwitchProto.GroupMod.Command.valueOf(mod.kind().name()))
                .setText(mod.text())
                .build();
    }

    public static SwitchProto.GroupMod encode(GroupMod mod) {
        return encode(new GroupModText(mod.kind(), GroupText.print(mod, PortNames.NUMBERS)));
    }

    /** Decodes and checks a batch, up to the first change that is wrong. */
    public static List<GroupMod> decode(SwitchProto.GroupModBatch batch, PortNames ports) {
        RequestCheck check = new RequestCheck();
        check.size("group_mods", batch.getGroupModsCount(), 1, Limits.FLOW_MODS);
        check.done();
        List<GroupMod> mods = new ArrayList<>(batch.getGroupModsCount());
        decode(batch.getGroupModsList(), 0, ports, mods::add);
        return mods;
    }

    /** @param before changes before these, for the places in refusals */
    public static void decode(List<SwitchProto.GroupMod> from, int before, PortNames ports, Consumer<GroupMod> each) {
        for (int i = 0; i < from.size(); i++) {
            each.accept(decode(from.get(i), "group_mods[" + (before + i) + "].", ports));
        }
    }

    private static GroupMod decode(SwitchProto.GroupMod from, String path, PortNames ports) {
        GroupMod.Kind kind = EnumCodec.decode(GroupMod.Kind.values(), from.getCommandValue(), null);
        RequestCheck check = new RequestCheck();
        if (kind == null) {
            check.refuse(path + "command", from.getCommandValue(), "a command of GroupMod");
        }
        check.text(path + "text", from.getText());
        check.done();
        return Refusal.locate(path + "text", from.getText(), () -> GroupText.parse(kind, from.getText(), ports));
    }

    /** @param ports for the texts */
    public static SwitchProto.GroupView encode(GroupView view, PortNames ports) {
        Group group = view.group();
        SwitchProto.GroupView.Builder to = SwitchProto.GroupView.newBuilder()
                .setGroupId((int) group.id())
                .setType(group.type().text())
                .setSelectionMethod(group.selection().method().text())
                .setSelectionMethodParam(group.selection().parameter())
                .addAllFields(GroupText.fields(group.selection(), ports))
                .setDurationNs(view.durationNs())
                .setReferences(view.references())
                .setPackets(view.packets())
                .setBytes(view.bytes());
        for (int i = 0; i < group.buckets().size(); i++) {
            to.addBuckets(encode(group.buckets().get(i), view.buckets().get(i), ports));
        }
        return to.build();
    }

    private static SwitchProto.BucketView encode(Bucket bucket, GroupView.Traffic traffic, PortNames ports) {
        SwitchProto.BucketView.Builder to = SwitchProto.BucketView.newBuilder()
                .setBucketId((int) bucket.id())
                .setWeight(bucket.weight())
                .setActions(FlowText.print(bucket.actions(), ports))
                .setPackets(traffic.packets())
                .setBytes(traffic.bytes());
        if (bucket.watchPort() != Ports.NONE) {
            to.setWatchPort(GroupText.printPort(bucket.watchPort(), ports));
        }
        if (bucket.watchGroup() != Group.ANY) {
            to.setWatchGroup((int) bucket.watchGroup());
        }
        return to.build();
    }

    public static GroupLine decodeLine(SwitchProto.GroupView from) {
        return new GroupLine(
                Integer.toUnsignedLong(from.getGroupId()),
                from.getType(),
                from.getSelectionMethod(),
                from.getSelectionMethodParam(),
                from.getFieldsList(),
                from.getBucketsList().stream().map(GroupCodec::decodeLine).toList(),
                from.getDurationNs(),
                Integer.toUnsignedLong(from.getReferences()),
                from.getPackets(),
                from.getBytes());
    }

    private static GroupLine.Bucket decodeLine(SwitchProto.BucketView from) {
        return new GroupLine.Bucket(
                Integer.toUnsignedLong(from.getBucketId()),
                from.getWeight(),
                from.getWatchPort(),
                from.hasWatchGroup() ? Integer.toUnsignedLong(from.getWatchGroup()) : GroupLine.NONE,
                from.getActions(),
                from.getPackets(),
                from.getBytes());
    }

    /** A group whose texts have numbers for ports. */
    public static GroupView decode(SwitchProto.GroupView from) {
        List<Bucket> buckets = new ArrayList<>();
        List<GroupView.Traffic> traffic = new ArrayList<>();
        for (SwitchProto.BucketView bucket : from.getBucketsList()) {
            buckets.add(new Bucket(
                    Integer.toUnsignedLong(bucket.getBucketId()),
                    bucket.getWeight(),
                    bucket.getWatchPort().isEmpty() ? Ports.NONE : Integer.parseUnsignedInt(bucket.getWatchPort()),
                    bucket.hasWatchGroup() ? Integer.toUnsignedLong(bucket.getWatchGroup()) : Group.ANY,
                    FlowText.parseActions(bucket.getActions(), PortNames.NUMBERS)));
            traffic.add(new GroupView.Traffic(bucket.getPackets(), bucket.getBytes()));
        }
        Group group = new Group(
                Integer.toUnsignedLong(from.getGroupId()),
                GroupType.byText(from.getType()),
                GroupText.selection(from.getSelectionMethod(), from.getSelectionMethodParam(), from.getFieldsList()),
                buckets);
        return new GroupView(
                group, from.getDurationNs(), from.getReferences(), from.getPackets(), from.getBytes(), traffic);
    }
}
