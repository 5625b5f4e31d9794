package io.weft.vswitch.translate;

import io.weft.vswitch.counters.DropReason;

/** Groups and meters. */
final class GroupActions {
    private final Run run;

    GroupActions(Run run) {
        this.run = run;
    }

    void group(long groupId) {
        run.warn("there is no group " + groupId);
        run.emission.drop(DropReason.ACTION_DROP);
    }

    void meter(long meterId) {
        run.warn("there is no meter " + meterId);
    }
}
