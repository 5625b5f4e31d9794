package io.weft.vswitch.track;

/**
 * What the types of ICMP (RFC 792) and ICMPv6 (RFC 4443) mean to the tracker. The "ports" of such a packet are identifier, type and code.
 */
final class IcmpKind {
    private static final int ECHO_REPLY = 0;
    private static final int UNREACHABLE = 3;
    private static final int SOURCE_QUENCH = 4;
    private static final int REDIRECT = 5;
    private static final int ECHO = 8;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;
    private static final int TIMESTAMP = 13;
    private static final int TIMESTAMP_REPLY = 14;
    private static final int INFORMATION = 15;
    private static final int INFORMATION_REPLY = 16;

    private static final int UNREACHABLE_6 = 1;
    private static final int PARAMETER_PROBLEM_6 = 4;
    private static final int ECHO_6 = 128;
    private static final int ECHO_REPLY_6 = 129;

    private IcmpKind() {}

    static int ports(int identifier, int type, int code) {
        return identifier << 16 | type << 8 | code;
    }

    static int type(int ports) {
        return ports >>> 8 & 0xFF;
    }

    static int code(int ports) {
        return ports & 0xFF;
    }

    /** Whether a message quotes the packet that it is about. */
    static boolean isError(int type, boolean ipv6) {
        if (ipv6) {
            return type >= UNREACHABLE_6 && type <= PARAMETER_PROBLEM_6;
        }
        return switch (type) {
            case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    /** The type of the message that belongs to one of {@code type} in the other direction, or -1. */
    static int counterpart(int type, boolean ipv6) {
        if (ipv6) {
            return type == ECHO_6 ? ECHO_REPLY_6 : type == ECHO_REPLY_6 ? ECHO_6 : -1;
        }
        return switch (type) {
            case ECHO -> ECHO_REPLY;
            case ECHO_REPLY -> ECHO;
            case TIMESTAMP -> TIMESTAMP_REPLY;
            case TIMESTAMP_REPLY -> TIMESTAMP;
            case INFORMATION -> INFORMATION_REPLY;
            case INFORMATION_REPLY -> INFORMATION;
            default -> -1;
        };
    }

    /** Whether a message may begin a connection. */
    static boolean isRequest(int type, boolean ipv6) {
        return ipv6 ? type == ECHO_6 : type == ECHO || type == TIMESTAMP || type == INFORMATION;
    }

    /** The ports of the answer. */
    static int answered(int ports, boolean ipv6) {
        return ports & ~0xFF00 | (counterpart(type(ports), ipv6) & 0xFF) << 8;
    }
}
