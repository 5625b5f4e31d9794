package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.TransportChecksum;

/**
 * A packet for the tracker, in words: what both the tracker, as bytes, and the oracle, as it is, look at.
 *
 * @param quoted of an ICMP error, the packet that it quotes
 */
record TestPacket(
        boolean ipv6,
        int protocol,
        long source,
        long destination,
        int sourcePort,
        int destinationPort,
        int sequence,
        int acknowledgement,
        int flags,
        int window,
        int scale,
        int payload,
        int type,
        TestPacket quoted) {
    static final int NO_SCALE = -1;

    /** Upper half of every IPv6 address here. */
    static final long PREFIX = 0x2001_0db8_0000_0000L;

    private static final long MAC = 0x0200_0000_0001L;

    static TestPacket tcp(long source, int sourcePort, long destination, int destinationPort, int flags) {
        return new TestPacket(
                false,
                IpProtocol.TCP,
                source,
                destination,
                sourcePort,
                destinationPort,
                0,
                0,
                flags,
                0xFFFF,
                NO_SCALE,
                0,
                0,
                null);
    }

    static TestPacket udp(long source, int sourcePort, long destination, int destinationPort) {
        return new TestPacket(
                false,
                IpProtocol.UDP,
                source,
                destination,
                sourcePort,
                destinationPort,
                0,
                0,
                0,
                0,
                NO_SCALE,
                8,
                0,
                null);
    }

    /** A packet of any other protocol. */
    static TestPacket plain(int protocol, long source, long destination) {
        return new TestPacket(false, protocol, source, destination, 0, 0, 0, 0, 0, 0, NO_SCALE, 8, 0, null);
    }

    /** A packet with one chunk. */
    static TestPacket sctp(TestPacket ends, int chunk, int chunkFlags, int tag, int initiateTag) {
        return new TestPacket(
                ends.ipv6,
                IpProtocol.SCTP,
                ends.source,
                ends.destination,
                ends.sourcePort,
                ends.destinationPort,
                tag,
                initiateTag,
                chunkFlags,
                0,
                NO_SCALE,
                0,
                chunk,
                null);
    }

    static TestPacket icmp(long source, long destination, int type, int identifier) {
        return new TestPacket(
                false, IpProtocol.ICMP, source, destination, identifier, 0, 0, 0, 0, 0, NO_SCALE, 8, type, null);
    }

    static TestPacket error(long source, long destination, int type, TestPacket quoted) {
        return new TestPacket(
                quoted.ipv6,
                quoted.ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP,
                source,
                destination,
                0,
                0,
                0,
                0,
                0,
                0,
                NO_SCALE,
                0,
                type,
                quoted);
    }

    TestPacket numbers(int seq, int ack, int bytes) {
        return new TestPacket(
                ipv6,
                protocol,
                source,
                destination,
                sourcePort,
                destinationPort,
                seq,
                ack,
                flags,
                window,
                scale,
                bytes,
                type,
                quoted);
    }

    TestPacket window(int size, int shift) {
        return new TestPacket(
                ipv6,
                protocol,
                source,
                destination,
                sourcePort,
                destinationPort,
                sequence,
                acknowledgement,
                flags,
                size,
                shift,
                payload,
                type,
                quoted);
    }

    TestPacket overIpv6() {
        return new TestPacket(
                true,
                protocol == IpProtocol.ICMP ? IpProtocol.ICMPV6 : protocol,
                source,
                destination,
                sourcePort,
                destinationPort,
                sequence,
                acknowledgement,
                flags,
                window,
                scale,
                payload,
                type,
                quoted == null ? null : quoted.overIpv6());
    }

    /** The packet with other ends: after translation. */
    TestPacket between(long newSource, int newSourcePort, long newDestination, int newDestinationPort) {
        return new TestPacket(
                ipv6,
                protocol,
                newSource,
                newDestination,
                newSourcePort,
                newDestinationPort,
                sequence,
                acknowledgement,
                flags,
                window,
                scale,
                payload,
                type,
                quoted);
    }

    boolean isIcmp() {
        return protocol == (ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
    }

    byte[] frame() {
        FrameBuilder builder = new FrameBuilder().ethernet(MAC, MAC + 1);
        if (ipv6) {
            builder.ipv6(PREFIX, source, PREFIX, destination);
        } else {
            builder.ipv4((int) source, (int) destination);
        }
        if (isIcmp()) {
            builder.icmp(type, 0, quoted == null ? sourcePort << 16 | 7 : 0);
            return (quoted == null ? builder.payload(payload) : builder.raw(quote())).build();
        }
        switch (protocol) {
            case IpProtocol.TCP -> tcp(builder);
            case IpProtocol.UDP -> builder.udp(sourcePort, destinationPort);
            case IpProtocol.SCTP -> sctp(builder);
            default -> builder.protocol(protocol);
        }
        byte[] frame = builder.payload(payload).build();
        if (protocol == IpProtocol.TCP || protocol == IpProtocol.SCTP) {
            sum(frame);
        }
        return frame;
    }

    private void sum(byte[] frame) {
        int transport = 14 + (ipv6 ? 40 : 20);
        try (Memory.Block block = Memory.allocate(frame.length)) {
            long at = block.address();
            Memory.copyFrom(frame, 0, at, frame.length);
            TransportChecksum.write(at + 14, !ipv6, at + transport, protocol, frame.length - transport);
            Memory.copyTo(at, frame, 0, frame.length);
        }
    }

    /** The network packet that an error quotes: headers and at most eight bytes of what follows. */
    private byte[] quote() {
        byte[] whole = quoted.frame();
        int header = 14 + (quoted.ipv6 ? 40 : 20);
        int end = Math.min(whole.length, header + 8);
        return java.util.Arrays.copyOfRange(whole, 14, end);
    }

    /** One chunk: the verification tag is {@code sequence}, an initiate tag {@code acknowledgement}. */
    private void sctp(FrameBuilder builder) {
        builder.protocol(IpProtocol.SCTP);
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(12 + 20);
        bytes.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(0);
        bytes.put((byte) type).put((byte) flags).putShort((short) 20).putInt(acknowledgement);
        builder.raw(bytes.array());
    }

    private void tcp(FrameBuilder builder) {
        boolean scales = scale != NO_SCALE;
        builder.protocol(IpProtocol.TCP);
        byte[] header = new byte[scales ? 24 : 20];
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(header);
        bytes.putShort((short) sourcePort).putShort((short) destinationPort);
        bytes.putInt(sequence).putInt(acknowledgement);
        bytes.putShort((short) (header.length / 4 << 12 | flags)).putShort((short) window);
        if (scales) {
            bytes.position(20);
            bytes.put((byte) 1).put((byte) 3).put((byte) 3).put((byte) scale);
        }
        builder.raw(header);
    }
}
