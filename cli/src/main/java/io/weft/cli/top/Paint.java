package io.weft.cli.top;

/** How words look on a terminal; elsewhere they are only words. */
enum Paint {
    PLAIN(""),
    HEADING("1"),
    FAINT("2"),
    WARNING("33"),
    ALARM("1;31");

    private final String codes;

    Paint(String codes) {
        this.codes = codes;
    }

    /** {@code text} in this look, by ECMA-48 SGR sequences, if {@code colours}. */
    String on(String text, boolean colours) {
        return colours && !codes.isEmpty() && !text.isEmpty() ? "\u001b[" + codes + "m" + text + "\u001b[m" : text;
    }
}
