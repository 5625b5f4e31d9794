package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.vswitch.bridge.BridgeSnapshot;
import java.util.ArrayList;
import java.util.List;

/** What copies return to: the packet, its stack of values, its action set and its bridge, the innermost last. States are reused. */
final class SavedStates {
    private static final class State {
        private final SavedPacket packet = new SavedPacket();
        private ValueStack values;
        private List<Action> actionSet;
        private BridgeSnapshot bridge;
        private boolean tracked;
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
        state.bridge = run.bridge;
        state.tracked = run.tracked;
    }

    /** Returns to the state that was saved last, and forgets it. */
    void restore(Run run) {
        State state = states.get(--depth);
        run.packet.restore(state.packet);
        run.values = state.values;
        run.actionSet = state.actionSet;
        run.bridge = state.bridge;
        run.tracked = state.tracked;
        state.bridge = null;
    }
}
