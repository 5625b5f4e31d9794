package io.weft.flow.text;

import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import java.util.Arrays;

/**
 * A line cut into what it has in common with thousands of others, its <em>form</em>, and what is its own.
 *
 * <pre>
 *   priority=1036,tcp,nw_src=10.2.89.0/24,tp_dst=80,actions=output:1
 *   form:    priority=,tcp,nw_src=/24,tp_dst=,
 *   its own: 1036; 10.2.89.0, 80; output:1
 * </pre>
 *
 * <p>Belongs to one reader, which uses it for line after line.
 */
final class PlainLine {
    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_FORM = 512;

    private final ByteCursor cursor = new ByteCursor();

    /** The form, and its length. */
    final byte[] form = new byte[LONGEST_FORM];

    int formLength;

    /** The fields, in the order of the line, and their values. */
    final Field[] fields = new Field[MOST_FIELDS];

    final long[] values = new long[MOST_FIELDS];
    int count;

    boolean hasPriority;
    long priority;
    boolean hasCookie;
    long cookie;

    /** Where the text of the actions begins. */
    int actionsAt;

    /** Cuts a line; false when it is not plain. */
    boolean cut(byte[] text, int from, int to) {
        cursor.reset(text, from, to);
        formLength = 0;
        count = 0;
        hasPriority = false;
        hasCookie = false;
        if (to - from > LONGEST_FORM) {
            return false;
        }
        for (cursor.skipSeparators(); !cursor.isAtEnd(); cursor.skipSeparators()) {
            int keyAt = cursor.at;
            cursor.skipWord();
            PlainKeys.Word word = PlainKeys.find(text, keyAt, cursor.at);
            if (word == null || word.role() != PlainKeys.Role.BARE && !cursor.isAt('=')) {
                return false;
            }
            cursor.at += word.role() == PlainKeys.Role.BARE ? 0 : 1;
            if (word.role() == PlainKeys.Role.ACTIONS) {
                actionsAt = cursor.at;
                return true;
            }
            addToForm(keyAt, cursor.at);
            if (!take(word) || !cursor.isAtSeparator()) {
                return false;
            }
            form[formLength++] = ',';
        }
        return false;
    }

    /** The bytes are in the line, so they fit, with a comma for each item. */
    private void addToForm(int from, int to) {
        System.arraycopy(cursor.text, from, form, formLength, to - from);
        formLength += to - from;
    }

    private boolean take(PlainKeys.Word word) {
        return switch (word.role()) {
            case BARE -> true;
            case CONSTANT -> takeConstant();
            case PRIORITY -> {
                hasPriority = true;
                priority = cursor.number(0xFFFF);
                yield priority != AddressText.BAD;
            }
            case COOKIE -> {
                hasCookie = true;
                cookie = cursor.number(-1L);
                yield cookie != AddressText.BAD;
            }
            case FIELD -> takeField(word.field());
            case ACTIONS -> false;
        };
    }

    private boolean takeConstant() {
        int from = cursor.at;
        cursor.skipValue();
        addToForm(from, cursor.at);
        return cursor.at > from;
    }

    private boolean takeField(Field field) {
        if (count == MOST_FIELDS) {
            return false;
        }
        long value = value(field);
        if (value == AddressText.BAD) {
            return false;
        }
        fields[count] = field;
        values[count++] = value;
        return !cursor.isAt('/') || takesMask(field) && takeConstant();
    }

    private long value(Field field) {
        return switch (field.format()) {
            case ETHERNET -> cursor.mac();
            case IPV4 -> cursor.ipv4();
            case PORT -> cursor.number(Ports.MAX);
            default -> cursor.number(field.ones());
        };
    }

    private static boolean takesMask(Field field) {
        return field.maskable() && field.format() != FieldFormat.PORT;
    }

    /** A copy of the form. */
    byte[] copyOfForm() {
        return Arrays.copyOf(form, formLength);
    }
}
