package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameDescriptor;

/**
 * A TCP segment longer than the device's MTU that arrived without its segment size, as generic XDP delivers it from a virtual device.
 *
 * <p>For TCP any cut is right as long as the frames fit the MTU, so the size is made up from that. UDP datagrams that were merged cannot be told apart again.
 */
public final class MergedSegment {
    private static final int TCP_FIELD = 16;

    private MergedSegment() {}

    /**
     * Fills in the offload state of a packet's first frame.
     *
     * @param base its base, with a descriptor
     * @param address the packet's first byte
     * @param length contiguous bytes there
     * @param mtu of the device it came from
     * @return whether it was a TCP segment
     */
    public static boolean describe(long base, long address, int length, int mtu) {
        int partial = PartialChecksum.locate(address, length);
        int transport = partial >>> 16;
        if ((partial & 0xFFFF) != TCP_FIELD || transport + 20 > length) {
            return false;
        }
        int network = PartialChecksum.networkOffset(address, length);
        int headers = transport - network + (Memory.getByte(address + transport + 12) >>> 4 << 2);
        if (headers >= mtu) {
            return false;
        }
        boolean four = PartialChecksum.isIpv4(address, network);
        int type = four ? FrameDescriptor.SEGMENT_TCPV4 : FrameDescriptor.SEGMENT_TCPV6;
        FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, type, mtu - headers);
        FrameDescriptor.checksum(base, (int) (address - base) + transport, TCP_FIELD);
        return true;
    }
}
