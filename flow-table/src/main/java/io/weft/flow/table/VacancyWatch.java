package io.weft.flow.table;

/**
 * Notices when a table gets full and when there is room again, each once until the other has happened.
 *
 * <pre>
 *   free  100 % ----.                         .----
 *         up  - - -  \ - - - - - - - - - - - / UP
 *         down - - -  \ DOWN - - - - - - - -/ - - -
 *                      '-------------------'
 * </pre>
 *
 * Thread-safety: one owner.
 */
public final class VacancyWatch {
    /** What has happened. */
    public enum Event {
        NONE,
        /** Less than {@link VacancyRange#downPercent} is free. */
        DOWN,
        /** More than {@link VacancyRange#upPercent} is free. */
        UP
    }

    private VacancyRange range;
    private Event next;

    /** @param freePercent of the table now: with less than the upper end of the range, only that there is room again will be news */
    public VacancyWatch(VacancyRange range, int freePercent) {
        this.range = range;
        next = freePercent < range.upPercent() ? Event.UP : Event.DOWN;
    }

    public VacancyRange range() {
        return range;
    }

    /** Changes the range; what was told last is not forgotten. */
    public void range(VacancyRange other) {
        range = other;
    }

    /** Looks at what is free after entries came or went. */
    public Event look(int freePercent) {
        Event now = freePercent < range.downPercent()
                ? Event.DOWN
                : freePercent > range.upPercent() ? Event.UP : Event.NONE;
        if (now == Event.NONE || now != next) {
            return Event.NONE;
        }
        next = now == Event.DOWN ? Event.UP : Event.DOWN;
        return now;
    }
}
