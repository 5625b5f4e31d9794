package io.weft.flow.group;

/** A change of groups was refused, and nothing was changed. Names the change, the field, its value and what is allowed. */
public final class GroupModException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String field;
    private final String value;
    private final String allowed;

    public GroupModException(int index, String field, String value, String allowed) {
        super("group mod " + index + ": " + field + " " + value + ": must be " + allowed);
        this.index = index;
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    /** Position in the batch of the change that is refused, from 0. */
    public int index() {
        return index;
    }

    /** The field at fault, such as {@code group_id} or {@code bucket_id}. */
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
