package io.weft.northbound.control;

/**
 * What an operation did.
 *
 * @param changed whether anything is different now
 * @param warning a sentence when it was applied and yet does not work now ("device eth7 is absent; waiting for it"); else empty
 * @param record UUID of the record that it made or named; else empty
 */
public record OperationResult(boolean changed, String warning, String record) {
    /** Of an operation that neither makes nor names a record. */
    public OperationResult(boolean changed, String warning) {
        this(changed, warning, "");
    }
}
