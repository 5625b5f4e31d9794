package io.weft.vswitch.fragment;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6FragmentHeader;
import io.weft.flow.wire.Ipv6Header;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * A datagram as one packet, put together of its fragments for the tracker to see, and taken apart again when it was changed.
 *
 * <p>Thread-safety: one thread. Memory: that of the longest datagram, from the first one on.
 */
public final class WholeDatagram implements AutoCloseable {
    /** Ethernet with tags, and an IPv6 header, whose payload length does not count it. */
    private static final int MOST_HEADERS = 128;

    private final PacketMemory memory;
    private Memory.Block block;
    private long address;
    private int length;
    private int l3Offset;
    private int headerLength;

    public WholeDatagram(PacketMemory memory) {
        this.memory = memory;
    }

    /**
     * Puts a datagram together; the fragments stay as they are.
     *
     * @param datagram whole
     * @return false when it would be longer than a datagram can be, by the headers of its first fragment
     */
    public boolean assemble(Datagram datagram) {
        reserve();
        long first = Packet.address(datagram.packet(0));
        l3Offset = datagram.l3Offset();
        headerLength = datagram.headerLength() - (datagram.ipv6 ? Ipv6FragmentHeader.LENGTH : 0);
        int counted = datagram.ipv6 ? headerLength - Ipv6Header.LENGTH : headerLength;
        if (counted + datagram.total() > Fragment.MOST_LENGTH) {
            return false;
        }
        Memory.copy(first, address, l3Offset + headerLength);
        long l3 = l3();
        if (datagram.ipv6) {
            int next = Ipv6FragmentHeader.nextHeader(first + l3Offset + headerLength);
            Memory.putByte(l3 + datagram.namedAt(), next);
            Ipv6Header.payloadLength(l3, headerLength - Ipv6Header.LENGTH + datagram.total());
        } else {
            Ipv4Header.fragment(l3, Ipv4Header.fragment(l3) & Ipv4Header.DONT_FRAGMENT);
            Ipv4Header.totalLength(l3, headerLength + datagram.total());
            Ipv4Header.updateChecksum(l3);
        }
        for (int i = 0; i < datagram.count(); i++) {
            Memory.copy(payload(datagram, i), payload() + datagram.offset(i), datagram.length(i));
        }
        length = l3Offset + headerLength + datagram.total();
        return true;
    }

    /** It begins where packets begin in frames, as if there were one around it: whoever makes it longer asks whether the frame has room. */
    private void reserve() {
        if (block == null) {
            int frame = memory.frameSize();
            block = Memory.allocate(2L * frame + MOST_HEADERS + Fragment.MOST_LENGTH, frame);
            long into = (memory.base() - block.address()) & frame - 1;
            address = block.address() + into + PacketMemory.DATA_OFFSET;
        }
    }

    /**
     * Writes what has changed in the datagram since into its fragments: addresses, and the payload.
     *
     * @param growth bytes by which the payload is longer now, which the last fragment then is; where it is shorter, fragments may go
     * @param frames where they go
     */
    public void disassemble(Datagram datagram, int growth, FrameCache frames) {
        if (growth != 0) {
            datagram.resize(growth, frames);
        }
        for (int i = 0; i < datagram.count(); i++) {
            Memory.copy(payload() + datagram.offset(i), payload(datagram, i), datagram.length(i));
            long l3 = Packet.address(datagram.packet(i)) + datagram.l3Offset(i);
            if (datagram.ipv6) {
                Ipv6Header.source(l3, Ipv6Header.sourceHigh(l3()), Ipv6Header.sourceLow(l3()));
                Ipv6Header.destination(l3, Ipv6Header.destinationHigh(l3()), Ipv6Header.destinationLow(l3()));
            } else {
                long before = Ipv4Header.addresses(l3);
                Ipv4Header.source(l3, Ipv4Header.source(l3()));
                Ipv4Header.destination(l3, Ipv4Header.destination(l3()));
                Ipv4Header.checksum(l3, Checksum.update64(Ipv4Header.checksum(l3), before, Ipv4Header.addresses(l3)));
            }
        }
    }

    private static long payload(Datagram datagram, int i) {
        return Packet.address(datagram.packet(i)) + datagram.payloadOffset(i);
    }

    /**
     * Its descriptor, which is in no packet memory and says 65,535 bytes at most: what is longer lies behind all the same
     * ({@link io.weft.vswitch.track.PacketTracker#WHOLE}).
     */
    public long packet() {
        return Packet.of(address, Math.min(length, Fragment.MOST_LENGTH));
    }

    /** Bytes of the frame: may be more than 65,535. */
    public int length() {
        return length;
    }

    private long l3() {
        return address + l3Offset;
    }

    private long payload() {
        return address + l3Offset + headerLength;
    }

    @Override
    public void close() {
        if (block != null) {
            block.close();
        }
    }
}
