package io.weft.vswitch.tunnel;

import io.weft.flow.wire.GeneveHeader;
import io.weft.flow.wire.VxlanHeader;

/** A kind of tunnel: its name as a port type, and the UDP port that it has where nothing else is said. */
public enum TunnelType {
    VXLAN("vxlan", VxlanHeader.PORT),
    GENEVE("geneve", GeneveHeader.PORT);

    private final String text;
    private final int port;

    TunnelType(String text, int port) {
        this.text = text;
        this.port = port;
    }

    /** As in {@code set interface p type=...}. */
    public String text() {
        return text;
    }

    /** The UDP port that IANA gave. */
    public int port() {
        return port;
    }

    /** The type with this name, or null. */
    public static TunnelType of(String text) {
        for (TunnelType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        return null;
    }
}
