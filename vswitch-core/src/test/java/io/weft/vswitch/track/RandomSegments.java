package io.weft.vswitch.track;

import java.util.Random;

/** TCP segments that are mostly what a peer would send, and otherwise at the edges of what fits. */
final class RandomSegments {
    private static final int[] WINDOWS = {0, 1, 1000, 8192, 65535};
    private static final int[] SCALES = {TestPacket.NO_SCALE, TestPacket.NO_SCALE, 0, 2, 7, 14, 15};
    private static final int[] LENGTHS = {0, 0, 1, 10, 1000};
    private static final int[] FLAGS = {
        ReferenceTcp.ACK,
        ReferenceTcp.ACK,
        ReferenceTcp.ACK,
        ReferenceTcp.ACK | ReferenceTcp.PSH,
        ReferenceTcp.FIN | ReferenceTcp.ACK,
        ReferenceTcp.FIN | ReferenceTcp.ACK,
        ReferenceTcp.RST,
        ReferenceTcp.RST | ReferenceTcp.ACK,
        ReferenceTcp.SYN,
        ReferenceTcp.SYN | ReferenceTcp.ACK
    };

    private final Random random;

    RandomSegments(Random random) {
        this.random = random;
    }

    /** A first segment: a SYN, or now and then anything. */
    TestPacket first(TestPacket packet) {
        int flags = random.nextInt(5) == 0 ? random.nextInt(64) : packet.flags();
        int sequence = random.nextInt(3) == 0 ? -random.nextInt(2000) : random.nextInt();
        int length = random.nextInt(5) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : 0;
        return scaled(flags(packet, flags).numbers(sequence, random.nextInt(), length));
    }

    /** A segment of one side of a connection. */
    TestPacket next(TestPacket packet, ReferenceTcp tcp, boolean reply) {
        ReferenceTcp.Side sender = reply ? tcp.server : tcp.client;
        ReferenceTcp.Side other = reply ? tcp.client : tcp.server;
        int flags = FLAGS[random.nextInt(FLAGS.length)];
        if (reply && sender.state.equals("CLOSED") && random.nextInt(3) != 0) {
            flags = ReferenceTcp.SYN | ReferenceTcp.ACK;
        } else if (random.nextInt(40) == 0) {
            flags = random.nextInt(64);
        } else if ((flags & (ReferenceTcp.RST | ReferenceTcp.FIN | ReferenceTcp.SYN)) != 0 && random.nextInt(3) != 0) {
            flags = ReferenceTcp.ACK;
        }
        int length = (flags & ReferenceTcp.SYN) != 0 ? 0 : LENGTHS[random.nextInt(LENGTHS.length)];
        return scaled(flags(packet, flags).numbers(sequence(sender, other, length), acknowledgement(other), length));
    }

    private int sequence(ReferenceTcp.Side sender, ReferenceTcp.Side other, int length) {
        int near = random.nextInt(5) - 2;
        return switch (random.nextInt(12)) {
            case 0 -> (int) sender.allowed - length + near;
            case 1 -> (int) (sender.sent - (other.window << other.scale)) + near;
            case 2 -> (int) sender.sent + near;
            case 3 -> (int) sender.sent - length;
            case 4 -> (int) (sender.sent - 67035) + near;
            case 5 -> random.nextInt();
            default -> (int) sender.sent;
        };
    }

    private int acknowledgement(ReferenceTcp.Side other) {
        int near = random.nextInt(5) - 2;
        return switch (random.nextInt(12)) {
            case 0 -> (int) other.sent - 67035 + near;
            case 1 -> (int) other.sent + 67035 + near;
            case 2 -> (int) (other.sent - (67035L << other.scale)) + near;
            case 3 -> 0;
            case 4 -> random.nextInt();
            default -> (int) other.sent;
        };
    }

    private TestPacket scaled(TestPacket packet) {
        return packet.window(WINDOWS[random.nextInt(WINDOWS.length)], SCALES[random.nextInt(SCALES.length)]);
    }

    private static TestPacket flags(TestPacket packet, int flags) {
        return new TestPacket(
                packet.ipv6(),
                packet.protocol(),
                packet.source(),
                packet.destination(),
                packet.sourcePort(),
                packet.destinationPort(),
                packet.sequence(),
                packet.acknowledgement(),
                flags,
                packet.window(),
                packet.scale(),
                packet.payload(),
                packet.type(),
                packet.quoted());
    }
}
