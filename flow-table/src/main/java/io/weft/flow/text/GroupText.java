package io.weft.flow.text;

import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupType;
import io.weft.flow.group.Selection;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import java.util.List;
import java.util.StringJoiner;

/**
 * Groups as text: the grammar of ovs-ofctl(8), "Group Syntax". What is printed reads back as the same. Thread-safety: stateless.
 */
public final class GroupText {
    private GroupText() {}

    /**
     * A change, such as {@code group_id=1,type=select,bucket=weight:2,actions=output:1,bucket=output:2}; what must and may be said
     * depends on the kind. A deletion that names no group means all.
     *
     * @throws FlowTextException for text that is wrong, and nothing else
     */
    public static GroupMod parse(GroupMod.Kind kind, String text, PortNames ports) {
        return new GroupParser(kind, text, ports).parse();
    }

    /** A group as {@code add-group} reads it, and as {@code dump-groups} prints it. */
    public static String print(Group group, PortNames ports) {
        StringBuilder text = new StringBuilder("group_id=").append(group.id());
        text.append(",type=").append(group.type().text());
        appendSelection(text, group.selection(), ports);
        group.buckets().forEach(bucket -> text.append(",bucket=").append(print(bucket, group.type(), ports)));
        return text.toString();
    }

    /** A change as {@link #parse} reads it. */
    public static String print(GroupMod mod, PortNames ports) {
        StringBuilder text = new StringBuilder("group_id=");
        text.append(mod.groupId() == Group.ALL ? "all" : Long.toString(mod.groupId()));
        if (mod.kind() == GroupMod.Kind.INSERT_BUCKETS || mod.kind() == GroupMod.Kind.REMOVE_BUCKETS) {
            text.append(",command_bucket_id=").append(commandBucket(mod.commandBucket()));
        }
        if (mod.type() != null) {
            text.append(",type=").append(mod.type().text());
        }
        appendSelection(text, mod.selection(), ports);
        mod.buckets().forEach(bucket -> text.append(",bucket=").append(print(bucket, mod.type(), ports)));
        return text.toString();
    }

    private static String commandBucket(long id) {
        if (id == GroupMod.FIRST) {
            return "first";
        }
        return id == GroupMod.LAST ? "last" : id == GroupMod.ALL_BUCKETS ? "all" : Long.toString(id);
    }

    /** The fields that a hash reads, as they are written: {@code ip_src} or {@code ip_dst=255.255.0.0}. */
    public static List<String> fields(Selection selection, PortNames ports) {
        return selection.fields().stream().map(field -> print(field, ports)).toList();
    }

    /**
     * A way of choosing from its parts, as {@link #fields} and {@link Selection} give them.
     *
     * @throws FlowTextException for a method or a field that there is not
     */
    public static Selection selection(String method, long parameter, List<String> fields) {
        for (Selection.Method one : Selection.Method.values()) {
            if (one.text().equals(method)) {
                String text = String.join(",", fields);
                return new Selection(
                        one, parameter, GroupFields.parse(new FlowScanner(text, 0), text, 0, PortNames.NUMBERS));
            }
        }
        throw new FlowTextException("there is no selection method \"" + method + "\"", method, 0, method.length());
    }

    /** A port that a bucket watches: what the grammar reads back as it. */
    public static String printPort(int port, PortNames ports) {
        return PortText.print(port, ports);
    }

    private static String print(FieldMatch field, PortNames ports) {
        FieldValue bits = field.value();
        String name = GroupFields.name(field.field());
        if (bits.isExact(field.field())) {
            return name;
        }
        FieldValue shown = FieldValue.exact(field.field(), bits.maskHigh(), bits.maskLow());
        return name + "=" + FieldText.print(field.field(), shown, ports);
    }

    private static void appendSelection(StringBuilder text, Selection selection, PortNames ports) {
        if (selection.method() == Selection.Method.DEFAULT) {
            return;
        }
        text.append(",selection_method=").append(selection.method().text());
        if (selection.parameter() != 0) {
            text.append(",selection_method_param=").append(Long.toUnsignedString(selection.parameter()));
        }
        List<String> fields = fields(selection, ports);
        if (fields.size() == 1) {
            text.append(",fields=").append(fields.getFirst());
        } else if (!fields.isEmpty()) {
            text.append(",fields(").append(String.join(",", fields)).append(')');
        }
    }

    /** One bucket, what follows {@code bucket=}; {@code type} of its group, or null where it is not known. */
    public static String print(Bucket bucket, GroupType type, PortNames ports) {
        StringJoiner text = new StringJoiner(",");
        if (bucket.id() != Bucket.UNASSIGNED) {
            text.add("bucket_id:" + bucket.id());
        }
        int usual = type == GroupType.SELECT ? Bucket.DEFAULT_WEIGHT : 0;
        if (bucket.weight() != usual) {
            text.add("weight:" + bucket.weight());
        }
        if (bucket.watchPort() != Ports.NONE) {
            text.add("watch_port:" + PortText.print(bucket.watchPort(), ports));
        }
        if (bucket.watchGroup() != Group.ANY) {
            text.add("watch_group:" + bucket.watchGroup());
        }
        return text.add("actions=" + FlowText.print(bucket.actions(), ports)).toString();
    }
}
