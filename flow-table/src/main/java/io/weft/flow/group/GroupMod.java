package io.weft.flow.group;

import java.util.List;

/**
 * One change of the groups of a bridge (OpenFlow 1.5.1 section 7.3.4.3). {@link GroupChanges#apply} checks it.
 *
 * @param groupId 0 to {@link Group#MAX_ID}; for {@link Kind#DELETE} also {@link Group#ALL}
 * @param commandBucket {@link Kind#INSERT_BUCKETS}: the bucket behind which to insert; {@link Kind#REMOVE_BUCKETS}: the bucket to remove; an
 *     id, {@link #FIRST}, {@link #LAST} or, to remove, {@link #ALL_BUCKETS}. Otherwise of no meaning
 * @param type {@link Kind#ADD}, {@link Kind#MODIFY}, {@link Kind#ADD_OR_MODIFY} alone; null for the others
 * @param buckets of those and of {@link Kind#INSERT_BUCKETS}
 */
public record GroupMod(
        Kind kind, long groupId, long commandBucket, GroupType type, Selection selection, List<Bucket> buckets) {
    /** Before all buckets, or the first of them. */
    public static final long FIRST = 0xffff_fffdL;

    /** Behind all buckets, or the last of them. */
    public static final long LAST = 0xffff_fffeL;

    /** Every bucket. */
    public static final long ALL_BUCKETS = 0xffff_ffffL;

    /** What a change does. */
    public enum Kind {
        ADD("add"),
        /** Replaces what a group is; its counters restart. */
        MODIFY("modify"),
        ADD_OR_MODIFY("add_or_mod"),
        /** With all flow entries that use the group; a group that does not exist is no error. */
        DELETE("delete"),
        INSERT_BUCKETS("insert_bucket"),
        REMOVE_BUCKETS("remove_bucket");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The word in a file of ovs-ofctl's {@code add-groups} and {@code bundle}. */
        public String text() {
            return text;
        }

        /** The kind of this word, or null. */
        public static Kind byText(String text) {
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            return null;
        }

        /** Whether the change says what the whole group is. */
        public boolean isDefinition() {
            return this == ADD || this == MODIFY || this == ADD_OR_MODIFY;
        }
    }

    public GroupMod {
        buckets = List.copyOf(buckets);
    }

    /** Adds a group. */
    public static GroupMod add(Group group) {
        return new GroupMod(Kind.ADD, group.id(), 0, group.type(), group.selection(), group.buckets());
    }

    /** Makes an existing group what {@code group} says. */
    public static GroupMod modify(Group group) {
        return new GroupMod(Kind.MODIFY, group.id(), 0, group.type(), group.selection(), group.buckets());
    }

    /** Deletes a group, or {@link Group#ALL}. */
    public static GroupMod delete(long groupId) {
        return new GroupMod(Kind.DELETE, groupId, 0, null, Selection.DEFAULT, List.of());
    }

    /** Inserts buckets behind one, or {@link #FIRST} or {@link #LAST}. */
    public static GroupMod insertBuckets(long groupId, long after, List<Bucket> buckets) {
        return new GroupMod(Kind.INSERT_BUCKETS, groupId, after, null, Selection.DEFAULT, buckets);
    }

    /** Removes one bucket, {@link #FIRST}, {@link #LAST} or {@link #ALL_BUCKETS}. */
    public static GroupMod removeBuckets(long groupId, long which) {
        return new GroupMod(Kind.REMOVE_BUCKETS, groupId, which, null, Selection.DEFAULT, List.of());
    }
}
