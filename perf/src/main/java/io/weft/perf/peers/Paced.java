package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Ports at a pace, and how long each packet takes: a library that is loaded into a switch ({@code paced.c} says how), and the memory that it shares with this
 * process. One thread uses it.
 */
final class Paced {
    private static final String SOURCE = "paced.c";
    private static final int MODE = 0;
    private static final int GENERATION = 8;
    private static final int INTERVAL = 16;
    private static final int GIVEN = 24;
    private static final int SENT = 32;
    private static final int DELAYS = 4096;
    private static final int LENGTH = DELAYS + Long.BYTES * Delays.BUCKETS;
    private static final double PICOSECONDS = 1e12;

    private final Path library;
    private final Path file;
    private final MappedByteBuffer memory;

    private Paced(Path library, Path file, MappedByteBuffer memory) {
        this.library = library;
        this.file = file;
        this.memory = memory;
    }

    /** Compiles the library and makes the memory, both in the directory of a switch that is not started yet. */
    static Paced make(Place place) {
        Path source = place.directory().resolve(SOURCE);
        Path library = place.directory().resolve("paced.so");
        Path file = place.directory().resolve("paced");
        try (InputStream text = Paced.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source);
            Commands.must(Map.of(), "cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString());
            Files.write(file, new byte[LENGTH]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
                memory.order(ByteOrder.LITTLE_ENDIAN);
                return new Paced(library, file, memory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process of the switch must have in its environment. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "WEFT_PACED", file.toString());
    }

    /** From now on ports receive nothing, and write nothing to files. */
    void hold() {
        memory.putLong(INTERVAL, -1);
        memory.putLong(MODE, 1);
    }

    /** From now on ports receive as much as the switch fetches. */
    void flood() {
        hold();
        memory.putLong(INTERVAL, 0);
    }

    /** The same, with frames that are of another client of 10.0.0.0/8 each time that a port's capture begins anew. */
    void floodOfOthers() {
        memory.putLong(INTERVAL, 0);
        memory.putLong(MODE, 2);
    }

    /** From now on ports are as if the library was not there. */
    void leave() {
        memory.putLong(MODE, 0);
    }

    /** From now on each port receives so many packets a second, at equal distances. */
    void pace(double packetsPerSecond) {
        hold();
        memory.putLong(GENERATION, memory.getLong(GENERATION) + 1);
        memory.putLong(INTERVAL, Math.max(1, Math.round(PICOSECONDS / packetsPerSecond)));
    }

    /** Packets received by all ports so far. */
    long given() {
        return memory.getLong(GIVEN);
    }

    /** Packets sent by all ports so far. */
    long sent() {
        return memory.getLong(SENT);
    }

    /** How long the packets that came at a pace took so far. */
    Delays delays() {
        long[] frames = new long[Delays.BUCKETS];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = memory.getLong(DELAYS + Long.BYTES * i);
        }
        return new Delays(frames);
    }

    /**
     * Requires that nothing got lost since both counts were equal.
     *
     * @throws RefusedException when packets did
     */
    void requireDelivered(String name, long givenBefore, long sentBefore) {
        long given = given() - givenBefore;
        long sent = sent() - sentBefore;
        if (sent != given) {
            throw new RefusedException(name + " sent " + sent + " of the " + given + " packets that came at a pace");
        }
    }
}
