package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import java.nio.ByteBuffer;

/** Frames made byte by byte, and the obvious way to sum them, as the other opinion for the offload code. */
final class HandMade {
    static final int TCP_HEADER = 32;

    private HandMade() {}

    /** Ethernet, {@code tags} VLAN tags, IPv4 with {@code options} bytes of options, TCP with 12 bytes of options, payload 0, 1, 2, ... */
    static byte[] tcp4(int tags, int options, int flags, int payload) {
        ByteBuffer frame = ethernet(tags, 0x0800, 20 + options + TCP_HEADER + payload);
        ipv4(frame, 6, options, TCP_HEADER + payload);
        tcp(frame, flags, payload);
        return bytes(frame);
    }

    static byte[] tcp6(int tags, int flags, int payload) {
        ByteBuffer frame = ethernet(tags, 0x86DD, 40 + TCP_HEADER + payload);
        ipv6(frame, 6, TCP_HEADER + payload);
        tcp(frame, flags, payload);
        return bytes(frame);
    }

    static byte[] udp4(int payload) {
        ByteBuffer frame = ethernet(0, 0x0800, 20 + 8 + payload);
        ipv4(frame, 17, 0, 8 + payload);
        frame.putShort((short) 5000)
                .putShort((short) 6000)
                .putShort((short) (8 + payload))
                .putShort((short) 0);
        payload(frame, payload);
        return bytes(frame);
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.capacity()];
        frame.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer ethernet(int tags, int type, int length) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 4 * tags + length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1});
        for (int i = 0; i < tags; i++) {
            frame.putShort((short) (i < tags - 1 ? 0x88A8 : 0x8100)).putShort((short) (100 + i));
        }
        return frame.putShort((short) type);
    }

    private static void ipv4(ByteBuffer frame, int protocol, int options, int length) {
        frame.put((byte) (0x45 + options / 4)).put((byte) 0x12).putShort((short) (20 + options + length));
        frame.putShort((short) 0xFFFE)
                .putShort((short) 0x4000)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0xC0A8FF02).put(new byte[options]);
    }

    private static void ipv6(ByteBuffer frame, int protocol, int length) {
        frame.putInt(0x60012345).putShort((short) length).put((byte) protocol).put((byte) 64);
        frame.putLong(0xFD00_0000_0000_0001L)
                .putLong(1)
                .putLong(0xFD00_0000_0000_FFFFL)
                .putLong(-2);
    }

    private static void tcp(ByteBuffer frame, int flags, int payload) {
        frame.putShort((short) 40000).putShort((short) 80).putInt(0xFFFF_FC00).putInt(77);
        frame.put((byte) (TCP_HEADER / 4 << 4))
                .put((byte) flags)
                .putShort((short) 500)
                .putInt(0);
        frame.put(new byte[] {1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8});
        payload(frame, payload);
    }

    private static void payload(ByteBuffer frame, int length) {
        for (int i = 0; i < length; i++) {
            frame.put((byte) (i * 7 + (i >> 8)));
        }
    }

    /** The frame as a segmentation packet in a large frame, as a TAP port would hand it on. */
    static long segmentPacket(FrameCache frames, byte[] bytes, int transport, int type, int size) {
        long base = frames.allocateLarge();
        long data = base + PacketMemory.DATA_OFFSET;
        Memory.copyFrom(bytes, 0, data, bytes.length);
        FrameDescriptor.init(base, bytes.length);
        FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, type, size);
        FrameDescriptor.checksum(
                base, PacketMemory.DATA_OFFSET + transport, type == FrameDescriptor.SEGMENT_UDP ? 6 : 16);
        return Packet.extended(data, bytes.length);
    }

    /** All bytes of a packet. */
    static byte[] bytes(FrameCache frames, long packet) {
        byte[] bytes = new byte[frames.memory().length(packet)];
        try (Memory.Block flat = Memory.allocate(bytes.length)) {
            frames.gather(packet, flat.address());
            Memory.copyTo(flat.address(), bytes, 0, bytes.length);
        }
        return bytes;
    }

    /** Ones' complement sum of big-endian 16-bit words, one by one (RFC 1071). */
    static int sum(byte[] bytes, int from, int to, int start) {
        int sum = start;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xFF) << ((i - from & 1) == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    /** Sum of the pseudo-header for the transport that starts at {@code transport}. */
    static int pseudoSum(byte[] frame, int network, int transport, int protocol) {
        boolean four = frame[network] >>> 4 == 4;
        int addresses = four ? sum(frame, network + 12, network + 20, 0) : sum(frame, network + 8, network + 40, 0);
        int sum = addresses + protocol;
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum += frame.length - transport;
        return (sum & 0xFFFF) + (sum >>> 16);
    }
}
