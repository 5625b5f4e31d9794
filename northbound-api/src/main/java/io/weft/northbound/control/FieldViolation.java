package io.weft.northbound.control;

/**
 * One thing that is wrong with a request.
 *
 * @param field path in the request such as {@code operations[2].port.tag}, or a column such as {@code options:n_rxq}
 * @param value what was given
 * @param allowed what is allowed, in words, such as {@code 0 to 4095}; empty where words say nothing
 * @param message one sentence
 */
public record FieldViolation(String field, String value, String allowed, String message) {
    /** A value that is not allowed, with the usual sentence. */
    public static FieldViolation notAllowed(String field, Object value, String allowed) {
        return new FieldViolation(
                field,
                String.valueOf(value),
                allowed,
                field + ": \"" + value + "\" is not allowed; allowed: " + allowed);
    }
}
