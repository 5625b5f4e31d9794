package io.weft.northbound.control;

import java.util.List;

/**
 * A group as texts: what a tool prints without knowing the grammar.
 *
 * @param id 0 to 0xffffff00
 * @param method empty for none
 * @param fields what the hash reads, such as {@code ip_dst=255.255.0.0}
 */
public record GroupLine(
        long id,
        String type,
        String method,
        long parameter,
        List<String> fields,
        List<Bucket> buckets,
        long durationNs,
        long references,
        long packets,
        long bytes) {
    /** In {@link Bucket#watchGroup}: none. */
    public static final long NONE = 0xffff_ffffL;

    /** @param watchPort empty for none */
    public record Bucket(
            long id, int weight, String watchPort, long watchGroup, String actions, long packets, long bytes) {}

    public GroupLine {
        fields = List.copyOf(fields);
        buckets = List.copyOf(buckets);
    }
}
