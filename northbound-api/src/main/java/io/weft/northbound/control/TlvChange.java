package io.weft.northbound.control;

import io.weft.flow.match.TlvMapping;
import java.util.List;

/**
 * A change of which tunnel options the {@code tun_metadata} fields of a bridge are.
 *
 * @param mappings what to add or to remove; to remove none of them in particular is to remove all
 */
public record TlvChange(Kind kind, List<TlvMapping> mappings) {

    /** What to do. */
    public enum Kind {
        /** Nothing: only look. */
        LIST,
        ADD,
        REMOVE
    }

    public TlvChange {
        mappings = List.copyOf(mappings);
    }
}
