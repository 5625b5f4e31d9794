package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;

/** Walks the extension headers between an IPv6 header and its transport header (RFC 8200 section 4). */
final class Ipv6Path {
    private static final int HEADER = 40;
    private static final int DESTINATION = 24;
    private static final int ROUTING = 43;

    /** The type of routing header whose list begins with the last address (RFC 8754 section 2). */
    private static final int SEGMENT_ROUTING = 4;

    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;

    private Ipv6Path() {}

    /** Whether a routing header has segments left, so that the pseudo-header holds the last address of its list (RFC 8200 section 8.1). */
    static boolean isRouted(long place) {
        return routing(place) != 0;
    }

    /** Where the destination stands that the pseudo-header holds. */
    static long finalDestination(long place) {
        long routing = routing(place);
        int addresses = routing == 0 ? 0 : Memory.getByte(routing + 1) / 2;
        if (addresses == 0) {
            return HeaderPlace.l3(place) + DESTINATION;
        }
        boolean isBackwards = Memory.getByte(routing + 2) == SEGMENT_ROUTING;
        return routing + 8 + (isBackwards ? 0 : 16L * (addresses - 1));
    }

    /** The first routing header with segments left, or 0. */
    private static long routing(long place) {
        long l3 = HeaderPlace.l3(place);
        long end = HeaderPlace.l4(place);
        int next = Memory.getByte(l3 + 6);
        long at = l3 + HEADER;
        while (at < end) {
            if (next == ROUTING && Memory.getByte(at + 3) != 0) {
                return at;
            }
            int units = Memory.getByte(at + 1);
            int bytes = next == FRAGMENT ? 8 : next == AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
            next = Memory.getByte(at);
            at += bytes;
        }
        return 0;
    }
}
