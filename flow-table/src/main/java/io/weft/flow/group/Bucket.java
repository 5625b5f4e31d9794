package io.weft.flow.group;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import java.util.List;

/**
 * One bucket of a group.
 *
 * @param id unique in its group, 0 to {@link Group#MAX_ID}, or {@link #UNASSIGNED} in a change: the lowest number not used by others that
 *     have none either
 * @param weight its share in a {@link GroupType#SELECT} group, 0 to 65535; 0 is never chosen
 * @param watchPort the port whose state makes it live, or {@link Ports#NONE}; it need not exist
 * @param watchGroup the group that makes it live as long as one of its buckets is, or {@link Group#ANY}; it need not exist
 * @param actions executed as an action set (OpenFlow 1.5.1 section 5.6); empty is a drop
 */
public record Bucket(long id, int weight, int watchPort, long watchGroup, List<Action> actions) {
    /** In a change: no id was given. */
    public static final long UNASSIGNED = 0xffff_ffffL;

    /** The weight of a bucket that names none. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 65535;

    public Bucket {
        actions = List.copyOf(actions);
    }

    /** A bucket of the default weight that watches nothing. */
    public static Bucket of(long id, List<Action> actions) {
        return new Bucket(id, DEFAULT_WEIGHT, Ports.NONE, Group.ANY, actions);
    }

    /** Whether it says what it watches. */
    public boolean watches() {
        return watchPort != Ports.NONE || watchGroup != Group.ANY;
    }

    /** The same bucket with another id. */
    public Bucket withId(long newId) {
        return new Bucket(newId, weight, watchPort, watchGroup, actions);
    }

    /** The same bucket with another weight. */
    public Bucket withWeight(int newWeight) {
        return new Bucket(id, newWeight, watchPort, watchGroup, actions);
    }

    /** The same bucket that is live only while {@code port} is. */
    public Bucket watchingPort(int port) {
        return new Bucket(id, weight, port, watchGroup, actions);
    }

    /** The same bucket that is live only while some bucket of {@code group} is. */
    public Bucket watchingGroup(long group) {
        return new Bucket(id, weight, watchPort, group, actions);
    }
}
