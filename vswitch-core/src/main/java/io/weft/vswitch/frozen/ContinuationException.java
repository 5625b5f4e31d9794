package io.weft.vswitch.frozen;

/** Bytes that are no continuation of this switch. The message says why, for whoever sent them. */
public final class ContinuationException extends Exception {
    private static final long serialVersionUID = 1;

    ContinuationException(String message) {
        super(message);
    }
}
