package io.weft.vswitch.reference;

import java.util.Random;

/** The few values that random packets and random flows share, so that they meet. */
final class Pool {
    static final int PORTS = 6;
    static final int[] VLANS = {0, 10, 20, 30};
    static final int[] TRANSPORT_PORTS = {53, 80, 443, 1024, 65535};

    private static final long[] MACS = {
        0x02_00_00_00_00_01L,
        0x02_00_00_00_00_02L,
        0x02_00_00_00_00_03L,
        0x02_00_00_00_01_04L,
        0x0a_00_00_00_00_05L,
        0x0a_11_22_33_44_55L
    };
    private static final long[] GROUPS = {0xffff_ffff_ffffL, 0x0100_5e00_0001L, 0x3333_0000_0001L, 0x0180_c200_0000L};
    private static final int[] ADDRESSES = {0x0a000001, 0x0a000002, 0x0a000103, 0x0a010004, 0xc0a80105, 0xe0000001};
    private static final long[] ADDRESSES_6_HIGH = {
        0x2001_0db8_0000_0001L, 0x2001_0db8_0000_0002L, 0xfe80_0000_0000_0000L
    };
    private static final long[] ADDRESSES_6_LOW = {1, 2, 0x0200_00ff_fe00_0003L};

    private Pool() {}

    static long station(Random random) {
        return MACS[random.nextInt(MACS.length)];
    }

    static long destination(Random random) {
        return random.nextInt(5) == 0 ? GROUPS[random.nextInt(GROUPS.length)] : station(random);
    }

    static int vlan(Random random) {
        return VLANS[random.nextInt(VLANS.length)];
    }

    static int ipv4(Random random) {
        return ADDRESSES[random.nextInt(ADDRESSES.length)];
    }

    static long ipv6High(Random random) {
        return ADDRESSES_6_HIGH[random.nextInt(ADDRESSES_6_HIGH.length)];
    }

    static long ipv6Low(Random random) {
        return ADDRESSES_6_LOW[random.nextInt(ADDRESSES_6_LOW.length)];
    }

    static int transportPort(Random random) {
        return TRANSPORT_PORTS[random.nextInt(TRANSPORT_PORTS.length)];
    }

    static int ttl(Random random) {
        int[] values = {0, 1, 2, 64, 64, 64, 255};
        return values[random.nextInt(values.length)];
    }

    static int tos(Random random) {
        int[] values = {0, 0, 0xb8, 3, 0x2e};
        return values[random.nextInt(values.length)];
    }
}
