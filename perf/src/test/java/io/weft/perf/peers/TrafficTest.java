package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, as much of it as is asked for. */
class TrafficTest {
    private static final int SOURCE_AT = 26;

    @TempDir
    private Path directory;

    @Test
    void eachNewFlowHasASourceOfItsOwn() throws IOException {
        for (boolean isFromA : new boolean[] {true, false}) {
            Path file = Traffic.writeDistinct(directory.resolve("new.pcap"), 5_000, 60, isFromA);
            Set<Integer> sources = new HashSet<>();
            Capture.read(file, Integer.MAX_VALUE).forEach(frame -> sources.add(frame.getInt(SOURCE_AT)));
            assertThat(sources).hasSize(5_000);
        }
    }

    @Test
    void noMoreIsReadThanIsAskedFor() throws IOException {
        Path file = directory.resolve("some.pcap");
        Capture.write(file, List.of(new byte[60], new byte[1514], new byte[64]));
        assertThat(Capture.read(file, 2)).extracting(ByteBuffer::remaining).containsExactly(60, 1514);
        assertThat(Capture.read(file, 9)).hasSize(3);
        Files.write(file, List.of("cut"), java.nio.file.StandardOpenOption.APPEND);
        assertThat(Capture.read(file, 9)).hasSize(3);
    }
}
