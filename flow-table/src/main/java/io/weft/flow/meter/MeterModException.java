package io.weft.flow.meter;

/** A change of a meter was refused, and nothing was changed. Names the field, its value and what is allowed. */
public final class MeterModException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String allowed;

    public MeterModException(String field, String value, String allowed) {
        super(field + " " + value + ": must be " + allowed);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    /** The field at fault, such as {@code meter} or {@code bands[0].rate}. */
    public String field() {
        return field;
    }

    /** The value at fault. */
    public String value() {
        return value;
    }

    /** What would be allowed, to complete "must be". */
    public String allowed() {
        return allowed;
    }
}
