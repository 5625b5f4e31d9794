package io.weft.northbound.control;

import io.weft.flow.group.Group;
import java.util.List;

/**
 * A group with its statistics.
 *
 * @param durationNs how long it has existed
 * @param references flow entries that use it
 * @param buckets what each bucket counted, in their order
 */
public record GroupView(Group group, long durationNs, int references, long packets, long bytes, List<Traffic> buckets) {
    /** Packets and bytes, unsigned. */
    public record Traffic(long packets, long bytes) {}

    public GroupView {
        buckets = List.copyOf(buckets);
    }
}
