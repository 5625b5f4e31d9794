package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.vswitch.counters.DropReason;

/** The actions with an effect beside the packet's way: learned entries, shortened timeouts, samples. */
final class LearnActions {
    private final Run run;

    LearnActions(Run run) {
        this.run = run;
    }

    void learn(LearnSpec spec) {
        run.emission.drop(DropReason.ACTION_DROP);
    }

    void finTimeout(Action.FinTimeout timeout) {
        run.emission.drop(DropReason.ACTION_DROP);
    }

    void sample(Action.Sample sample) {
        run.emission.drop(DropReason.ACTION_DROP);
    }
}
