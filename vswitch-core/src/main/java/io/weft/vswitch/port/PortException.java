package io.weft.vswitch.port;

/** A port cannot be made as configured: names the field, its value and what is allowed or what went wrong. */
public final class PortException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** {@code field} has the value {@code value}, allowed is {@code allowed}. */
    public PortException(String field, String value, String allowed) {
        super(field + ": \"" + value + "\" is not allowed; allowed: " + allowed);
        this.field = field;
    }

    /** {@code field} is the cause, {@code sentence} says why. */
    public PortException(String field, String sentence) {
        super(sentence);
        this.field = field;
    }

    /** The configuration field that is the cause, such as {@code options:n_rxq} or {@code type}. */
    public String field() {
        return field;
    }
}
