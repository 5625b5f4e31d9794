package io.weft.flow.action;

import java.util.Locale;

/** Protocols whose connections announce others. */
public enum CtHelper {
    FTP,
    TFTP;

    /** As in flow text. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
