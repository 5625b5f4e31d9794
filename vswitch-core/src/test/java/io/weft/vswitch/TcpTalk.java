package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection between two hosts behind ports of a switch. Each side counts its own octets and acknowledges what it got; what arrives must be the next part
 * of the other's stream, with right checksums, and acknowledge nothing that was not sent.
 */
final class TcpTalk {
    private static final int FIN = 0x01;
    private static final int PUSH = 0x08;

    /** One host and how it sees the connection. */
    static final class Side {
        private final String port;
        private final long address;
        private final int tcpPort;
        private long peer;
        private int peerPort;
        private int next;
        private int acknowledged;
        private String got = "";
        private byte[] last;

        Side(String port, long address, int tcpPort, long peer, int peerPort, int first) {
            this.port = port;
            this.address = address;
            this.tcpPort = tcpPort;
            this.peer = peer;
            this.peerPort = peerPort;
            next = first;
        }

        long peer() {
            return peer;
        }

        int peerPort() {
            return peerPort;
        }
    }

    private final Wire wire;
    private final boolean ipv6;
    final Side client;
    final Side server;

    /** The client's segments go to {@code peer}; where the server sees them come from is found out. */
    TcpTalk(Wire wire, boolean ipv6, Side client, Side server) {
        this.wire = wire;
        this.ipv6 = ipv6;
        this.client = client;
        this.server = server;
    }

    /** The handshake; whether all its segments arrived. */
    boolean open() {
        return send(client, NatFrames.SYN, "")
                && send(server, NatFrames.SYN | NatFrames.ACK, "")
                && send(client, NatFrames.ACK, "");
    }

    /** What the server gets of what the client says, or null. */
    String say(String text) {
        return send(client, PUSH | NatFrames.ACK, text) ? server.got : null;
    }

    /** What the client gets of what the server says, or null. */
    String answer(String text) {
        return send(server, PUSH | NatFrames.ACK, text) ? client.got : null;
    }

    /** What arrives when a side sends its last segment again, or null. */
    String again(Side from) {
        Side to = from == client ? server : client;
        wire.send(from.port, from.last);
        byte[] frame = wire.poll(to.port);
        return frame == null ? null : payload(frame);
    }

    boolean close() {
        return send(client, FIN | NatFrames.ACK, "") && send(server, FIN | NatFrames.ACK, "");
    }

    private boolean send(Side from, int flags, String text) {
        Side to = from == client ? server : client;
        from.last = frame(from, flags, text);
        from.next += text.length() + ((flags & (NatFrames.SYN | FIN)) != 0 ? 1 : 0);
        wire.send(from.port, from.last);
        byte[] frame = wire.poll(to.port);
        if (frame == null) {
            return false;
        }
        receive(to, frame, (flags & NatFrames.SYN) != 0);
        return true;
    }

    private byte[] frame(Side from, int flags, String text) {
        FrameBuilder builder = new FrameBuilder().ethernet(0x0200_0000_0001L, 0x0200_0000_0002L);
        if (ipv6) {
            builder.ipv6(0xfc00L << 48, from.address, 0xfc00L << 48, from.peer);
        } else {
            builder.ipv4((int) from.address, (int) from.peer);
        }
        byte[] made = builder.tcp(from.tcpPort, from.peerPort, flags)
                .raw(text.getBytes(StandardCharsets.ISO_8859_1))
                .build();
        putInt(made, l4() + 4, from.next);
        putInt(made, l4() + 8, from.acknowledged);
        return NatFrames.finish(made);
    }

    private void receive(Side to, byte[] frame, boolean isFirst) {
        String text = NatFrames.text(frame);
        assertThat(text).doesNotContain("BAD");
        assertThat(NatFrames.word(frame, l4() + 2)).as(text).isEqualTo(to.tcpPort);
        int sequence = integer(frame, l4() + 4);
        if (isFirst) {
            to.peer = ipv6 ? integer(frame, 34) & 0xFFFF_FFFFL : integer(frame, 26) & 0xFFFF_FFFFL;
            to.peerPort = NatFrames.word(frame, l4());
            to.acknowledged = sequence;
        }
        assertThat(sequence).as("sequence number of " + text).isEqualTo(to.acknowledged);
        to.got = payload(frame);
        int flags = frame[l4() + 13];
        to.acknowledged += to.got.length() + ((flags & (NatFrames.SYN | FIN)) != 0 ? 1 : 0);
        if ((flags & NatFrames.ACK) != 0) {
            assertThat(integer(frame, l4() + 8))
                    .as("acknowledgement of " + text)
                    .isEqualTo(to.next);
        }
    }

    private int l4() {
        return ipv6 ? 54 : 34;
    }

    private String payload(byte[] frame) {
        int at = l4() + 20;
        return new String(frame, at, frame.length - at, StandardCharsets.ISO_8859_1);
    }

    private static int integer(byte[] frame, int at) {
        return NatFrames.word(frame, at) << 16 | NatFrames.word(frame, at + 2);
    }

    private static void putInt(byte[] frame, int at, int value) {
        NatFrames.putWord(frame, at, value >>> 16);
        NatFrames.putWord(frame, at + 2, value);
    }
}
