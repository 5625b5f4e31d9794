package io.weft.perf.updates;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Files of flows in several shapes, the same in every run. No two flows of a file have the same table, priority and match. */
final class FlowFiles {
    private static final int[] NETWORKS = {10, 172, 192};
    private static final int[] SERVICES = {80, 443, 53, 8080, 22, 5001};
    private static final String[] VERDICTS = {"drop", "output:1", "output:2"};
    private static final int SHORTEST_PREFIX = 3;
    private static final int DIFFERING = 10;

    private FlowFiles() {}

    /** What the flows look like. */
    enum Shape {
        /** Exact five-tuples, as a firewall's flows are: one mask, 100 priorities. */
        ACL("acl"),
        /** Routes of 30 prefix lengths, which rewrite the packet. */
        L3("l3"),
        /** Addresses in VLANs: one mask, one priority. */
        L2("l2");

        private final String text;

        Shape(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * Writes {@code count} flows.
     *
     * @param variant 0, or another number for the same flows of which every tenth has other actions
     */
    static Path write(Path directory, Shape shape, int count, int variant) throws IOException {
        Path file = directory.resolve(shape.text() + "-" + count + "-" + variant);
        Random random = new Random(7);
        Set<String> matches = new HashSet<>();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; ) {
                String match = match(shape, random);
                if (matches.add(match)) {
                    out.write(match);
                    out.write(",actions=");
                    out.write(actions(shape, i, i % DIFFERING == 0 ? variant : 0));
                    out.write('\n');
                    i++;
                }
            }
        }
        return file;
    }

    private static String match(Shape shape, Random random) {
        return switch (shape) {
            case ACL ->
                "priority=" + (1000 + random.nextInt(100)) + (random.nextBoolean() ? ",tcp" : ",udp") + ",nw_src="
                        + host(random) + ",nw_dst=" + host(random) + ",tp_src=" + (1024 + random.nextInt(64_512))
                        + ",tp_dst=" + SERVICES[random.nextInt(SERVICES.length)];
            case L3 -> route(random);
            case L2 -> "table=2,dl_vlan=" + (1 + random.nextInt(4094)) + ",dl_dst=02:" + mac(random.nextLong(), 5);
        };
    }

    private static String host(Random random) {
        return NETWORKS[random.nextInt(NETWORKS.length)] + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    /** A prefix; short ones come seldom, since there are few of them. */
    private static String route(Random random) {
        int length = SHORTEST_PREFIX + random.nextInt(33 - SHORTEST_PREFIX);
        int address = random.nextInt() & -1 << 32 - length;
        return "table=1,priority=" + length + ",ip,nw_dst=" + (address >>> 24) + "." + (address >>> 16 & 255) + "."
                + (address >>> 8 & 255) + "." + (address & 255) + "/" + length;
    }

    private static String mac(long bits, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02x", bits >>> 8 * i & 0xFF));
        }
        return text.toString();
    }

    private static String actions(Shape shape, int i, int variant) {
        return switch (shape) {
            case ACL -> VERDICTS[(i + variant) % VERDICTS.length];
            case L3 -> "mod_dl_dst:02:" + mac(i * 0x9E37_79B9_7F4AL + variant, 5) + ",dec_ttl,output:" + (1 + i % 16);
            case L2 -> "strip_vlan,output:" + (1 + (i + variant) % 64);
        };
    }
}
