package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.northbound.control.GroupLine;

/** A group as a line of {@code dump-groups} or {@code dump-group-stats}. */
final class GroupLineText {
    private GroupLineText() {}

    /**
     * {@code  group_id=1,type=all,bucket=bucket_id:0,actions=output:1}, with a leading space.
     *
     * @param ids whether ids of buckets and the way of choosing are printed; OpenFlow 1.1 to 1.4 have neither
     */
    static String of(GroupLine group, boolean ids) {
        StringBuilder line = new StringBuilder(" group_id=").append(group.id());
        line.append(",type=").append(group.type());
        if (ids && !group.method().isEmpty()) {
            line.append(",selection_method=").append(group.method());
            if (group.parameter() != 0) {
                line.append(",selection_method_param=").append(Long.toUnsignedString(group.parameter()));
            }
            if (group.fields().size() == 1) {
                line.append(",fields=").append(group.fields().getFirst());
            } else if (!group.fields().isEmpty()) {
                line.append(",fields(").append(String.join(",", group.fields())).append(')');
            }
        }
        for (GroupLine.Bucket bucket : group.buckets()) {
            line.append(",bucket=");
            append(line, bucket, group.type().equals("select") ? 1 : 0, ids);
        }
        return line.toString();
    }

    private static void append(StringBuilder line, GroupLine.Bucket bucket, int usualWeight, boolean ids) {
        if (ids) {
            line.append("bucket_id:").append(bucket.id()).append(',');
        }
        if (bucket.weight() != usualWeight) {
            line.append("weight:").append(bucket.weight()).append(',');
        }
        if (!bucket.watchPort().isEmpty()) {
            line.append("watch_port:").append(bucket.watchPort()).append(',');
        }
        if (bucket.watchGroup() != GroupLine.NONE) {
            line.append("watch_group:").append(bucket.watchGroup()).append(',');
        }
        line.append("actions=").append(bucket.actions());
    }

    /** {@code  group_id=1,duration=0.181s,ref_count=0,packet_count=0,byte_count=0,bucket0:packet_count=0,byte_count=0}. */
    static String statistics(GroupLine group) {
        StringBuilder line = new StringBuilder(" group_id=").append(group.id());
        line.append(",duration=").append(fixedSeconds(group.durationNs())).append('s');
        line.append(",ref_count=").append(group.references());
        line.append(',').append(counters(group.packets(), group.bytes()));
        for (int i = 0; i < group.buckets().size(); i++) {
            GroupLine.Bucket bucket = group.buckets().get(i);
            line.append(",bucket").append(i).append(':').append(counters(bucket.packets(), bucket.bytes()));
        }
        return line.toString();
    }

    private static String counters(long packets, long bytes) {
        return "packet_count=" + Long.toUnsignedString(packets) + ",byte_count=" + Long.toUnsignedString(bytes);
    }

    /** Seconds as ovs-ofctl prints the age of groups and meters: {@code 0.181}. */
    static String fixedSeconds(long ns) {
        return FlowLineText.seconds(ns);
    }

    static JsonObject json(GroupLine group) {
        JsonObject object = new JsonObject();
        object.addProperty("group_id", group.id());
        object.addProperty("type", group.type());
        object.addProperty("selection_method", group.method());
        object.addProperty("selection_method_param", Long.toUnsignedString(group.parameter()));
        JsonArray fields = new JsonArray();
        group.fields().forEach(fields::add);
        object.add("fields", fields);
        object.addProperty("duration_s", group.durationNs() / 1e9);
        object.addProperty("ref_count", group.references());
        object.addProperty("packet_count", group.packets());
        object.addProperty("byte_count", group.bytes());
        JsonArray buckets = new JsonArray();
        for (GroupLine.Bucket bucket : group.buckets()) {
            JsonObject one = new JsonObject();
            one.addProperty("bucket_id", bucket.id());
            one.addProperty("weight", bucket.weight());
            if (!bucket.watchPort().isEmpty()) {
                one.addProperty("watch_port", bucket.watchPort());
            }
            if (bucket.watchGroup() != GroupLine.NONE) {
                one.addProperty("watch_group", bucket.watchGroup());
            }
            one.addProperty("actions", bucket.actions());
            one.addProperty("packet_count", bucket.packets());
            one.addProperty("byte_count", bucket.bytes());
            buckets.add(one);
        }
        object.add("buckets", buckets);
        return object;
    }
}
