package io.weft.vswitch.judge;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.TransportChecksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames from one end of a connection to the other: {@code 10.1.0.N} and {@code fd01::N} are on side a, {@code 10.2.0.N} and {@code fd02::N} on side b.
 *
 * @param from the side and number of the sender, such as {@code "a2"}
 */
public record Ends(boolean ipv6, String from, int fromPort, String to, int toPort) {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    /** From host 2 on side a to host 2 on side b. */
    public static Ends ofIpv4(int fromPort, int toPort) {
        return new Ends(false, "a2", fromPort, "b2", toPort);
    }

    public static Ends ofIpv6(int fromPort, int toPort) {
        return new Ends(true, "a2", fromPort, "b2", toPort);
    }

    /** The side from which frames come. */
    public char side() {
        return from.charAt(0);
    }

    /** The other direction. */
    public Ends back() {
        return new Ends(ipv6, to, toPort, from, fromPort);
    }

    /** Frames that seem to come from elsewhere, from the same side. */
    public Ends from(String other, int port) {
        return new Ends(ipv6, other, port, to, toPort);
    }

    public Ends to(String other, int port) {
        return new Ends(ipv6, from, fromPort, other, port);
    }

    private static int ipv4(String host) {
        return 10 << 24 | side(host) << 16 | host.charAt(1) - '0';
    }

    private static int side(String host) {
        return host.charAt(0) == 'a' ? 1 : 2;
    }

    private FrameBuilder ip() {
        FrameBuilder builder = new FrameBuilder().ethernet(2, 1);
        return ipv6
                ? builder.ipv6(
                        0xfd00L << 48 | (long) side(from) << 48,
                        from.charAt(1) - '0',
                        0xfd00L << 48 | (long) side(to) << 48,
                        to.charAt(1) - '0')
                : builder.ipv4(ipv4(from), ipv4(to));
    }

    public byte[] udp(int bytes) {
        return ip().udp(fromPort, toPort).payload(bytes).build();
    }

    public byte[] echo(int identifier, boolean reply, int bytes) {
        int type = ipv6 ? reply ? 129 : 128 : reply ? 0 : 8;
        return ip().icmp(type, 0, identifier << 16 | 1).payload(bytes).build();
    }

    /** An ICMP error: port unreachable, or time exceeded. */
    public byte[] error(boolean timeExceeded, byte[] about) {
        byte[] quoted = java.util.Arrays.copyOfRange(about, 14, Math.min(about.length, 14 + (ipv6 ? 1000 : 100)));
        int type = ipv6 ? timeExceeded ? 3 : 1 : timeExceeded ? 11 : 3;
        return ip().icmp(type, timeExceeded ? 0 : ipv6 ? 4 : 3, 0).raw(quoted).build();
    }

    /** A packet of a protocol that nobody knows. */
    public byte[] plain() {
        return ip().protocol(253).payload(20).build();
    }

    /** An SCTP packet of one chunk, whose checksum is right. */
    public byte[] sctp(int tag, int chunk, byte... body) {
        byte[] chunkBytes = ByteBuffer.allocate(4 + body.length)
                .put((byte) chunk)
                .put((byte) 0)
                .putShort((short) (4 + body.length))
                .put(body)
                .array();
        byte[] frame = ip().sctp(fromPort, toPort).raw(chunkBytes).build();
        ByteBuffer.wrap(frame).putInt(l4() + 4, tag);
        return summed(frame, IpProtocol.SCTP);
    }

    public byte[] tcp(int flags, int sequence, int acknowledgement) {
        return tcp(flags, sequence, acknowledgement, 0);
    }

    public byte[] tcp(int flags, int sequence, int acknowledgement, int bytes) {
        return tcp(flags, sequence, acknowledgement, new byte[bytes]);
    }

    public byte[] text(int sequence, int acknowledgement, String text) {
        return tcp(ACK | 8, sequence, acknowledgement, text.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] tcp(int flags, int sequence, int acknowledgement, byte[] payload) {
        byte[] frame = ip().tcp(fromPort, toPort, flags).raw(payload).build();
        ByteBuffer header = ByteBuffer.wrap(frame);
        header.putInt(l4() + 4, sequence).putInt(l4() + 8, acknowledgement).putShort(l4() + 14, (short) 8192);
        return summed(frame, IpProtocol.TCP);
    }

    private int l4() {
        return 14 + (ipv6 ? 40 : 20);
    }

    private byte[] summed(byte[] frame, int protocol) {
        try (Memory.Block block = Memory.allocate(frame.length)) {
            long at = block.address();
            Memory.copyFrom(frame, 0, at, frame.length);
            TransportChecksum.write(at + 14, !ipv6, at + l4(), protocol, frame.length - l4());
            Memory.copyTo(at, frame, 0, frame.length);
        }
        return frame;
    }
}
