package io.weft.vswitch.track;

import java.util.Locale;

/**
 * How long a connection lives without a packet, by what state it is in: the keys of a {@code CT_Timeout_Policy} (ovs-vswitchd.conf.db(5)) with the
 * defaults of Open vSwitch's userspace tracker, and those of SCTP, which has no keys there, with the defaults of Linux.
 *
 * <p>{@link #isUsed()} is false for keys that only the tracker of Linux uses: they may be set, as in Open vSwitch, and change nothing.
 */
public enum Timeout {
    /** TCP: the first SYN. */
    TCP_SYN_SENT(30, true),
    /** TCP: the handshake is not complete. */
    TCP_SYN_RECV(30, true),
    TCP_ESTABLISHED(86_400, true),
    /** TCP: one side has closed. */
    TCP_FIN_WAIT(900, true),
    TCP_CLOSE_WAIT(60, false),
    TCP_LAST_ACK(30, false),
    /** TCP: both sides have closed, not both were acknowledged. */
    TCP_TIME_WAIT(45, true),
    /** TCP: all is over, or the connection was reset. */
    TCP_CLOSE(30, true),
    TCP_SYN_SENT2(120, false),
    TCP_RETRANSMIT(300, false),
    TCP_UNACK(300, false),
    /** UDP and protocols without states: one packet. */
    UDP_FIRST(60, true),
    /** UDP and protocols without states: several packets, no answer. */
    UDP_SINGLE(60, true),
    /** UDP and protocols without states: packets both ways. */
    UDP_MULTIPLE(30, true),
    /** ICMP and ICMPv6: requests without an answer. */
    ICMP_FIRST(60, true),
    /** ICMP and ICMPv6: answered. */
    ICMP_REPLY(30, true),
    /** SCTP: INIT, COOKIE-ECHO or what follows is not answered. */
    SCTP_OPENING(10, true),
    SCTP_ESTABLISHED(210, true),
    /** SCTP: SHUTDOWN was sent. */
    SCTP_SHUTDOWN(10, true),
    SCTP_CLOSED(10, true);

    private final int defaultSeconds;
    private final boolean used;

    Timeout(int defaultSeconds, boolean used) {
        this.defaultSeconds = defaultSeconds;
        this.used = used;
    }

    public int defaultSeconds() {
        return defaultSeconds;
    }

    /** Whether the tracker of this switch has that state. */
    public boolean isUsed() {
        return used;
    }

    /** The key in a policy, such as {@code tcp_syn_sent}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The timeout with that key, or null. */
    public static Timeout ofKey(String key) {
        for (Timeout timeout : values()) {
            if (timeout.key().equals(key)) {
                return timeout;
            }
        }
        return null;
    }
}
