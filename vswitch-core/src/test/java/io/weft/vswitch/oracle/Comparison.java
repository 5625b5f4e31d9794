package io.weft.vswitch.oracle;

import java.util.Map;
import java.util.TreeMap;

/** Compares traces and keeps count. One owner. */
final class Comparison {
    private final Map<String, Integer> counts = new TreeMap<>();

    /** What differs in words, or null when everything is the same or explained. */
    String difference(TraceText ours, TraceText theirs) {
        if (Explanation.isThirdTag(ours)) {
            count("THIRD_TAG");
            return null;
        }
        if (Explanation.isDepthOfClones(ours, theirs)) {
            count("DEPTH_OF_CLONES");
            return null;
        }
        if (Explanation.isInnerTagForgotten(ours, theirs)) {
            count(Explanation.INNER_TAG_UNDER_VLAN_0.name());
            return null;
        }
        if (!ours.visits().equals(theirs.visits())) {
            return "tables";
        }
        if (Explanation.isFragmentShown(ours, theirs)) {
            count(Explanation.LATER_FRAGMENT.name());
            return null;
        }
        if (!ours.finalFlow().equals(theirs.finalFlow())) {
            return "final flow";
        }
        if (ours.actions().equals(theirs.actions())) {
            count("equal as text");
            return null;
        }
        for (Explanation explanation : Explanation.values()) {
            if (explanation.explains(ours, theirs)) {
                count(explanation.name());
                return null;
            }
        }
        return "datapath actions";
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
