package io.weft.flow.match;

/** A field cannot be matched or set like this: names the field, the value and what is allowed; the message is a sentence. */
public final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * @param field the name of the field or action
     * @param value what was asked for, as text
     * @param allowed what would be right, in words
     * @param message a sentence for people
     */
    public FieldException(String field, String value, String allowed, String message) {
        super(message);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    public String allowed() {
        return allowed;
    }
}
