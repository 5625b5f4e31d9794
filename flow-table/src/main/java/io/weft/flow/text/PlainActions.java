package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lists of the actions that stand in most flows, {@code mod_dl_dst:...,dec_ttl,output:3}, which mean the same whatever the match and the table.
 * Belongs to one reader.
 */
final class PlainActions {
    private static final int MOST_ACTIONS = 8;
    private static final int SHARED_OUTPUTS = 512;
    private static final byte[] DROP = bytes("drop");
    private static final byte[] OUTPUT = bytes("output");
    private static final byte[] DEC_TTL = bytes("dec_ttl");
    private static final byte[] STRIP_VLAN = bytes("strip_vlan");
    private static final byte[] POP_VLAN = bytes("pop_vlan");
    private static final ActionList DROP_ALONE = ActionList.of(new Action.Drop());
    private static final Action STRIP = new Action.StripVlan();
    private static final ModifyKind[] KINDS = {
        ModifyKind.MOD_DL_DST, ModifyKind.MOD_DL_SRC, ModifyKind.MOD_NW_DST, ModifyKind.MOD_NW_SRC
    };
    private static final byte[][] KIND_NAMES = {
        bytes("mod_dl_dst"), bytes("mod_dl_src"), bytes("mod_nw_dst"), bytes("mod_nw_src")
    };

    private final ByteCursor cursor = new ByteCursor();
    private final Action[] outputs = new Action[SHARED_OUTPUTS];
    private final Action[] actions = new Action[MOST_ACTIONS];

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The actions that the bytes are; null when they are not plain. */
    ActionList read(byte[] text, int from, int to) {
        cursor.reset(text, from, to);
        int count = 0;
        for (cursor.skipSeparators(); !cursor.isAtEnd(); cursor.skipSeparators()) {
            int nameAt = cursor.at;
            cursor.skipWord();
            if (isName(DROP, nameAt)) {
                cursor.skipSeparators();
                return count == 0 && cursor.isAtEnd() ? DROP_ALONE : null;
            }
            Action action = count == MOST_ACTIONS ? null : read(nameAt);
            if (action == null || !cursor.isAtSeparator()) {
                return null;
            }
            actions[count++] = action;
        }
        return count == 0 ? null : ActionList.of(Arrays.copyOf(actions, count));
    }

    /** The action whose name begins there and ends at the cursor. */
    private Action read(int nameAt) {
        if (isName(OUTPUT, nameAt)) {
            return hasOperand() ? output() : null;
        }
        if (isName(DEC_TTL, nameAt)) {
            return Action.DecTtl.PLAIN;
        }
        if (isName(STRIP_VLAN, nameAt) || isName(POP_VLAN, nameAt)) {
            return STRIP;
        }
        for (int i = 0; i < KINDS.length; i++) {
            if (isName(KIND_NAMES[i], nameAt)) {
                return hasOperand() ? modify(KINDS[i], i < 2 ? cursor.mac() : cursor.ipv4()) : null;
            }
        }
        return null;
    }

    private boolean isName(byte[] name, int nameAt) {
        return Arrays.equals(name, 0, name.length, cursor.text, nameAt, cursor.at);
    }

    /** Goes behind the colon, if there is one. */
    private boolean hasOperand() {
        boolean has = cursor.isAt(':');
        cursor.at += has ? 1 : 0;
        return has;
    }

    private Action output() {
        long port = cursor.number(Ports.MAX);
        if (port == AddressText.BAD) {
            return null;
        }
        if (port >= SHARED_OUTPUTS) {
            return new Action.Output((int) port);
        }
        if (outputs[(int) port] == null) {
            outputs[(int) port] = new Action.Output((int) port);
        }
        return outputs[(int) port];
    }

    private static Action modify(ModifyKind kind, long value) {
        return value == AddressText.BAD ? null : new Action.Modify(kind, value);
    }
}
