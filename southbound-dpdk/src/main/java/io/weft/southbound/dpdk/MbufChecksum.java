package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.southbound.offload.SoftwareChecksum;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Sees to it that a packet with a partial checksum leaves with a whole one: asks the device for it where it can, else computes it.
 *
 * <p>Partial checksums come from ports whose other end is a kernel (TAP, AF_XDP and AF_PACKET on virtual devices); what a DPDK device received is whole. Looking for them
 * costs a few nanoseconds a packet, so plain packets are looked at only while such a port is open: {@link io.weft.southbound.offload.PartialSources}.
 *
 * <p>Thread-safety: one transmit queue. Allocation: none.
 */
final class MbufChecksum {
    private final PacketMemory memory;
    private final boolean hardware;
    private final SoftwareChecksum software = new SoftwareChecksum();
    private final io.weft.southbound.offload.PartialSources sources;

    /** @param hardware whether the device finishes TCP and UDP checksums */
    MbufChecksum(PacketMemory memory, boolean hardware) {
        this.memory = memory;
        this.hardware = hardware;
        sources = io.weft.southbound.offload.PartialSources.of(memory);
    }

    /** Whether plain packets may have partial checksums now. */
    boolean isNeeded() {
        return sources.isAny();
    }

    /** Treats a packet of one frame whose mbuf is filled. */
    void plain(long mbuf, long address, int length) {
        int partial = PartialChecksum.locate(address, length);
        if (partial == PartialChecksum.NONE) {
            return;
        }
        int start = partial >>> 16;
        if (hardware) {
            request(mbuf, address, start, partial & 0xFFFF, length);
        } else {
            int end = end(address, start, length);
            software.begin();
            software.add(address + start, end - start);
            software.finish(address + start + (partial & 0xFFFF));
        }
    }

    /** Treats an extended packet in ordinary frames, whose mbufs are filled. */
    void chain(long head, long packet) {
        long address = Packet.address(packet);
        long base = memory.frameBase(address);
        int length = FrameDescriptor.frameLength(base);
        int partial = FrameDescriptor.isPartialChecksum(base)
                ? FrameDescriptor.checksumStart(base) - (int) (address - base) << 16
                        | FrameDescriptor.checksumOffset(base)
                : isNeeded() ? PartialChecksum.locate(address, length) : PartialChecksum.NONE;
        if (partial == PartialChecksum.NONE) {
            return;
        }
        int start = partial >>> 16;
        if (hardware) {
            request(head, address, start, partial & 0xFFFF, length);
            return;
        }
        int end = end(address, start, FrameDescriptor.totalLength(base));
        software.begin();
        int done = 0;
        for (long rest = packet; rest != Packet.NONE && done < end; ) {
            long frame = memory.frameBase(Packet.address(rest));
            int here = Math.min(FrameDescriptor.frameLength(frame), end - done);
            int skip = Math.max(0, start - done);
            if (here > skip) {
                software.add(Packet.address(rest) + skip, here - skip);
            }
            done += FrameDescriptor.frameLength(frame);
            rest = FrameDescriptor.next(frame);
        }
        software.finish(address + start + (partial & 0xFFFF));
    }

    /** Where the datagram ends, from the first byte: before the padding of a short frame. */
    private static int end(long address, int start, int length) {
        int network = PartialChecksum.networkOffset(address, length);
        if (network < 0 || network >= start) {
            return length;
        }
        int end = PartialChecksum.isIpv4(address, network)
                ? network + Memory.getShortNetwork(address + network + 2)
                : network + 40 + Memory.getShortNetwork(address + network + 4);
        return Math.max(start, Math.min(end, length));
    }

    private static void request(long mbuf, long address, int start, int field, int length) {
        int network = PartialChecksum.networkOffset(address, length);
        boolean four = PartialChecksum.isIpv4(address, network);
        long flags = (four ? MbufDescriptor.TX_IPV4 : MbufDescriptor.TX_IPV6)
                | (field == 6 ? MbufDescriptor.TX_UDP_CHECKSUM : MbufDescriptor.TX_TCP_CHECKSUM);
        Memory.putLong(mbuf + MbufDescriptor.OL_FLAGS, flags);
        Memory.putLong(
                mbuf + MbufDescriptor.TX_OFFLOAD, network | (long) (start - network) << MbufDescriptor.L3_LENGTH_SHIFT);
    }
}
