package io.weft.flow.group;

import java.util.List;

/**
 * What a group is: type, way of choosing, buckets in order. {@link GroupEntry} is a group in a table, with what it counted.
 *
 * @param id 0 to {@link #MAX_ID}
 * @param selection {@link Selection#DEFAULT} unless the type is {@link GroupType#SELECT}
 * @param buckets in the order in which fast failover tries them; ids are unique
 */
public record Group(long id, GroupType type, Selection selection, List<Bucket> buckets) {
    /** The largest id of a group, and of a bucket. */
    public static final long MAX_ID = 0xffff_ff00L;

    /** In a deletion: every group. */
    public static final long ALL = 0xffff_fffcL;

    /** No group in particular. */
    public static final long ANY = 0xffff_ffffL;

    /** Groups that one leads to through others: what translation follows. */
    public static final int MAX_CHAIN = 64;

    public Group {
        buckets = List.copyOf(buckets);
    }

    /** The same group with other buckets. */
    public Group withBuckets(List<Bucket> newBuckets) {
        return new Group(id, type, selection, newBuckets);
    }

    /** The place of the bucket with this id, or -1. */
    public int indexOf(long bucketId) {
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).id() == bucketId) {
                return i;
            }
        }
        return -1;
    }
}
