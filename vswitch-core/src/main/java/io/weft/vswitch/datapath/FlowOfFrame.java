package io.weft.vswitch.datapath;

import io.weft.flow.memory.Memory;

/**
 * What shaping wants to know of a frame that leaves: whose it is, and where its DSCP is. It looks for itself, since what leaves is not always what was parsed. Static;
 * reads {@code length} bytes at {@code address} and no more. Allocation: none.
 */
final class FlowOfFrame {
    private static final int ETHERNET = 14;
    private static final int TYPE_AT = 12;
    private static final int TAG = 4;
    private static final int MOST_TAGS = 2;
    private static final int TYPE_8021Q = 0x8100;
    private static final int TYPE_8021AD = 0x88a8;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int IPV4_LEAST = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int FRAGMENT_BITS = 0x3fff;
    private static final int ECN_BITS = 3;
    private static final int DSCP_SHIFT = 2;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private FlowOfFrame() {}

    /** Where the type of what is behind Ethernet and its tags is. */
    private static int typeAt(long address, int length) {
        int at = TYPE_AT;
        for (int tags = 0; tags < MOST_TAGS && at + TAG + 2 <= length; tags++) {
            int type = Memory.getShortNetwork(address + at);
            if (type != TYPE_8021Q && type != TYPE_8021AD) {
                break;
            }
            at += TAG;
        }
        return at;
    }

    /** A hash of addresses, protocol and ports of IP packets, which fragments have none of; of others, of the MAC addresses and the type. */
    static int hash(long address, int length) {
        if (length < ETHERNET) {
            return 0;
        }
        int at = typeAt(address, length);
        int type = Memory.getShortNetwork(address + at);
        long ip = address + at + 2;
        int left = length - at - 2;
        if (type == TYPE_IPV4 && left >= IPV4_LEAST) {
            long hash = mix(Memory.getLongNetwork(ip + 12), Memory.getByte(ip + 9));
            boolean isFragment = (Memory.getShortNetwork(ip + 6) & FRAGMENT_BITS) != 0;
            return fold(
                    isFragment ? hash : ports(hash, Memory.getByte(ip + 9), ip, (Memory.getByte(ip) & 15) * 4, left));
        }
        if (type == TYPE_IPV6 && left >= IPV6_LENGTH) {
            long hash = mix(Memory.getLongNetwork(ip + 8), Memory.getByte(ip + 6));
            hash = mix(hash ^ Memory.getLongNetwork(ip + 16), 1);
            hash = mix(hash ^ Memory.getLongNetwork(ip + 24), 2);
            hash = mix(hash ^ Memory.getLongNetwork(ip + 32), 3);
            return fold(ports(hash, Memory.getByte(ip + 6), ip, IPV6_LENGTH, left));
        }
        return fold(mix(mix(Memory.getMacNetwork(address), type) ^ Memory.getMacNetwork(address + 6), 0));
    }

    private static long ports(long hash, int protocol, long ip, int headerLength, int left) {
        boolean hasPorts = protocol == TCP || protocol == UDP || protocol == SCTP;
        return hasPorts && left >= headerLength + 4 ? mix(hash ^ Memory.getIntNetwork(ip + headerLength), 4) : hash;
    }

    private static long mix(long value, int more) {
        long mixed = (value + more) * MIX;
        return mixed ^ mixed >>> 29;
    }

    private static int fold(long hash) {
        return (int) (hash * MIX >>> 32);
    }

    /** Gives an IP packet this DSCP (RFC 2474) and leaves its ECN bits; others stay as they are. */
    static void mark(long address, int length, int dscp) {
        if (length < ETHERNET) {
            return;
        }
        int at = typeAt(address, length);
        int type = Memory.getShortNetwork(address + at);
        long ip = address + at + 2;
        int left = length - at - 2;
        if (type == TYPE_IPV4 && left >= IPV4_LEAST) {
            int before = Memory.getShortNetwork(ip);
            int after = before & (0xff00 | ECN_BITS) | dscp << DSCP_SHIFT;
            Memory.putShortNetwork(ip, after);
            Memory.putShortNetwork(ip + 10, updated(Memory.getShortNetwork(ip + 10), before, after));
        } else if (type == TYPE_IPV6 && left >= IPV6_LENGTH) {
            int before = Memory.getShortNetwork(ip);
            int class4 = (dscp << DSCP_SHIFT) << 4;
            Memory.putShortNetwork(ip, before & ~(0xfc << 4) | class4);
        }
    }

    /** A checksum after 16 bits have changed (RFC 1624, equation 3). */
    private static int updated(int checksum, int before, int after) {
        int sum = (~checksum & 0xffff) + (~before & 0xffff) + after;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }
}
