package io.weft.northbound.control;

import java.util.List;

/**
 * A request was refused, and nothing of it was applied (but see {@link Kind#INTERNAL}). Carries what is wrong field by field and, where text was parsed, the place in
 * it. It crosses the API unchanged: what the switch throws is what its client sees.
 */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is; each has one gRPC status code. */
    public enum Kind {
        /** The request can never be right as it is: syntax, ranges, unknown fields. */
        INVALID,
        /** A bridge, port, record or column does not exist. */
        NOT_FOUND,
        /** What should be made is already there. */
        EXISTS,
        /** Right in itself, but not in the present state of the switch. */
        FAILED_PRECONDITION,
        /** Nobody answers, or not in time. */
        UNAVAILABLE,
        /** A limit of the switch or of the API was reached. */
        EXHAUSTED,
        /** A defect of the switch; its log says more. The only kind after which the state of the switch is not known. */
        INTERNAL
    }

    private final Kind kind;
    private final transient List<FieldViolation> violations;
    private final transient TextSpan span;

    public ControlException(Kind kind, String message) {
        this(kind, message, List.of(), TextSpan.NONE, null);
    }

    /** One violation, whose sentence is the message. */
    public ControlException(Kind kind, FieldViolation violation) {
        this(kind, violation.message(), List.of(violation), TextSpan.NONE, null);
    }

    /**
     * @param message a sentence for people
     * @param span the text that could not be parsed and where, or {@link TextSpan#NONE}
     * @param cause or null
     */
    public ControlException(
            Kind kind, String message, List<FieldViolation> violations, TextSpan span, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.violations = List.copyOf(violations);
        this.span = span;
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong, field by field; may be empty. */
    public List<FieldViolation> violations() {
        return violations;
    }

    /** Where the text is wrong; {@link TextSpan#NONE} when no text was parsed. */
    public TextSpan span() {
        return span;
    }

    /**
     * A place in a text.
     *
     * @param text the whole text
     * @param offset first character, in UTF-16 units
     * @param length characters, at least 1 unless there is no text
     */
    public record TextSpan(String text, int offset, int length) {
        public static final TextSpan NONE = new TextSpan("", 0, 0);

        public boolean isPresent() {
            return length > 0;
        }
    }
}
