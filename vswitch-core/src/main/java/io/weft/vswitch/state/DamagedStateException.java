package io.weft.vswitch.state;

/** A journal that cannot be believed; the message goes on from its name. */
public final class DamagedStateException extends Exception {
    private static final long serialVersionUID = 1L;

    public DamagedStateException(String message) {
        super(message);
    }

    DamagedStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
