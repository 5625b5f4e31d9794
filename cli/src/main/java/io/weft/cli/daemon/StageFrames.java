package io.weft.cli.daemon;

import java.nio.ByteBuffer;

/** Packets of a rehearsal: two stations, one on each side, of 10.0.0.0/24. Transport checksums are left out, which UDP allows and nobody here looks at. */
final class StageFrames {
    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int PAYLOAD = 32;
    private static final int LEFT = 0x0A00_0001;
    private static final int RIGHT = 0x0A00_0002;
    private static final int PORTS = 64;
    private static final int FIRST_PORT = 20_000;

    private StageFrames() {}

    /** A question of the left station for the right one. */
    static byte[] arp(int i) {
        ByteBuffer frame = ethernet(ETHERNET + 28, false, 0x0806);
        frame.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        mac(frame, false).putInt(LEFT + (i % 4 << 8));
        frame.putShort((short) 0).putInt(0).putInt(RIGHT);
        return bytes(frame);
    }

    /** Packet {@code i} of some flows, or the answer to it. */
    static byte[] udp(int i, boolean isAnswer) {
        ByteBuffer frame = ip(8 + PAYLOAD, isAnswer, 17);
        ports(frame, i, isAnswer).putShort((short) (8 + PAYLOAD)).putShort((short) 0);
        return bytes(frame);
    }

    /** Packet {@code i} of some flows, or the answer to it: a SYN the first time, then data. */
    static byte[] tcp(int i, boolean isAnswer) {
        ByteBuffer frame = ip(20 + PAYLOAD, isAnswer, 6);
        boolean isFirst = i < PORTS;
        int flags = isFirst ? isAnswer ? 0x12 : 0x02 : 0x10;
        ports(frame, i, isAnswer)
                .putInt(isFirst ? 1000 : 1001)
                .putInt(isFirst && !isAnswer ? 0 : 1001)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0x7000);
        return bytes(frame);
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.capacity()];
        frame.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer ports(ByteBuffer frame, int i, boolean isAnswer) {
        short ours = (short) (FIRST_PORT + i % PORTS);
        short theirs = (short) 80;
        return frame.putShort(isAnswer ? theirs : ours).putShort(isAnswer ? ours : theirs);
    }

    private static ByteBuffer ip(int length, boolean isAnswer, int protocol) {
        ByteBuffer frame = ethernet(ETHERNET + IP + length, isAnswer, 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (IP + length)).putInt(0x4000);
        frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.putInt(isAnswer ? RIGHT : LEFT).putInt(isAnswer ? LEFT : RIGHT);
        int sum = 0;
        for (int at = ETHERNET; at < ETHERNET + IP; at += 2) {
            sum += frame.getShort(at) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        frame.putShort(ETHERNET + 10, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
        return frame;
    }

    private static ByteBuffer ethernet(int length, boolean isAnswer, int type) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        mac(frame, !isAnswer);
        return mac(frame, isAnswer).putShort((short) type);
    }

    private static ByteBuffer mac(ByteBuffer frame, boolean isRight) {
        return frame.putShort((short) 0x0200).putInt(isRight ? 2 : 1);
    }
}
