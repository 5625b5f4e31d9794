package io.weft.vswitch.reference;

import io.weft.flow.wire.FrameBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * Frames of all protocols from few values, so that flows match them and stations meet; some are cut off or damaged. Checksums are right
 * (or absent, for UDP) unless the damage hit them. The same seed gives the same frames.
 */
public final class RandomPackets {
    private final Random random;

    public RandomPackets(long seed) {
        random = new Random(seed);
    }

    /** The next frame, at least one byte long. */
    public byte[] next() {
        byte[] frame = wellFormed();
        return switch (random.nextInt(40)) {
            case 0 -> Arrays.copyOf(frame, 1 + random.nextInt(frame.length));
            case 1 -> damaged(frame);
            case 2 -> noise();
            default -> frame;
        };
    }

    /** Changes one byte of the headers, but none of a checksum to all ones. */
    private byte[] damaged(byte[] frame) {
        int at = 12 + random.nextInt(Math.max(1, Math.min(frame.length, 60) - 12));
        frame[Math.min(at, frame.length - 1)] ^= (byte) (1 << random.nextInt(7));
        return frame;
    }

    private byte[] noise() {
        byte[] frame = new byte[1 + random.nextInt(100)];
        random.nextBytes(frame);
        return frame;
    }

    /** The next frame without damage. */
    public byte[] wellFormed() {
        FrameBuilder frame = new FrameBuilder().ethernet(Pool.destination(random), source());
        int tags = random.nextInt(12);
        for (int i = 0; i < (tags < 6 ? 0 : tags < 10 ? 1 : tags - 8); i++) {
            frame.tag(random.nextInt(4) == 0 ? 0x88a8 : 0x8100, random.nextInt(4) << 13 | dei() | Pool.vlan(random));
        }
        switch (random.nextInt(10)) {
            case 0 -> arp(frame);
            case 1, 2, 3 -> ipv6(frame);
            case 4 -> other(frame);
            default -> ipv4(frame);
        }
        return frame.build(random.nextInt(3) == 0 ? 60 : 0);
    }

    /** Bit 12 of a TCI, now and then. */
    private int dei() {
        return random.nextInt(8) == 0 ? 0x1000 : 0;
    }

    private long source() {
        return random.nextInt(30) == 0 ? Pool.destination(random) : Pool.station(random);
    }

    private void other(FrameBuilder frame) {
        if (random.nextBoolean()) {
            frame.type(0x88cc).payload(random.nextInt(40));
        } else {
            frame.type(random.nextInt(100)).payload(random.nextInt(60));
        }
    }

    private void arp(FrameBuilder frame) {
        frame.arp(
                1 + random.nextInt(2),
                Pool.station(random),
                Pool.ipv4(random),
                random.nextBoolean() ? 0 : Pool.station(random),
                Pool.ipv4(random));
    }

    private void ipv4(FrameBuilder frame) {
        frame.ipv4(Pool.ipv4(random), Pool.ipv4(random)).ttl(Pool.ttl(random)).tos(Pool.tos(random));
        if (random.nextInt(12) == 0) {
            frame.ipv4Options(new byte[4 * (1 + random.nextInt(3))]);
        }
        switch (random.nextInt(12)) {
            case 0 -> frame.fragment(0x2000);
            case 1 -> frame.fragment(1 + random.nextInt(100));
            default -> frame.fragment(0x4000);
        }
        transport(frame, true);
    }

    private void ipv6(FrameBuilder frame) {
        frame.ipv6(Pool.ipv6High(random), Pool.ipv6Low(random), Pool.ipv6High(random), Pool.ipv6Low(random))
                .ttl(Pool.ttl(random))
                .tos(Pool.tos(random))
                .label(random.nextInt(3));
        switch (random.nextInt(12)) {
            case 0 -> frame.extension(0, 0, new byte[6]);
            case 1 -> frame.extension(60, 1, new byte[14]);
            case 2 -> frame.ipv6Fragment(random.nextBoolean() ? 1 : 8 * (1 + random.nextInt(9)));
            default -> frame.label(random.nextInt(3));
        }
        transport(frame, false);
    }

    private void transport(FrameBuilder frame, boolean ipv4) {
        int source = Pool.transportPort(random);
        int destination = Pool.transportPort(random);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> frame.tcp(source, destination, random.nextInt(32));
            case 3, 4 -> {
                frame.udp(source, destination);
                if (ipv4 && random.nextInt(4) == 0) {
                    frame.withoutTransportChecksum();
                }
            }
            case 5 -> frame.sctp(source, destination);
            case 6 -> icmp(frame, ipv4);
            default -> frame.protocol(47);
        }
        frame.payload(random.nextInt(30));
    }

    private void icmp(FrameBuilder frame, boolean ipv4) {
        if (ipv4) {
            frame.icmp(random.nextBoolean() ? 8 : 0, random.nextInt(2), random.nextInt());
        } else if (random.nextBoolean()) {
            frame.icmp(128 + random.nextInt(2), random.nextInt(2), random.nextInt());
        } else {
            int type = 135 + random.nextInt(2);
            frame.neighbour(type, Pool.ipv6High(random), Pool.ipv6Low(random));
            if (random.nextInt(4) != 0) {
                frame.addressOption(type - 134, Pool.station(random));
            }
        }
    }
}
