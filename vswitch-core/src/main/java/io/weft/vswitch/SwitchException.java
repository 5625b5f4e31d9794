package io.weft.vswitch;

/** A request was not carried out in time or the switch is closed. Nothing says that it will not be carried out later. */
public final class SwitchException extends RuntimeException {
    public SwitchException(String message) {
        super(message);
    }

    public SwitchException(String message, Throwable cause) {
        super(message, cause);
    }
}
