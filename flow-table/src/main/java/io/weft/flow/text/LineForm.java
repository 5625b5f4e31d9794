package io.weft.flow.text;

import io.weft.flow.action.ActionList;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowMod;
import java.util.Arrays;

/**
 * What all lines of one form mean: the mask, and where in the words of a match each value belongs. Learned from the first of them and what the
 * grammar read in it; see {@link PlainKeys} for why that holds for the others.
 *
 * <p>Thread-safety: immutable.
 */
final class LineForm {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private final byte[] form;
    private final FlowMod first;
    private final MatchMask mask;

    /** The words of a match of this form in which every value is 0. */
    private final long[] base;

    private final int[] indexes;
    private final int[] shifts;
    private final boolean hasPriority;
    private final boolean hasCookie;

    private LineForm(PlainLine line, FlowMod first) {
        form = line.copyOfForm();
        this.first = first;
        mask = first.match().mask();
        base = new long[mask.wordCount()];
        for (int i = 0; i < base.length; i++) {
            base[i] = first.match().valueAt(i);
        }
        indexes = new int[line.count];
        shifts = new int[line.count];
        for (int i = 0; i < line.count; i++) {
            Field field = line.fields[i];
            indexes[i] = index(mask, field.word());
            shifts[i] = field.shift();
            if (indexes[i] >= 0) {
                base[indexes[i]] &= ~bits(field);
            }
        }
        hasPriority = line.hasPriority;
        hasCookie = line.hasCookie;
    }

    /** The form of a line that the grammar read as {@code first}; null when others of the form may mean something else. */
    static LineForm of(PlainLine line, FlowMod first) {
        if (first.kind() != FlowMod.Kind.ADD || !areApart(line) || !areOfTheirNames(line, first.match())) {
            return null;
        }
        LineForm form = new LineForm(line, first);
        return form.mod(line, ActionList.copyOf(first.actions())).equals(first) ? form : null;
    }

    /** No two fields share bits: then one would have to agree with the other. */
    private static boolean areApart(PlainLine line) {
        for (int i = 0; i < line.count; i++) {
            for (int j = 0; j < i; j++) {
                boolean same = line.fields[i].word() == line.fields[j].word();
                if (same && (bits(line.fields[i]) & bits(line.fields[j])) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** No port is the type or code of ICMP, which have fewer values. */
    private static boolean areOfTheirNames(PlainLine line, Match match) {
        long protocol = match.value(Fields.NW_PROTO.word()) >>> Fields.NW_PROTO.shift() & Fields.NW_PROTO.ones();
        boolean hasPorts = protocol == TCP || protocol == UDP || protocol == SCTP;
        for (int i = 0; i < line.count; i++) {
            boolean port = line.fields[i].equals(Fields.TP_SRC) || line.fields[i].equals(Fields.TP_DST);
            if (port && !hasPorts) {
                return false;
            }
        }
        return true;
    }

    private static long bits(Field field) {
        return field.ones() << field.shift();
    }

    /** The place of a word among those of a mask; -1 where it is not in it, as for a field under an empty mask. */
    private static int index(MatchMask mask, int word) {
        for (int i = 0; i < mask.wordCount(); i++) {
            if (mask.word(i) == word) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a line has this form. */
    boolean isOf(PlainLine line) {
        return Arrays.equals(form, 0, form.length, line.form, 0, line.formLength);
    }

    /** What a line of this form adds. */
    FlowMod mod(PlainLine line, ActionList actions) {
        long[] values = base.clone();
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i] >= 0) {
                values[indexes[i]] |= line.values[i] << shifts[i];
            }
        }
        return new FlowMod(
                FlowMod.Kind.ADD,
                first.table(),
                hasPriority ? (int) line.priority : first.priority(),
                Match.of(mask, values),
                hasCookie ? line.cookie : first.cookie(),
                first.cookieMask(),
                first.newCookie(),
                first.outPort(),
                first.outGroup(),
                first.life(),
                actions);
    }
}
