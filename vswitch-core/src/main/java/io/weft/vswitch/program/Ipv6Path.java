package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;

/** Walks the extension headers between an IPv6 header and its transport header (RFC 8200 section 4). */
final class Ipv6Path {
    private static final int HEADER = 40;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;

    private Ipv6Path() {}

    /** Whether a routing header has segments left, so that the pseudo-header holds the last address of its list (RFC 8200 section 8.1). */
    static boolean isRouted(long place) {
        long l3 = HeaderPlace.l3(place);
        long end = HeaderPlace.l4(place);
        int next = Memory.getByte(l3 + 6);
        long at = l3 + HEADER;
        while (at < end) {
            if (next == ROUTING && Memory.getByte(at + 3) != 0) {
                return true;
            }
            int units = Memory.getByte(at + 1);
            int bytes = next == FRAGMENT ? 8 : next == AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
            next = Memory.getByte(at);
            at += bytes;
        }
        return false;
    }
}
