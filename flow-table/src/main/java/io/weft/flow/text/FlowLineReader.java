package io.weft.flow.text;

import io.weft.flow.action.ActionList;
import io.weft.flow.table.FlowMod;
import java.util.Arrays;

/**
 * Reads lines of files of flows to add. Thousands of them have one form and differ in values; the grammar ({@link FlowText#parseAdd}) reads the first
 * of each form, and tells this reader, which reads the others from their bytes. What it reads is equal to what the grammar would, and what it does not know
 * it leaves to the grammar, mistakes above all. Equal masks, outputs and repeated lists of actions are one object.
 *
 * <p>Thread-safety: one thread at a time; what it learned holds for texts with the same names of ports and tables.
 */
public final class FlowLineReader {
    private static final int FORMS = 256;
    private static final int LISTS = 1024;

    private final PlainLine line = new PlainLine();
    private final PlainActions plainActions = new PlainActions();
    private final LineForm[] forms = new LineForm[FORMS];
    private final Actions[] lists = new Actions[LISTS];

    /** Hashes of actions that came once: kept is what comes again. */
    private final int[] once = new int[LISTS];

    /** What the last line was: null when it is not plain, or its form is not known. */
    private LineForm form;

    private boolean cut;
    private int formPlace;
    private int listPlace;
    private byte[] text;
    private int end;

    /** Actions that came in some form. */
    private static final class Actions {
        private final LineForm form;
        private final byte[] text;
        private final ActionList list;

        Actions(LineForm form, byte[] text, ActionList list) {
            this.form = form;
            this.text = text;
            this.list = list;
        }

        @SuppressWarnings("ReferenceEquality") // a reader has one object for each form
        boolean isOf(LineForm wanted, byte[] line, int from, int to) {
            return form == wanted && Arrays.equals(text, 0, text.length, line, from, to);
        }
    }

    /** The addition that the bytes of a line, without its end, say; null when the grammar has to read it. */
    public FlowMod read(byte[] bytes, int from, int to) {
        text = bytes;
        end = to;
        form = null;
        cut = line.cut(bytes, from, to);
        if (!cut) {
            return null;
        }
        formPlace = place(hash(line.form, 0, line.formLength), FORMS);
        LineForm known = forms[formPlace];
        if (known == null || !known.isOf(line)) {
            return null;
        }
        form = known;
        ActionList actions = actions();
        return actions == null ? null : known.mod(line, actions);
    }

    /** Actions that came before are shared; others are read, if they are plain. */
    private ActionList actions() {
        int from = line.actionsAt;
        int hash = hash(text, from, end);
        listPlace = place(hash, LISTS);
        Actions seen = lists[listPlace];
        if (seen != null && seen.isOf(form, text, from, end)) {
            return seen.list;
        }
        ActionList read = plainActions.read(text, from, end);
        if (read != null && once[listPlace] == hash) {
            remember(read);
        }
        once[listPlace] = hash;
        return read;
    }

    private void remember(ActionList list) {
        lists[listPlace] = new Actions(form, Arrays.copyOfRange(text, line.actionsAt, end), list);
    }

    /** The grammar has read the line of the last {@link #read}, which did not know it, as {@code mod}. */
    public void learn(FlowMod mod) {
        if (!cut) {
            return;
        }
        if (form == null) {
            form = LineForm.of(line, mod);
            forms[formPlace] = form == null ? forms[formPlace] : form;
            listPlace = place(hash(text, line.actionsAt, end), LISTS);
        }
        if (form != null) {
            remember(ActionList.copyOf(mod.actions()));
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static int place(int hash, int places) {
        return (hash ^ hash >>> 16 ^ hash >>> 8) & places - 1;
    }
}
