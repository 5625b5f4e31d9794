package io.weft.northbound.control;

import io.weft.flow.table.FlowMod;
import java.util.Map;

/**
 * A change of the tables whose flow is text, as in ovs-ofctl(8), "Flow Syntax". Port names of the bridge may stand where numbers do.
 *
 * @param text at most 65,536 bytes
 * @param resetsCounts of a flow to add, as if it said {@code reset_counts}, which every addition of OpenFlow 1.0 and 1.1 does
 * @param firstTable of a modification or deletion that names no table: it is about table 0 alone instead of about all tables
 */
public record FlowModText(FlowMod.Kind kind, String text, boolean resetsCounts, boolean firstTable)
        implements BundleText {
    public FlowModText(FlowMod.Kind kind, String text) {
        this(kind, text, false, false);
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

    /**
     * The same with the meaning of a version of OpenFlow: additions of 1.0 and 1.1 restart counters; modifications since 1.1 and deletions of
     * 1.1 that name no table are about table 0.
     *
     * @param minor 0 to 5 for OpenFlow 1.0 to 1.5
     */
    public FlowModText as(int minor) {
        return switch (kind) {
            case ADD -> new FlowModText(kind, text, minor < 2, false);
            case MODIFY, MODIFY_STRICT -> new FlowModText(kind, text, false, minor > 0);
            case DELETE, DELETE_STRICT -> new FlowModText(kind, text, false, minor == 1);
        };
    }
}
