package io.weft.perf.rules;

import java.util.Locale;

/** Kinds of rule lists, named as ClassBench names its seeds. */
public enum RuleSeed {
    /** An access list of a router: both addresses known mostly, the service exact, source ports open. */
    ACL,
    /** A firewall: many rules from or to anywhere, ranges on both sides. */
    FW,
    /** The chains of a host or of pods: addresses exact or a subnet, all kinds of ports. */
    IPC;

    /** As it is named in options: {@code acl}, {@code fw}, {@code ipc}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
