package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupType;
import io.weft.flow.group.Selection;
import io.weft.flow.key.Nearest;
import io.weft.flow.match.FieldMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one change of a group: keywords, then buckets, each of which goes on to the next {@code bucket=}. One instance reads one text. */
final class GroupParser {
    private static final String BUCKET = "bucket=";
    private static final List<String> KEYWORDS = List.of(
            "group_id", "type", "command_bucket_id", "selection_method", "selection_method_param", "fields", "bucket");

    private final GroupMod.Kind kind;
    private final String text;
    private final PortNames ports;
    private final FlowScanner items;
    private final int firstBucket;
    private long groupId = -1;
    private long commandBucket = -1;
    private GroupType type;
    private Selection.Method method = Selection.Method.DEFAULT;
    private long parameter;
    private boolean parameterGiven;
    private List<FieldMatch> fields = List.of();
    private int fieldsAt = -1;

    GroupParser(GroupMod.Kind kind, String text, PortNames ports) {
        this.kind = kind;
        this.text = text;
        this.ports = ports;
        int bucket = nextBucket(0);
        firstBucket = bucket;
        items = new FlowScanner(text.substring(0, bucket), 0);
    }

    /** Where the next {@code bucket=} begins a word, or the end of the text. */
    private int nextBucket(int from) {
        int at = text.indexOf(BUCKET, from);
        while (at > 0 && ", \t\r\n".indexOf(text.charAt(at - 1)) < 0) {
            at = text.indexOf(BUCKET, at + 1);
        }
        return at < 0 ? text.length() : at;
    }

    GroupMod parse() {
        while (next()) {
            keyword(items.key());
        }
        if (kind == GroupMod.Kind.DELETE && groupId < 0) {
            groupId = Group.ALL;
        }
        if (kind == GroupMod.Kind.REMOVE_BUCKETS && commandBucket < 0) {
            commandBucket = GroupMod.ALL_BUCKETS;
        }
        requireAll();
        List<Bucket> buckets = buckets();
        return new GroupMod(
                kind, groupId, Math.max(commandBucket, 0), type, new Selection(method, parameter, fields), buckets);
    }

    private boolean next() {
        try {
            return items.next();
        } catch (FlowTextException e) {
            throw at(e);
        }
    }

    /** The same error in the whole text. */
    private FlowTextException at(FlowTextException e) {
        return new FlowTextException(e.getMessage(), text, e.position(), e.length());
    }

    private void keyword(String key) {
        boolean known = KEYWORDS.contains(key);
        if (!known) {
            String near = Nearest.of(key, KEYWORDS);
            throw badKey("unknown keyword \"" + key + "\"" + (near == null ? "" : " (did you mean \"" + near + "\"?)"));
        }
        boolean allowed = key.equals("group_id")
                || (key.equals("command_bucket_id")
                        ? !kind.isDefinition() && kind != GroupMod.Kind.DELETE
                        : kind.isDefinition());
        if (!allowed) {
            throw badKey(key + " is not needed");
        }
        if (items.value().isEmpty()) {
            throw at(items.bad(key + " needs a value"));
        }
        switch (key) {
            case "group_id" -> groupId = groupId(items.value());
            case "type" -> type = type(items.value());
            case "command_bucket_id" -> commandBucket = commandBucket(items.value());
            case "selection_method" -> method = method(items.value());
            case "selection_method_param" -> {
                parameter = number(items, "selection_method_param", items.value(), -1L);
                parameterGiven = true;
            }
            default -> fields();
        }
    }

    private void fields() {
        fieldsAt = items.keyAt();
        try {
            fields = GroupFields.parse(items, items.value(), items.valueAt(), ports);
        } catch (FlowTextException e) {
            throw at(e);
        }
    }

    private FlowTextException badKey(String message) {
        return at(items.badKey(message));
    }

    private FlowTextException badValue(String message) {
        return at(items.badValue(message));
    }

    private long groupId(String value) {
        if (value.equals("all") && kind == GroupMod.Kind.DELETE) {
            return Group.ALL;
        }
        return number(items, "group_id", value, Group.MAX_ID);
    }

    private GroupType type(String value) {
        GroupType found = GroupType.byText(value);
        if (found == null) {
            throw badValue("invalid group type " + value + "; allowed: all, indirect, select, ff or fast_failover");
        }
        return found;
    }

    private long commandBucket(String value) {
        return switch (value) {
            case "first" -> GroupMod.FIRST;
            case "last" -> GroupMod.LAST;
            case "all" -> {
                if (kind != GroupMod.Kind.REMOVE_BUCKETS) {
                    throw badValue("command_bucket_id=all is not permitted");
                }
                yield GroupMod.ALL_BUCKETS;
            }
            default -> number(items, "command_bucket_id", value, Group.MAX_ID);
        };
    }

    private Selection.Method method(String value) {
        for (Selection.Method one : Selection.Method.values()) {
            if (one != Selection.Method.DEFAULT && one.text().equals(value)) {
                return one;
            }
        }
        throw badValue("selection method \"" + value + "\" is not supported; allowed: hash or dp_hash");
    }

    private long number(FlowScanner scanner, String name, String value, long largest) {
        if (AddressText.isNumber(value) && Long.compareUnsigned(AddressText.number(value), largest) <= 0) {
            return AddressText.number(value);
        }
        String most = largest < 0 ? "0xffffffffffffffff" : Long.toString(largest);
        throw at(scanner.badValue("invalid " + name + " \"" + value + "\"; allowed: 0 to " + most));
    }

    private void requireAll() {
        if (groupId < 0) {
            throw missing("must specify a group_id");
        }
        if (kind.isDefinition() && type == null) {
            throw missing("must specify a type");
        }
        if (kind == GroupMod.Kind.INSERT_BUCKETS && commandBucket < 0) {
            throw missing("must specify a command bucket id");
        }
        if (parameterGiven && method == Selection.Method.DEFAULT) {
            throw missing("selection_method_param is only allowed with \"selection_method\"");
        }
        if (fieldsAt >= 0 && method != Selection.Method.HASH) {
            throw new FlowTextException(
                    "fields may only be specified with \"selection_method=hash\"", text, fieldsAt, "fields".length());
        }
        boolean wantsBuckets = kind.isDefinition() || kind == GroupMod.Kind.INSERT_BUCKETS;
        if (!wantsBuckets && firstBucket < text.length()) {
            throw new FlowTextException("bucket is not needed", text, firstBucket, "bucket".length());
        }
    }

    private FlowTextException missing(String message) {
        return new FlowTextException(message, text, firstBucket, 0);
    }

    // ---- buckets

    private List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (int at = firstBucket; at < text.length(); ) {
            int end = nextBucket(at + 1);
            buckets.add(bucket(at + BUCKET.length(), end));
            at = end;
        }
        if (type == GroupType.INDIRECT && buckets.size() > 1) {
            throw missing("Indirect groups can have at most one bucket.");
        }
        return buckets;
    }

    private Bucket bucket(int from, int end) {
        FlowScanner words = new FlowScanner(text.substring(0, end), from);
        StringBuilder actions = new StringBuilder(" ".repeat(end));
        Bucket bucket =
                new Bucket(Bucket.UNASSIGNED, type == GroupType.SELECT ? 1 : 0, Ports.NONE, Group.ANY, List.of());
        boolean any = false;
        try {
            while (words.next()) {
                Bucket read = attribute(bucket, words);
                if (read == null) {
                    any = true;
                    keepAction(words, actions);
                } else {
                    bucket = read;
                }
            }
        } catch (FlowTextException e) {
            throw at(e);
        }
        if (!any) {
            throw new FlowTextException("bucket must specify actions", text, from, end - from);
        }
        if (type == GroupType.FF && !bucket.watches()) {
            throw new FlowTextException(
                    "fast failover bucket requires watch_port or watch_group", text, from, end - from);
        }
        return new Bucket(bucket.id(), bucket.weight(), bucket.watchPort(), bucket.watchGroup(), actions(actions));
    }

    /** Actions keep their places, so that errors in them point to the right one. */
    private void keepAction(FlowScanner words, StringBuilder actions) {
        boolean opens = isActions(words.key());
        int from = opens ? words.valueAt() : words.keyAt();
        int end = opens ? words.valueAt() : words.end();
        actions.replace(from, end, text.substring(from, end));
        if (end < actions.length()) {
            actions.setCharAt(end, opens ? actions.charAt(end) : ',');
        }
    }

    private static boolean isActions(String key) {
        return key.equals("actions") || key.equals("action");
    }

    private List<Action> actions(StringBuilder blanked) {
        try {
            return FlowText.parseActions(blanked.toString(), ports);
        } catch (FlowTextException e) {
            throw at(e);
        }
    }

    /** The bucket with what a word says of it, or null when the word is an action. */
    private Bucket attribute(Bucket bucket, FlowScanner words) {
        String value = words.value();
        return switch (words.key().toLowerCase(Locale.ROOT)) {
            case "weight" -> {
                if (kind.isDefinition() && type != GroupType.SELECT) {
                    throw words.bad("Only select groups can have bucket weights.");
                }
                yield bucket.withWeight((int) number(words, "weight", value, Bucket.MAX_WEIGHT));
            }
            case "bucket_id" -> bucket.withId(number(words, "bucket_id", value, Group.MAX_ID));
            case "watch_group" -> bucket.watchingGroup(number(words, "watch_group", value, Group.MAX_ID));
            case "watch_port" -> bucket.watchingPort(port(words, value));
            default -> null;
        };
    }

    private int port(FlowScanner words, String value) {
        long port = PortText.parse(value, ports);
        boolean any = port == Ports.NONE;
        if (port == PortText.BAD || !any && (port < 0 || port > Ports.MAX)) {
            throw words.badValue(
                    value + ": invalid watch_port; allowed: 0 to " + Ports.MAX + ", or the name of a port");
        }
        return (int) port;
    }
}
