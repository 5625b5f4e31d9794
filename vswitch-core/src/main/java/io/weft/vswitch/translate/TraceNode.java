package io.weft.vswitch.translate;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a trace and what happened under it.
 *
 * <p>Actions and remarks are indented under their table. A table that was looked up by the last action of another stands beside it, not
 * under it, so that a pipeline of resubmits reads as a list.
 */
final class TraceNode {
    private static final int STEP = 4;

    private final String text;
    private final boolean isLine;
    private final List<TraceNode> children = new ArrayList<>();

    private TraceNode(String text, boolean isLine) {
        this.text = text;
        this.isLine = isLine;
    }

    /** A bridge or table, under which others stand. */
    static TraceNode group(String text) {
        return new TraceNode(text, false);
    }

    /** An action or a remark. */
    static TraceNode line(String text) {
        return new TraceNode(text, true);
    }

    void add(TraceNode child) {
        children.add(child);
    }

    void printChildren(StringBuilder out, int level) {
        for (int i = 0; i < children.size(); i++) {
            TraceNode child = children.get(i);
            boolean isIndented = child.isLine || i < children.size() - 1;
            int childLevel = isIndented ? level + 1 : level;
            out.append(" ".repeat(STEP * childLevel)).append(child.text).append('\n');
            child.printChildren(out, isIndented ? childLevel + 1 : childLevel);
        }
    }
}
