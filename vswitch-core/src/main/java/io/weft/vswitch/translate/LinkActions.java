package io.weft.vswitch.translate;

import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.MultipathSpec;
import io.weft.vswitch.counters.DropReason;

/** The actions that choose one of several links by a hash. */
final class LinkActions {
    private final Run run;

    LinkActions(Run run) {
        this.run = run;
    }

    void bundle(BundleSpec spec) {
        run.emission.drop(DropReason.ACTION_DROP);
    }

    void multipath(MultipathSpec spec) {
        run.emission.drop(DropReason.ACTION_DROP);
    }
}
