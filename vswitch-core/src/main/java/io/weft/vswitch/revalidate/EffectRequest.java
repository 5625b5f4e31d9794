package io.weft.vswitch.revalidate;

import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.translate.Effect;

/**
 * An effect that traffic has on flow tables, on its way from the revalidator to the conductor, which carries it out and answers.
 *
 * <p>Thread-safety: the revalidator makes it, the conductor answers once, the revalidator reads the answer when it is there.
 */
public final class EffectRequest {
    /** What became of it. */
    public enum Outcome {
        /** Nothing yet. */
        WAITING,
        /** It is done: the entry is there. */
        DONE,
        /** The limit of the action does not allow it. */
        REFUSED,
        /** The table does not allow it, or there is no such bridge any more: it may be tried again. */
        FAILED
    }

    private final Effect effect;
    private FlowEntry entry;
    private volatile Outcome outcome = Outcome.WAITING;

    EffectRequest(Effect effect) {
        this.effect = effect;
    }

    public Effect effect() {
        return effect;
    }

    /** Conductor: it is done; {@code made} is the entry that is wanted, or null where there is no question of one. */
    public void done(FlowEntry made) {
        entry = made;
        outcome = Outcome.DONE;
    }

    /** Conductor: the limit does not allow it. */
    public void refuse() {
        outcome = Outcome.REFUSED;
    }

    /** Conductor: it could not be done. */
    public void fail() {
        outcome = Outcome.FAILED;
    }

    Outcome outcome() {
        return outcome;
    }

    /** The entry, once it is done. */
    FlowEntry entry() {
        return entry;
    }
}
