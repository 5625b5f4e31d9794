package io.weft.perf.peers;

/**
 * What a figure must hold, and what it aims at.
 *
 * @param isCeiling whether the figure must not be above {@code hold}, instead of not below
 */
record Goal(double hold, double aim, boolean isCeiling) {
    /** Nothing was asked for. */
    static final Goal NONE = new Goal(0, 0, false);

    static Goal atLeast(double hold, double aim) {
        return new Goal(hold, aim, false);
    }

    static Goal atMost(double hold, double aim) {
        return new Goal(hold, aim, true);
    }

    boolean isAsked() {
        return !equals(NONE);
    }

    boolean isHeldBy(double figure) {
        return isCeiling ? figure <= hold : figure >= hold;
    }

    boolean isReachedBy(double figure) {
        return isCeiling ? figure <= aim : figure >= aim;
    }
}
