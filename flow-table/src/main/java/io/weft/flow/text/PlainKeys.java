package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowFlag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The words that may stand in the match of a {@link PlainLine}, found by their bytes. Fields that decide which others have a meaning are not among
 * them, so what else a line says never depends on the value of a field.
 */
final class PlainKeys {
    private static final int PLACES = 1024;
    private static final Word[] WORDS = new Word[PLACES];

    /** Fields whose values vary from line to line. */
    private static final List<Field> FIELDS = List.of(
            Fields.IN_PORT,
            Fields.METADATA,
            Fields.TUN_ID,
            Fields.CONJ_ID,
            Fields.ETH_SRC,
            Fields.ETH_DST,
            Fields.DL_VLAN,
            Fields.NW_SRC,
            Fields.NW_DST,
            Fields.ARP_SPA,
            Fields.ARP_TPA,
            Fields.TP_SRC,
            Fields.TP_DST,
            Fields.TCP_SRC,
            Fields.TCP_DST,
            Fields.UDP_SRC,
            Fields.UDP_DST,
            Fields.SCTP_SRC,
            Fields.SCTP_DST);

    /** What a word is. */
    enum Role {
        /** Stands alone, and means the same in every line. */
        BARE,
        /** Has a value, which is part of what makes lines alike. */
        CONSTANT,
        PRIORITY,
        COOKIE,
        FIELD,
        ACTIONS
    }

    /** A word. */
    static final class Word {
        private final byte[] text;
        private final Role role;
        private final Field field;

        private Word(byte[] text, Role role, Field field) {
            this.text = text;
            this.role = role;
            this.field = field;
        }

        Role role() {
            return role;
        }

        /** The field that it is, or null. */
        Field field() {
            return field;
        }
    }

    static {
        for (Protocol protocol : Protocol.values()) {
            add(protocol.text(), Role.BARE, null);
        }
        for (FlowFlag flag : FlowFlag.values()) {
            add(flag.text(), Role.BARE, null);
        }
        for (String constant : List.of("table", "idle_timeout", "hard_timeout", "importance")) {
            add(constant, Role.CONSTANT, null);
        }
        add("priority", Role.PRIORITY, null);
        add("cookie", Role.COOKIE, null);
        add("actions", Role.ACTIONS, null);
        for (Field field : FIELDS) {
            add(field);
        }
        for (int i = 0; i < 16; i++) {
            add(Fields.reg(i));
        }
    }

    private PlainKeys() {}

    private static void add(Field field) {
        add(field.name(), Role.FIELD, field);
        field.aliases().forEach(alias -> add(alias, Role.FIELD, field));
    }

    private static void add(String text, Role role, Field field) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int place = place(bytes, 0, bytes.length);
        while (WORDS[place] != null) {
            place = place + 1 & PLACES - 1;
        }
        WORDS[place] = new Word(bytes, role, field);
    }

    /** The word that the bytes are, or null. */
    static Word find(byte[] text, int from, int to) {
        int place = place(text, from, to);
        Word word = WORDS[place];
        while (word != null && !Arrays.equals(word.text, 0, word.text.length, text, from, to)) {
            place = place + 1 & PLACES - 1;
            word = WORDS[place];
        }
        return word;
    }

    private static int place(byte[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ hash >>> 10) & PLACES - 1;
    }
}
