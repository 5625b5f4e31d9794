package io.weft.perf.rules;

import java.util.Random;

/**
 * Addresses that crowd together as those of an organisation do: at every bit the path goes the heavier way more often than the other, and which
 * way that is depends on the bits before, so crowds contain crowds. Nothing is stored. Immutable.
 */
final class AddressTree {
    /** How often of 256 the heavier way is taken, in the network part and in the host part. */
    private static final int NETWORK_SKEW = 200;

    private static final int HOST_SKEW = 150;
    private static final int HOST_BITS = 12;

    private final long salt;

    AddressTree(long salt) {
        this.salt = salt;
    }

    int draw(Random random) {
        int address = 0;
        for (int bit = Integer.SIZE - 1; bit >= 0; bit--) {
            int heavier = heavier(address, bit);
            boolean follows = random.nextInt(256) < (bit < HOST_BITS ? HOST_SKEW : NETWORK_SKEW);
            address |= (follows ? heavier : heavier ^ 1) << bit;
        }
        return address;
    }

    private int heavier(int before, int bit) {
        long mixed = (salt ^ (long) bit << 32 ^ Integer.toUnsignedLong(before)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) ((mixed ^ mixed >>> 29) * 0xBF58_476D_1CE4_E5B9L >>> 63);
    }
}
