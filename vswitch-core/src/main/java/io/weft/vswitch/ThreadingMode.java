package io.weft.vswitch;

/** Who runs the agents. */
public enum ThreadingMode {
    /** Every PMD, the revalidator and the conductor have a thread each. */
    DEDICATED,
    /** The caller runs them all, in turn, by {@link VirtualSwitch#step}: simulations and tests. */
    INVOKER
}
