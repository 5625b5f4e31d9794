package io.weft.vswitch.oracle;

import java.util.Map;
import java.util.TreeMap;

/** Compares traces and keeps count. One owner. */
final class Comparison {
    private static final String LEARNED_ON_THE_WAY = "LEARNED_ON_THE_WAY";

    private final Map<String, Integer> counts = new TreeMap<>();
    private int partings;

    /** What differs in words, or null when everything is the same or explained. */
    String difference(TraceText ours, TraceText theirs) {
        if (Explanation.isThirdTag(ours)) {
            part("THIRD_TAG");
            return null;
        }
        if (Explanation.isDepthOfClones(ours, theirs)) {
            part("DEPTH_OF_CLONES");
            return null;
        }
        if (Explanation.isGivenUpBehindPatch(ours, theirs)) {
            part("GIVEN_UP_BEHIND_PATCH");
            return null;
        }
        if (Explanation.isInnerTagForgotten(ours, theirs)) {
            part(Explanation.INNER_TAG_UNDER_VLAN_0.name());
            return null;
        }
        if (Explanation.isInnerTagLostOnTheWay(ours, theirs)) {
            part(Explanation.INNER_TAG_UNDER_VLAN_0.name());
            return null;
        }
        if (Explanation.isWrittenInBucket(ours, theirs)) {
            part("WRITTEN_IN_BUCKET");
            return null;
        }
        if (Explanation.isFromMirror(ours, theirs)) {
            count("MIRROR_PORT");
            return null;
        }
        if (Explanation.isLearnedOnTheWay(ours, theirs) || Explanation.isLimitReachedOnTheWay(ours, theirs)) {
            part(LEARNED_ON_THE_WAY);
            return null;
        }
        if (ours.asksForLength() && theirs.asksForLength()) {
            return lengths(ours, theirs);
        }
        if (!ours.flow().equals(theirs.flow())) {
            return "flow";
        }
        if (!ours.visits().equals(theirs.visits())) {
            return "tables";
        }
        if (!ours.said().equals(theirs.said())) {
            return "words";
        }
        if (Explanation.isFragmentShown(ours, theirs)) {
            count(Explanation.LATER_FRAGMENT.name());
            return null;
        }
        if (!ours.finalFlow().equals(theirs.finalFlow())) {
            return "final flow";
        }
        if (Explanation.isNeighbourForFin(ours)) {
            part("NEIGHBOUR_FOR_FIN"); // shown by the table alone
        }
        if (ours.actions().equals(theirs.actions())) {
            count("equal as text");
            return null;
        }
        for (Explanation explanation : Explanation.values()) {
            if (explanation.explains(ours, theirs)) {
                part(explanation.name());
                return null;
            }
        }
        return "datapath actions";
    }

    /** Packets of each length, one by one. */
    private String lengths(TraceText ours, TraceText theirs) {
        if (Explanation.isSameForEveryLength(ours, theirs)) {
            part("LENGTH_PASSES");
            return null;
        }
        if (Explanation.isLengthForgotten(theirs) || Explanation.isLengthMirrored(ours, theirs)) {
            part("LENGTH_FORGOTTEN");
            return null;
        }
        return "datapath actions for a length";
    }

    /** How often a packet may have taught one of them something else than the other. */
    int partings() {
        return partings;
    }

    private void part(String explanation) {
        count(explanation);
        boolean isOrder =
                explanation.equals(Explanation.SYNTAX.name()) || explanation.equals(Explanation.FLOOD_ORDER.name());
        partings += isOrder ? 0 : 1;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
