package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.TcpHeader;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.track.NatResult;

/**
 * Changes a TCP segment whose stream is translated: numbers, those of selective acknowledgements (RFC 2018), and text of the payload, which may become longer
 * or shorter. Its checksum is computed whole, or stays partial.
 *
 * <p>Thread-safety: one thread; the packet has one owner. Allocation: none.
 */
final class StreamRewriter {
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int CHECKSUM = 16;
    private static final int OPTION_END = 0;
    private static final int OPTION_NONE = 1;
    private static final int OPTION_SACK = 5;
    private static final int TYPE_IPV4 = 0x0800;

    private final PacketMemory memory;
    private final byte[] rest = new byte[4096];

    StreamRewriter(PacketMemory memory) {
        this.memory = memory;
    }

    /**
     * Changes one segment.
     *
     * @param partial whether its checksum awaits completion
     * @return the packet, whose length may be another now
     */
    long rewrite(long packet, long place, int kind, boolean partial, NatResult to) {
        long l4 = HeaderPlace.l4(place);
        int length = Transport.transportLength(place, kind);
        long end = Packet.address(packet) + Packet.linearLength(packet);
        if (l4 + length > end) {
            return packet; // the checksum covers what is not at hand; the tracker asks for no such thing
        }
        numbers(l4, to);
        long changed = packet;
        if (to.textRemoved() > 0) {
            int growth = to.textLength() - to.textRemoved();
            if (replace(packet, l4 + TcpHeader.headerLength(l4) + to.textAt(), end, to)) {
                grow(HeaderPlace.l3(place), kind, growth);
                length += growth;
                changed = resized(packet, growth);
            }
        }
        long pseudo = Transport.pseudoSum(place, kind, length);
        Memory.putShortNetwork(l4 + CHECKSUM, 0);
        int sum = partial ? Checksum.fold(pseudo) : Checksum.finish(pseudo + Checksum.sum(l4, length));
        Memory.putShortNetwork(l4 + CHECKSUM, sum);
        return changed;
    }

    private static void numbers(long l4, NatResult to) {
        add(l4 + SEQUENCE, to.sequenceShift());
        if ((TcpHeader.flags(l4) & TcpHeader.ACK) != 0 && to.acknowledgementShift() != 0) {
            add(l4 + ACKNOWLEDGEMENT, to.acknowledgementShift());
            selective(l4 + TcpHeader.LENGTH, l4 + TcpHeader.headerLength(l4), to.acknowledgementShift());
        }
    }

    private static void add(long at, int shift) {
        Memory.putIntNetwork(at, Memory.getIntNetwork(at) + shift);
    }

    private static void selective(long from, long end, int shift) {
        long at = from;
        while (at + 1 < end && Memory.getByte(at) != OPTION_END) {
            int length = Memory.getByte(at) == OPTION_NONE ? 1 : Memory.getByte(at + 1);
            if (length == 0 || at + length > end) {
                return;
            }
            if (Memory.getByte(at) == OPTION_SACK) {
                for (long edge = at + 2; edge + 4 <= at + length; edge += 4) {
                    add(edge, shift);
                }
            }
            at += length;
        }
    }

    /** Puts the text in its place and moves what is behind it; false when the frame has no room. */
    private boolean replace(long packet, long at, long end, NatResult to) {
        long behind = at + to.textRemoved();
        int tail = (int) (end - behind);
        int room = memory.isLargeFrame(at) ? PacketMemory.LARGE_FRAME_SIZE : memory.frameSize();
        boolean fits = end + to.textLength() - to.textRemoved() <= memory.frameBase(at) + room;
        if (tail < 0 || tail > rest.length || !fits || Packet.isExtended(packet) && isSeveral(packet)) {
            return false;
        }
        Memory.copyTo(behind, rest, 0, tail);
        Memory.copyFrom(to.text(), 0, at, to.textLength());
        Memory.copyFrom(rest, 0, at + to.textLength(), tail);
        return true;
    }

    private boolean isSeveral(long packet) {
        return FrameDescriptor.next(memory.frameBase(Packet.address(packet))) != Packet.NONE;
    }

    private static void grow(long l3, int kind, int growth) {
        if (HeaderPlace.etherType(kind) == TYPE_IPV4) {
            int old = Memory.getShortNetwork(l3 + 2);
            Memory.putShortNetwork(l3 + 2, old + growth);
            Memory.putShortNetwork(l3 + 10, Checksum.update16(Memory.getShortNetwork(l3 + 10), old, old + growth));
        } else {
            Memory.putShortNetwork(l3 + 4, Memory.getShortNetwork(l3 + 4) + growth);
        }
    }

    private long resized(long packet, int growth) {
        long address = Packet.address(packet);
        int length = Packet.linearLength(packet) + growth;
        if (!Packet.isExtended(packet)) {
            return Packet.of(address, length);
        }
        long base = memory.frameBase(address);
        FrameDescriptor.frameLength(base, FrameDescriptor.frameLength(base) + growth);
        FrameDescriptor.totalLength(base, FrameDescriptor.totalLength(base) + growth);
        return Packet.extended(address, length);
    }
}
