package io.weft.flow.text;

import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;

/** Timeouts, importance and flags of a flow, and its ages, in the order of ovs-ofctl(8). Loads no grammar. */
public final class LifeText {
    private static final long NS_PER_S = 1_000_000_000L;

    private LifeText() {}

    /** Each with its separator behind it; empty for {@link FlowLife#FOREVER}. */
    public static String print(FlowLife life) {
        if (life.equals(FlowLife.FOREVER)) {
            return "";
        }
        return item("idle_timeout", life.idleTimeoutS())
                + item("hard_timeout", life.hardTimeoutS())
                + FlowFlag.print(life.flags())
                + item("importance", life.importance());
    }

    /** {@code idle_age=S, }, and {@code hard_age=S, } where it is not the duration. */
    public static String ages(long durationNs, long idleNs, long hardNs) {
        long hardS = seconds(hardNs);
        return "idle_age=" + seconds(idleNs) + ", " + (hardS == seconds(durationNs) ? "" : "hard_age=" + hardS + ", ");
    }

    private static String item(String name, int value) {
        return value == 0 ? "" : name + "=" + value + ", ";
    }

    private static long seconds(long ns) {
        return Math.clamp(ns / NS_PER_S, 0, FlowLife.MAX);
    }
}
