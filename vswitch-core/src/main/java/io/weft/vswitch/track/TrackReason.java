package io.weft.vswitch.track;

import java.util.Locale;

/**
 * What the tracker found out about a packet. Each packet has exactly one reason and is counted under it; to add one, add a constant.
 *
 * <p>Those from {@link #INVALID_HEADER} to {@link #INVALID_SCTP} give {@code +inv}. {@link #TABLE_FULL}, {@link #ZONE_LIMIT},
 * {@link #CLASH} and {@link #NAT_EXHAUSTED} mean that a connection was to be committed and was not: {@link #isRefusal()}.
 */
public enum TrackReason {
    FOUND("a packet of a known connection"),
    RELATED("an ICMP error about a known connection"),
    NEW("a packet that may begin a connection, which nobody asked to commit"),
    COMMITTED("a packet that began a connection"),
    INVALID_HEADER("no readable IP or transport header, or lengths that contradict each other"),
    INVALID_FRAGMENT("an IP fragment, and nothing puts such fragments together"),
    INVALID_FRAGMENT_SIZE(
            "an IP fragment, not the last one, that is smaller than one may be, or that tears headers apart"),
    INVALID_FRAGMENT_LENGTH("an IP fragment of a length that no fragment has, or beyond the longest datagram"),
    INVALID_FRAGMENT_OVERLAP("an IP fragment of a datagram whose fragments overlap or contradict each other"),
    INVALID_CHECKSUM("a wrong checksum"),
    INVALID_NEW("no known connection, and not a packet that begins one"),
    INVALID_RELATED("an ICMP error about no known connection, or one that does not go to whom it concerns"),
    INVALID_TCP_FLAGS("TCP flags that exclude each other"),
    INVALID_TCP_WINDOW("TCP sequence or acknowledgement numbers outside the windows"),
    INVALID_SCTP("an SCTP packet with a foreign verification tag or out of order"),
    TABLE_FULL("no room for a new connection"),
    ZONE_LIMIT("the zone has as many connections as it may have"),
    CLASH("answers to the new connection would be another connection's packets"),
    NAT_EXHAUSTED("no address and port of the NAT range is free");

    private final String text;

    TrackReason(String text) {
        this.text = text;
    }

    /** What happened, for people: a clause without a full stop. */
    public String text() {
        return text;
    }

    /** Whether the packet was to begin a connection and there was no room for it. */
    public boolean isRefusal() {
        return this == TABLE_FULL || this == ZONE_LIMIT || this == CLASH || this == NAT_EXHAUSTED;
    }

    /** The name in tools' output, such as {@code ct_invalid_new}. */
    public String counterName() {
        return "ct_" + name().toLowerCase(Locale.ROOT);
    }
}
