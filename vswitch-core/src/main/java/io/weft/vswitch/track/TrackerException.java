package io.weft.vswitch.track;

/** The connection table cannot be used; the message is a sentence for an operator. */
public class TrackerException extends Exception {
    TrackerException(String message) {
        super(message);
    }

    TrackerException(String message, Throwable cause) {
        super(message, cause);
    }
}
