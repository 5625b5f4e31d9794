package io.weft.northbound.control;

import io.weft.flow.table.FlowMod;
import java.util.Map;

/**
 * A change of the tables whose flow is text, as in ovs-ofctl(8), "Flow Syntax". Port names of the bridge may stand where numbers do.
 *
 * @param text at most 65,536 bytes
 */
public record FlowModText(FlowMod.Kind kind, String text) implements BundleText {
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
}
