package io.weft.vswitch.oracle;

import java.util.Random;

/** The few values that random flows and packets share, as text, so that they meet. One owner. */
final class Choices {
    private static final String[] STATIONS = {
        "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:01:03", "0a:11:22:33:44:55"
    };
    private static final String[] GROUPS = {
        "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "33:33:00:00:00:01", "01:80:c2:00:00:00"
    };
    private static final String[] IPV4 = {"10.0.0.1", "10.0.0.2", "10.0.1.3", "192.168.1.5", "224.0.0.1"};
    private static final String[] IPV6 = {"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "fe80::1", "ff02::1"};

    private final Random random;

    Choices(long seed) {
        random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    long bits(int width) {
        return random.nextLong() >>> (64 - width);
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String station() {
        return pick(STATIONS);
    }

    String destination() {
        return oneIn(5) ? pick(GROUPS) : station();
    }

    int vlan() {
        return pick(10, 20, 30, 40);
    }

    int pcp() {
        return pick(0, 0, 3, 7);
    }

    String ipv4() {
        return pick(IPV4);
    }

    String ipv6() {
        return pick(IPV6);
    }

    int transportPort() {
        return pick(0, 53, 80, 443, 1024, 65535);
    }

    int ttl() {
        return pick(0, 1, 2, 64, 64, 64, 255);
    }

    /** DSCP in place. */
    int tos() {
        return pick(0, 0, 0xb8, 0x28);
    }

    int ecn() {
        return pick(0, 0, 1, 3);
    }

    int port() {
        return 1 + upTo(RandomWorld.PATCH);
    }
}
