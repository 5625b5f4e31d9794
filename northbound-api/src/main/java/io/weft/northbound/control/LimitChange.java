package io.weft.northbound.control;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A change of limits, applied whole.
 *
 * @param defaultLimit empty: stays as it is
 * @param set new limits by zone, 0 for none
 * @param delete zones that have the default again
 */
public record LimitChange(OptionalInt defaultLimit, Map<Integer, Integer> set, Set<Integer> delete) {
    public LimitChange {
        set = Map.copyOf(set);
        delete = Set.copyOf(delete);
    }
}
