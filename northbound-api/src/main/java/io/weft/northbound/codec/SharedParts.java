package io.weft.northbound.codec;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowMod;
import java.util.List;

/**
 * Lets changes share masks and actions, of which thousands of flows in a row have few: what waits for the end of a bundle is then less than half as
 * large, and a collection that has to move it as much shorter. Forgets what has not come for a while. One thread.
 */
final class SharedParts {
    private static final int PLACES = 256;

    private final MatchMask[] masks = new MatchMask[PLACES];
    private final List<?>[] actionLists = new List<?>[PLACES];

    /** A change equal to {@code mod}. */
    FlowMod of(FlowMod mod) {
        return new FlowMod(
                mod.kind(),
                mod.table(),
                mod.priority(),
                of(mod.match()),
                mod.cookie(),
                mod.cookieMask(),
                mod.newCookie(),
                mod.outPort(),
                mod.outGroup(),
                mod.life(),
                of(mod.actions()));
    }

    private Match of(Match match) {
        MatchMask mask = match.mask();
        int place = place(mask.hashCode());
        if (!mask.equals(masks[place])) {
            masks[place] = mask;
        }
        return match.sharing(masks[place]);
    }

    @SuppressWarnings("unchecked") // what is in the array was put there here
    private List<Action> of(List<Action> actions) {
        int place = place(actions.hashCode());
        if (!actions.equals(actionLists[place])) {
            actionLists[place] = actions;
        }
        return (List<Action>) actionLists[place];
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & PLACES - 1;
    }
}
