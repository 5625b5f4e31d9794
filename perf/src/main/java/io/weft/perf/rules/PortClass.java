package io.weft.perf.rules;

import java.util.List;
import java.util.Random;

/** The five kinds of port ranges that ClassBench tells apart. */
enum PortClass {
    /** Every port. */
    WILDCARD,
    /** 1024 to 65535: what clients use. */
    HIGH,
    /** 0 to 1023. */
    LOW,
    /** Some other range. */
    RANGE,
    /** One port. */
    EXACT;

    private static final int[] SERVICES = {80, 443, 53, 22, 25, 8080, 123, 161, 389, 3306, 1521, 5001, 110, 143, 21, 23
    };
    private static final int[][] RANGES = {
        {20, 21}, {135, 139}, {6000, 6063}, {1300, 1310}, {33434, 33523}, {5900, 5999}, {8000, 8099}, {1024, 4999}
    };

    /** A range of this kind, as masks. */
    List<PortMask> draw(Random random) {
        return switch (this) {
            case WILDCARD -> List.of(PortMask.ANY);
            case HIGH -> PortMask.cover(1024, 65_535);
            case LOW -> PortMask.cover(0, 1023);
            case RANGE -> range(random);
            case EXACT -> List.of(PortMask.exactly(service(random)));
        };
    }

    /** Mostly one of a few; the first ones most often. */
    private static int service(Random random) {
        int place = (int) Math.abs(random.nextGaussian() * SERVICES.length / 2);
        return place < SERVICES.length ? SERVICES[place] : random.nextInt(1 << 16);
    }

    private static List<PortMask> range(Random random) {
        if (random.nextInt(4) > 0) {
            int[] known = RANGES[random.nextInt(RANGES.length)];
            return PortMask.cover(known[0], known[1]);
        }
        int first = random.nextInt(60_000);
        return PortMask.cover(first, first + 1 + random.nextInt(100));
    }
}
