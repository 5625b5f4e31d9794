package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.PartialChecksum;

/** A hash of a packet that is the same for all packets of a flow: addresses, protocol, and ports where every fragment has them. Stateless. */
final class FlowSpread {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private FlowSpread() {}

    /** @param length contiguous bytes at {@code packet} */
    static int hash(long packet, int length) {
        int network = PartialChecksum.networkOffset(packet, length);
        if (network < 0) {
            return length < 14 ? 0 : mix(Memory.getMacNetwork(packet) * MIX + Memory.getMacNetwork(packet + 6));
        }
        long ip = packet + network;
        int left = length - network;
        return PartialChecksum.isIpv4(packet, network) ? ipv4(ip, left) : ipv6(ip, left);
    }

    private static int ipv4(long ip, int left) {
        if (left < 20) {
            return 0;
        }
        int protocol = Memory.getByte(ip + 9);
        int header = (Memory.getByte(ip) & 0xF) << 2;
        boolean fragment = (Memory.getShortNetwork(ip + 6) & 0x3FFF) != 0;
        boolean ports = hasPorts(protocol) && !fragment && header >= 20 && left >= header + 4;
        long sum = Memory.getLong(ip + 12) * MIX + protocol;
        return mix(ports ? sum * MIX + Memory.getInt(ip + header) : sum);
    }

    private static int ipv6(long ip, int left) {
        if (left < 40) {
            return 0;
        }
        int protocol = Memory.getByte(ip + 6);
        long sum = protocol;
        for (int at = 8; at < 40; at += 8) {
            sum = sum * MIX + Memory.getLong(ip + at);
        }
        return mix(hasPorts(protocol) && left >= 44 ? sum * MIX + Memory.getInt(ip + 40) : sum);
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    private static int mix(long sum) {
        long mixed = (sum ^ sum >>> 32) * MIX;
        return (int) (mixed >>> 40);
    }
}
