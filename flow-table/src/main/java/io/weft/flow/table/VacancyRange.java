package io.weft.flow.table;

/**
 * Between what shares of free room a table tells that it gets full, and that there is room again (OpenFlow 1.4, {@code OFPTMPT_VACANCY}).
 *
 * @param downPercent it is getting full when less than this is free, 0 to 100
 * @param upPercent there is room again when more than this is free, {@code downPercent} to 100
 */
public record VacancyRange(int downPercent, int upPercent) {
    private static final int ALL = 100;

    public VacancyRange {
        if (downPercent < 0 || upPercent > ALL || downPercent > upPercent) {
            throw new IllegalArgumentException("vacancy " + downPercent + "," + upPercent
                    + " is not allowed; allowed: 0 to 100, the first not above the second");
        }
    }

    /** How much of a table is free, in percent, rounded down; a table that takes nothing is all free. */
    public static int free(int entries, int limit) {
        return limit == 0 ? ALL : (int) Math.max(0, (long) ALL * (limit - (long) entries) / limit);
    }
}
