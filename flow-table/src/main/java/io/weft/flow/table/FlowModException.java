package io.weft.flow.table;

import io.weft.flow.match.FieldException;

/** A batch of changes was refused, and nothing was changed. Names the change, the field, its value and what is allowed. */
public final class FlowModException extends RuntimeException {
    private final int index;
    private final String field;
    private final String value;
    private final String allowed;

    /** An action or a match that its judge refuses, in the words of the judge. */
    public FlowModException(int index, FieldException refused) {
        super("flow mod " + index + ": " + refused.getMessage(), refused);
        this.index = index;
        field = refused.field();
        value = refused.value();
        allowed = refused.allowed();
    }

    public FlowModException(int index, String field, String value, String allowed) {
        super("flow mod " + index + ": " + field + " " + value + ": must be " + allowed);
        this.index = index;
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    private FlowModException(int index, FlowModException same) {
        super("flow mod " + index + ": " + same.sentence(), same);
        this.index = index;
        field = same.field;
        value = same.value;
        allowed = same.allowed;
    }

    /** The same refusal of a change that stands {@code before} places further back, in a batch of which this was a part. */
    public FlowModException behind(int before) {
        return new FlowModException(index + before, this);
    }

    /** What is wrong, without the position. */
    public String sentence() {
        return getMessage().substring(getMessage().indexOf(": ") + 2);
    }

    /** Position in the batch of the change that is refused, from 0. */
    public int index() {
        return index;
    }

    /** The field at fault, such as {@code table} or {@code goto_table}. */
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
