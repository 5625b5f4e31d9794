package io.weft.vswitch.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares traces and keeps count. One owner. */
final class Comparison {
    private final Map<String, Integer> counts = new TreeMap<>();

    /** What differs in words, or null when everything is the same or explained. */
    String difference(TraceText ours, TraceText theirs) {
        if (!ours.visits().equals(theirs.visits())) {
            return "tables";
        }
        if (!ours.finalFlow().equals(theirs.finalFlow())) {
            return "final flow";
        }
        if (ours.actions().equals(theirs.actions())) {
            count("equal as text");
            return null;
        }
        PacketText packet = PacketText.of(theirs.flow());
        if (!outputs(packet, ours, theirs).equals(outputs(packet, theirs, theirs))) {
            return "datapath actions";
        }
        count(theirs.flooded() ? "same after execution, flooded" : "same after execution");
        return null;
    }

    private static List<String> outputs(PacketText packet, TraceText trace, TraceText theirs) {
        List<String> outputs = DatapathActions.outputs(packet, trace.actions());
        return theirs.flooded() ? outputs.stream().sorted().toList() : outputs;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
