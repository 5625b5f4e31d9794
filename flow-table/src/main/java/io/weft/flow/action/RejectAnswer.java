package io.weft.flow.action;

import java.util.Arrays;
import java.util.List;

/**
 * What the sender of a rejected packet is told: the choices of nft(8), {@code reject with icmpx} and {@code reject with tcp reset}. The codes are those of
 * RFC 792, RFC 1812 section 5.2.7.1 and RFC 4443 section 3.1.
 */
public enum RejectAnswer {
    /** A TCP segment gets a reset, any other packet {@link #ADMIN_PROHIBITED}. */
    ORDINARY("", 13, 1),

    /** A TCP segment gets a reset, any other packet nothing. */
    TCP_RESET("tcp-reset", -1, -1),

    ADMIN_PROHIBITED("admin-prohibited", 13, 1),
    PORT_UNREACHABLE("port-unreachable", 3, 4),
    HOST_UNREACHABLE("host-unreachable", 1, 3),
    NO_ROUTE("no-route", 0, 0);

    private final String text;
    private final int icmpCode;
    private final int icmpv6Code;

    RejectAnswer(String text, int icmpCode, int icmpv6Code) {
        this.text = text;
        this.icmpCode = icmpCode;
        this.icmpv6Code = icmpv6Code;
    }

    /** The word between the parentheses of {@code reject(...)}; empty for {@link #ORDINARY}. */
    public String text() {
        return text;
    }

    /** Whether a TCP segment is answered with a reset. */
    public boolean resets() {
        return this == ORDINARY || this == TCP_RESET;
    }

    /** Whether a packet that gets no reset gets an ICMP or ICMPv6 error. */
    public boolean tells() {
        return this != TCP_RESET;
    }

    /** The code of the ICMP error "destination unreachable"; -1 where there is none. */
    public int icmpCode() {
        return icmpCode;
    }

    /** The code of the ICMPv6 error "destination unreachable"; -1 where there is none. */
    public int icmpv6Code() {
        return icmpv6Code;
    }

    /** The answer of this word, or null when there is none. */
    public static RejectAnswer byText(String word) {
        return Arrays.stream(values())
                .filter(answer -> answer.text.equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The words, for people. */
    public static List<String> words() {
        return Arrays.stream(values())
                .map(RejectAnswer::text)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
