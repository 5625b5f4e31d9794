package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import io.weft.perf.report.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Weft's packet thread allocates, and how often its JVM collects, during a minute at full load: from the JVM's own list of threads and log of collections. */
final class Garbage {
    private static final int SECONDS = 60;
    private static final Pattern PACKET_THREAD = Pattern.compile("\"pmd-\\d+\"[^\\n]*? allocated=(\\d+)([BKMG])");
    private static final Pattern COLLECTION = Pattern.compile("GC\\((\\d+)\\)");

    private Garbage() {}

    /** Bytes a packet, collections, and what lies behind. */
    record Outcome(Rounds bytesPerPacket, Map<String, Object> more) {}

    static Outcome run(WeftPeer weft, List<Port> ports, int warmUp) {
        weft.resume();
        try {
            ports.forEach(weft::add);
            Pause.seconds(warmUp);
            long allocatedBefore = allocated(weft);
            int collectionsBefore = collections(weft);
            Counts before = weft.counts();
            Pause.seconds(SECONDS);
            Counts after = weft.counts();
            int collections = collections(weft) - collectionsBefore;
            long allocated = allocated(weft) - allocatedBefore;
            long packets = after.allReceived() - before.allReceived();
            Rounds bytes = new Rounds();
            bytes.add(allocated / (double) packets);
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("collections", collections);
            more.put("seconds", SECONDS);
            more.put("packets", packets);
            more.put("allocatedBytes", allocated);
            return new Outcome(bytes, more);
        } finally {
            weft.disconnect();
        }
    }

    private static long allocated(WeftPeer weft) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return allocated(Commands.must(program, Long.toString(weft.process().pid()), "Thread.print", "-e"));
    }

    /** The bytes that packet threads have allocated, of a list of threads with {@code -e}; large ones are rounded to a per cent or less. */
    static long allocated(String threads) {
        long bytes = 0;
        Matcher thread = PACKET_THREAD.matcher(threads);
        boolean isThere = false;
        while (thread.find()) {
            isThere = true;
            bytes += Long.parseLong(thread.group(1)) << 10 * "BKMG".indexOf(thread.group(2));
        }
        if (!isThere) {
            throw new RefusedException("the JVM lists no packet thread");
        }
        return bytes;
    }

    private static int collections(WeftPeer weft) {
        try {
            return collections(Files.readString(weft.collectorLog()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many collections a log has, each of which it numbers from 0. */
    static int collections(String log) {
        return COLLECTION
                .matcher(log)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)) + 1)
                .max()
                .orElse(0);
    }
}
