package io.weft.flow.action;

/** Why a packet goes to the controller (OpenFlow 1.5.1 section 7.4.1); the order is that of its numbers. */
public enum PacketInReason {
    NO_MATCH("no_match"),
    ACTION("action"),
    INVALID_TTL("invalid_ttl"),
    ACTION_SET("action_set"),
    GROUP("group"),
    PACKET_OUT("packet_out");

    private final String text;

    PacketInReason(String text) {
        this.text = text;
    }

    /** As written in ovs-actions(7). */
    public String text() {
        return text;
    }

    /** The reason written so, or null. */
    public static PacketInReason byText(String text) {
        for (PacketInReason reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        return null;
    }
}
