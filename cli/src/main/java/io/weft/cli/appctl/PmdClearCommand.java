package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;

/** {@code dpif-netdev/pmd-stats-clear}. */
final class PmdClearCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dpif-netdev/pmd-stats-clear", "", "Starts the counters of all PMDs anew.");
    }

    @Override
    public void run(AppctlCall call) {
        call.client().datapath().pmdStatistics(true);
    }
}
