package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import java.util.ArrayList;
import java.util.List;

/** What copies return to: the packet, its stack of values and its action set, the innermost last. States are reused. */
final class SavedStates {
    private static final class State {
        private final SavedPacket packet = new SavedPacket();
        private ValueStack values;
        private List<Action> actionSet;
    }

    private final List<State> states = new ArrayList<>();
    private int depth;

    void clear() {
        depth = 0;
    }

    void save(Run run) {
        if (depth == states.size()) {
            states.add(new State());
        }
        State state = states.get(depth++);
        run.packet.save(state.packet);
        state.values = run.values;
        state.actionSet = run.actionSet;
    }

    /** Returns to the state that was saved last, and forgets it. */
    void restore(Run run) {
        State state = states.get(--depth);
        run.packet.restore(state.packet);
        run.values = state.values;
        run.actionSet = state.actionSet;
    }
}
