package io.weft.flow.classifier;

import io.weft.flow.action.Action;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.List;
import java.util.Random;

/**
 * Five-tuple rules with prefixes of all lengths, and packets that nearly meet them: addresses differ from those of a few hosts in some bit, so the
 * same buckets fill and every bit decides somewhere.
 */
final class RandomRules {
    private static final int HOSTS = 6;
    private static final int[] PORTS = {22, 53, 80, 443, 1024, 40_000, 65_535};
    private static final int[] PROTOCOLS = {1, 6, 17};

    private final Random random;
    private final long[] hosts = new long[HOSTS];

    /** How many of a hundred rules have IPv6 addresses. */
    private final int ipv6Percent;

    /** How many of a hundred rules ask for both addresses. */
    private final int addressPercent;

    RandomRules(Random random) {
        this.random = random;
        ipv6Percent = random.nextInt(3) == 0 ? 40 : 0;
        addressPercent = random.nextInt(101);
        for (int i = 0; i < HOSTS; i++) {
            hosts[i] = random.nextLong();
        }
    }

    long[] key() {
        long[] key = new long[FlowKey.WORDS];
        boolean ipv6 = random.nextInt(100) < ipv6Percent;
        key[0] = (long) random.nextInt(3) << 32 | (ipv6 ? 0x86DDL : 0x0800L) << 16;
        key[3] = (long) PROTOCOLS[random.nextInt(PROTOCOLS.length)] << 56 | (long) random.nextInt(2) << 40;
        if (ipv6) {
            key[8] = host();
            key[9] = random.nextBoolean() ? host() & 1 : host();
            key[10] = host();
            key[11] = random.nextBoolean() ? host() & 1 : host();
        } else {
            key[4] = host() & 0xFFFF_FFFFL << 32 | host() >>> 32;
        }
        key[5] = (long) port() << 48 | (long) port() << 32;
        return key;
    }

    /** One of the hosts, or a neighbour near or far. */
    private long host() {
        long host = hosts[random.nextInt(HOSTS)];
        return random.nextBoolean() ? host : host ^ Long.MIN_VALUE >>> random.nextInt(40);
    }

    private int port() {
        int port = PORTS[random.nextInt(PORTS.length)];
        return random.nextInt(4) == 0 ? port ^ 1 << random.nextInt(16) : port;
    }

    /** What some packet has, in some of its fields and under prefixes. */
    FlowEntry entry() {
        long[] key = key();
        long[] mask = new long[FlowKey.WORDS];
        boolean ipv6 = key[8] != 0;
        mask[0] = 0xFFFF_0000L | (random.nextInt(4) == 0 ? 0xFFFF_FFFFL << 32 : 0);
        if (random.nextInt(100) < addressPercent) {
            mask[ipv6 ? 8 : 4] |= prefix(ipv6 ? 64 : 32);
            mask[9] = ipv6 ? secondHalf(mask[8]) : 0;
        }
        if (random.nextInt(100) < addressPercent) {
            mask[ipv6 ? 10 : 4] |= ipv6 ? prefix(64) : prefix(32) >>> 32;
            mask[11] = ipv6 ? secondHalf(mask[10]) : 0;
        }
        if (random.nextInt(3) > 0) {
            mask[3] = 0xFFL << 56;
            mask[5] = random.nextBoolean() ? prefix(16) >>> 16 : random.nextInt(3) == 0 ? prefix(16) : 0;
        }
        if (random.nextInt(20) == 0) {
            mask[4] = random.nextLong(); // no prefix at all
        }
        return new FlowEntry(
                0, random.nextInt(12), new Match(key, mask), List.of(new Action.Drop()), random.nextInt(4), 0);
    }

    /** Of an IPv6 address: nothing, all, or, mostly, what goes on from a whole first half. */
    private long secondHalf(long firstHalf) {
        return switch (random.nextInt(3)) {
            case 0 -> -1L;
            case 1 -> firstHalf == -1L || random.nextInt(8) == 0 ? prefix(64) : 0;
            default -> 0;
        };
    }

    /** The first bits of a field that begins with its word. */
    private long prefix(int width) {
        int length = switch (random.nextInt(4)) {
            case 0 -> width;
            case 1 -> width / 4 * random.nextInt(5);
            default -> random.nextInt(width + 1);
        };
        return length == 0 ? 0 : -1L << Long.SIZE - length;
    }

    /** A key that equals {@code key} in the bits of {@code mask}: another random key elsewhere, or but for a bit or two the same. */
    long[] sibling(long[] key, long[] mask) {
        long[] other = random.nextBoolean() ? key() : key.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            other[random.nextInt(12)] ^= 1L << random.nextInt(Long.SIZE);
        }
        for (int word = 0; word < key.length; word++) {
            other[word] = key[word] & mask[word] | other[word] & ~mask[word];
        }
        return other;
    }
}
