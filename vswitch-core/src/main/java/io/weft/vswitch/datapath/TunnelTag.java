package io.weft.vswitch.datapath;

import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/** Writes into packets which headers they get when they are sent into a tunnel. Stateless. */
final class TunnelTag {
    /** In place of a number: there are too many orders, and packets with this one are dropped. */
    static final int OVERFLOW = -1;

    private TunnelTag() {}

    /** The packet, extended, with the number of a {@link io.weft.vswitch.tunnel.TunnelOrder} in its frame. */
    static long tag(PacketMemory memory, long packet, int order) {
        long address = Packet.address(packet);
        long base = memory.frameBase(address);
        long tagged = packet;
        if (!Packet.isExtended(packet)) {
            int length = Packet.linearLength(packet);
            FrameDescriptor.init(base, length);
            tagged = Packet.extended(address, length);
        }
        FrameDescriptor.tunnel(base, order);
        return tagged;
    }

    /** Tags those of the packets at some positions of a burst that are there. */
    static void tagAll(PacketMemory memory, long[] packets, int order, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            if (packets[i] != Packet.NONE) {
                packets[i] = tag(memory, packets[i], order);
            }
        }
    }
}
