package io.weft.vswitch.translate;

import io.weft.vswitch.counters.DropReason;

/** What a trace says of a packet that was given up, in the words of Open vSwitch, which scripts look for. */
final class TraceFailure {
    private TraceFailure() {}

    /** The remark at the place where it happened. */
    static String error(DropReason reason) {
        return switch (reason) {
            case RECURSION_TOO_DEEP -> "over max translation depth " + Translator.MAX_DEPTH;
            case TOO_MANY_RESUBMITS -> "over " + Translator.MAX_RESUBMITS + " resubmit actions";
            default -> reason.text();
        };
    }

    /** The last line of the trace, or nothing. */
    static String lastLine(DropReason reason) {
        String name = switch (reason) {
            case RECURSION_TOO_DEEP -> "Recursion too deep";
            case TOO_MANY_RESUBMITS -> "Too many resubmits";
            case null, default -> null;
        };
        return name == null ? "" : "Translation failed (" + name + "), packet is dropped.\n";
    }
}
