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
    private final boolean isTitle;
    private final List<TraceNode> children = new ArrayList<>();

    private TraceNode(String text, boolean isLine, boolean isTitle) {
        this.text = text;
        this.isLine = isLine;
        this.isTitle = isTitle;
    }

    /** A bridge: an empty line, and its title underlined. */
    static TraceNode bridge(String title) {
        return new TraceNode(title, false, true);
    }

    /** A table, under which others stand. */
    static TraceNode group(String text) {
        return new TraceNode(text, false, false);
    }

    /** An action or a remark. */
    static TraceNode line(String text) {
        return new TraceNode(text, true, false);
    }

    /** Whether it is a bridge. */
    boolean isTitle() {
        return isTitle;
    }

    /** For what ends the pipeline of a bridge: the table that it began with; any other node is meant itself. */
    TraceNode underLast() {
        return isTitle && !children.isEmpty() ? children.getLast() : this;
    }

    void add(TraceNode child) {
        children.add(child);
    }

    void printChildren(StringBuilder out, int level) {
        for (int i = 0; i < children.size(); i++) {
            TraceNode child = children.get(i);
            boolean isIndented = child.isLine || i < children.size() - 1;
            int childLevel = isIndented ? level + 1 : level;
            String indentation = " ".repeat(STEP * childLevel);
            out.append(child.isTitle ? "\n" : "")
                    .append(indentation)
                    .append(child.text)
                    .append('\n');
            if (child.isTitle) {
                out.append(indentation).append("-".repeat(child.text.length())).append('\n');
            }
            child.printChildren(out, isIndented ? childLevel + 1 : childLevel);
        }
    }
}
