package io.weft.flow.group;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges one change of groups (OpenFlow 1.5.1 section 7.3.4.3; ovs-ofctl(8), "Group Syntax"). */
final class GroupModCheck {
    private static final String IDS = "0 to 0xffffff00";
    private static final int MAX_BUCKETS = 4096;

    private final int index;
    private final GroupMod mod;

    GroupModCheck(int index, GroupMod mod) {
        this.index = index;
        this.mod = mod;
    }

    /** What can be said without the table. */
    void shape() {
        boolean all = mod.kind() == GroupMod.Kind.DELETE && mod.groupId() == Group.ALL;
        require(all || isId(mod.groupId()), "group_id", mod.groupId(), IDS);
        boolean removesAll = mod.kind() == GroupMod.Kind.REMOVE_BUCKETS && mod.commandBucket() == GroupMod.ALL_BUCKETS;
        require(
                removesAll
                        || isId(mod.commandBucket())
                        || mod.commandBucket() == GroupMod.FIRST
                        || mod.commandBucket() == GroupMod.LAST,
                "command_bucket_id",
                mod.commandBucket(),
                IDS + ", first, last" + (mod.kind() == GroupMod.Kind.REMOVE_BUCKETS ? ", all" : ""));
        require(
                mod.kind().isDefinition() == (mod.type() != null),
                "type",
                mod.type(),
                "there for groups as a whole alone");
        mod.buckets().forEach(this::bucket);
    }

    private void bucket(Bucket bucket) {
        require(bucket.id() == Bucket.UNASSIGNED || isId(bucket.id()), "bucket_id", bucket.id(), IDS);
        require(
                bucket.weight() >= 0 && bucket.weight() <= Bucket.MAX_WEIGHT,
                "weight",
                bucket.weight(),
                "0 to " + Bucket.MAX_WEIGHT);
        int port = bucket.watchPort();
        require(
                port == Ports.NONE || port >= 0 && port <= Ports.MAX,
                "watch_port",
                Integer.toUnsignedString(port),
                "0 to " + Ports.MAX);
        require(bucket.watchGroup() == Group.ANY || isId(bucket.watchGroup()), "watch_group", bucket.watchGroup(), IDS);
        bucket.actions().forEach(this::action);
    }

    private void action(Action action) {
        boolean instruction = action instanceof Action.GotoTable
                || action instanceof Action.WriteActions
                || action instanceof Action.ClearActions
                || action instanceof Action.WriteMetadata;
        require(!instruction, "actions", action.name(), "actions; an instruction is not allowed in a bucket");
        if (action instanceof Action.Group group) {
            require(isId(group.groupId()), "group", group.groupId(), IDS);
        }
    }

    /** The group that the change makes. */
    void group(Group group) {
        List<Bucket> buckets = group.buckets();
        require(buckets.size() <= MAX_BUCKETS, "buckets", buckets.size(), "at most " + MAX_BUCKETS);
        Set<Long> ids = new HashSet<>();
        for (Bucket bucket : buckets) {
            require(ids.add(bucket.id()), "bucket_id", bucket.id(), "one that no other bucket of the group has");
        }
        switch (group.type()) {
            case INDIRECT ->
                require(buckets.size() == 1, "buckets", buckets.size(), "exactly one in an indirect group");
            case FF ->
                buckets.forEach(bucket ->
                        require(bucket.watches(), "bucket_id", bucket.id(), "a bucket with watch_port or watch_group"));
            case ALL, SELECT -> {}
        }
        selection(group);
    }

    private void selection(Group group) {
        Selection selection = group.selection();
        require(
                group.type() == GroupType.SELECT || selection.equals(Selection.DEFAULT),
                "selection_method",
                selection.method().text(),
                "absent in a group that is not of type select");
        require(
                selection.method() != Selection.Method.DEFAULT || selection.parameter() == 0,
                "selection_method_param",
                Long.toUnsignedString(selection.parameter()),
                "absent without selection_method");
        require(
                selection.method() == Selection.Method.HASH
                        || selection.fields().isEmpty(),
                "fields",
                selection.fields().size(),
                "absent without selection_method=hash");
        for (FieldMatch field : selection.fields()) {
            FieldValue bits = field.value();
            require(
                    field.field().maskable() || bits.isExact(field.field()),
                    "fields",
                    field.field().name(),
                    "without a mask");
        }
    }

    private static boolean isId(long id) {
        return id >= 0 && id <= Group.MAX_ID;
    }

    void require(boolean satisfied, String field, Object value, String allowed) {
        if (!satisfied) {
            throw new GroupModException(index, field, String.valueOf(value), allowed);
        }
    }
}
