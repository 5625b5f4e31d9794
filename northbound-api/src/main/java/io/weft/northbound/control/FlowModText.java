package io.weft.northbound.control;

import io.weft.flow.table.FlowMod;
import java.util.Map;

/**
 * A change of the tables whose flow is text, as in ovs-ofctl(8), "Flow Syntax". Port names of the bridge may stand where numbers do.
 *
 * @param text at most 65,536 bytes
 * @param resetsCounts of a flow to add, as if it said {@code reset_counts}, which every addition of OpenFlow 1.0 and 1.1 does
 */
public record FlowModText(FlowMod.Kind kind, String text, boolean resetsCounts) implements BundleText {
    public FlowModText(FlowMod.Kind kind, String text) {
        this(kind, text, false);
    }

    private static final Map<String, FlowMod.Kind> KINDS = Map.of(
            "add", FlowMod.Kind.ADD,
            "modify", FlowMod.Kind.MODIFY,
            "modify_strict", FlowMod.Kind.MODIFY_STRICT,
            "delete", FlowMod.Kind.DELETE,
            "delete_strict", FlowMod.Kind.DELETE_STRICT);

    private static final int LONGEST_KIND = 13;

    /** What a line of a file says: without its comment, which begins with {@code #}, and white space at the ends; empty: nothing. */
    public static String said(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    /**
     * The change that a line says, a flow to add unless it begins with {@code add}, {@code modify}, {@code modify_strict}, {@code delete} or
     * {@code delete_strict}.
     */
    public static FlowModText of(String said) {
        int space = said.indexOf(' ');
        int end = space < 0 ? said.length() : space;
        FlowMod.Kind kind = end > LONGEST_KIND ? null : KINDS.get(said.substring(0, end));
        return kind == null
                ? new FlowModText(FlowMod.Kind.ADD, said)
                : new FlowModText(kind, said.substring(end).strip());
    }

    /** The same, and an addition restarts the counters if {@code resets}. */
    public FlowModText resettingCounts(boolean resets) {
        return resets && kind == FlowMod.Kind.ADD ? new FlowModText(kind, text, true) : this;
    }
}
