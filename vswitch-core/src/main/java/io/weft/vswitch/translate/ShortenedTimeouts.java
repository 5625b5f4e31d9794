package io.weft.vswitch.translate;

import io.weft.flow.table.FlowEntry;

/**
 * The effect of {@code fin_timeout} on a TCP packet with FIN or RST: the entry lives no longer than this.
 *
 * @param bridge the id of its bridge
 * @param entry the entry that holds the action
 * @param idleS seconds, or 0 for as it is
 * @param hardS seconds since it was made or taught, or 0 for as it is
 */
public record ShortenedTimeouts(int bridge, FlowEntry entry, int idleS, int hardS) implements Effect {
    /** Whether it makes a difference now. Any thread. */
    public boolean isDue() {
        return !entry.isRemoved() && !entry.life().shortened(idleS, hardS).equals(entry.life());
    }
}
