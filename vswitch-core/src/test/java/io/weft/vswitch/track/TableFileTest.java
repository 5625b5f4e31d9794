package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.wire.TcpHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table outlives its process, whole or not. */
final class TableFileTest {
    private static final int CAPACITY = 512;
    private static final TrackOrder COMMIT = TrackOrder.look(3).committing();
    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("connections.dat");
    }

    private ConnectionTracker open(long nowMs, long wallMs) throws TrackerException {
        return ConnectionTracker.open(file(), CAPACITY, nowMs, wallMs);
    }

    private static List<Connection> dump(ConnectionTracker tracker, long nowMs) {
        List<Connection> all = new ArrayList<>();
        tracker.forEach(ConnectionFilter.ALL, nowMs, all::add);
        return all;
    }

    @Test
    void connectionsGoOnWithTheTimeTheyHad() throws TrackerException {
        Connection before;
        try (ConnectionTracker tracker = open(1000, 500_000);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            frames.track(COMMIT.marking(7, -1), TestPacket.udp(A, 1, B, 2), 1000);
            tracker.sweep(11_000, 510_000, 10);
            before = dump(tracker, 11_000).getFirst();
            assertThat(before.remainingMs()).isEqualTo(50_000);
        }
        // Another process, whose clock begins elsewhere, half a minute later.
        try (ConnectionTracker tracker = open(77, 540_000)) {
            assertThat(tracker.remarks()).isEmpty();
            assertThat(tracker.count(3)).isOne();
            Connection after = dump(tracker, 77).getFirst();
            assertThat(after.remainingMs()).isEqualTo(20_000);
            assertThat(after.original()).isEqualTo(before.original());
            assertThat(after.mark()).isEqualTo(7);
            assertThat(dump(tracker, 20_077)).isEmpty();
        }
        // A wall clock that went back ends nothing.
        try (ConnectionTracker tracker = open(0, 1)) {
            assertThat(dump(tracker, 0).getFirst().remainingMs()).isEqualTo(20_000);
        }
    }

    @Test
    void onlyOneProcessUsesAFile() throws TrackerException {
        try (ConnectionTracker tracker = open(0, 1)) {
            assertThat(tracker.remarks()).isEmpty();
            assertThatThrownBy(() -> open(0, 1))
                    .isInstanceOf(TrackerException.class)
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void aDamagedFileIsSetAside() throws TrackerException, IOException {
        Random random = new Random(3);
        for (int offset : new int[] {0, 8, 12, 16, 20, 24, 32, 39}) {
            Files.deleteIfExists(file());
            open(0, 1).close();
            byte[] bytes = Files.readAllBytes(file());
            bytes[offset] ^= (byte) (1 + random.nextInt(255));
            Files.write(file(), bytes);
            try (ConnectionTracker tracker = open(0, 1)) {
                assertThat(tracker.remarks()).as("offset " + offset).hasSize(1);
                assertThat(tracker.remarks().getFirst()).contains("set aside as connections.dat.damaged");
                assertThat(tracker.size()).isZero();
            }
            assertThat(directory.resolve("connections.dat.damaged")).hasBinaryContent(bytes);
        }
        try (RandomAccessFile open = new RandomAccessFile(file().toFile(), "rw")) {
            open.setLength(5000);
        }
        try (ConnectionTracker tracker = open(0, 1)) {
            assertThat(tracker.remarks().getFirst()).contains("5000 bytes long");
        }
        Files.write(file(), new byte[17]);
        try (ConnectionTracker tracker = open(0, 1)) {
            assertThat(tracker.remarks().getFirst()).contains("17 bytes");
        }
    }

    @Test
    void connectionsAreCopiedToATableOfAnotherSize() throws TrackerException {
        try (ConnectionTracker tracker = open(0, 1);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            for (int port = 0; port < 100; port++) {
                frames.track(COMMIT.marking(port, -1), TestPacket.udp(A, port, B, 80), 0);
            }
            for (int port = 90; port < 100; port++) {
                frames.track(TrackOrder.look(3), TestPacket.udp(B, 80, A, port), 0);
                frames.track(TrackOrder.look(3), TestPacket.udp(A, port, B, 80), 0);
            }
        }
        try (ConnectionTracker tracker = ConnectionTracker.open(file(), 2000, 0, 1)) {
            assertThat(tracker.remarks()).isEmpty();
            assertThat(tracker.capacity()).isEqualTo(2000);
            assertThat(tracker.size()).isEqualTo(100);
            assertThat(tracker.findsAll()).isTrue();
            assertThat(dump(tracker, 0)).allMatch(c -> c.original().ports() >>> 16 == c.mark());
        }
        try (ConnectionTracker tracker = ConnectionTracker.open(file(), 40, 0, 1)) {
            assertThat(tracker.remarks())
                    .containsExactly("connection table " + file()
                            + " was for 2000 connections and is for 40 now: 60 that did not fit are forgotten");
            assertThat(tracker.size()).isEqualTo(40);
            assertThat(dump(tracker, 0))
                    .extracting(Connection::mark)
                    .as("those that were answered come first")
                    .contains(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
        }
        try (ConnectionTracker tracker = ConnectionTracker.open(file(), 40, 0, 1)) {
            assertThat(tracker.remarks()).isEmpty();
            assertThat(tracker.size()).isEqualTo(40);
        }
    }

    /** Words as a process leaves them that is killed in the middle of something. */
    @Test
    void halfWrittenRecordsAreSeen() throws TrackerException, IOException {
        try (ConnectionTracker tracker = open(0, 1);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            for (int port = 0; port < 6; port++) {
                frames.track(COMMIT, TestPacket.tcp(A, port, B, 80, TcpHeader.SYN), 0);
            }
        }
        byte[] bytes = Files.readAllBytes(file());
        set(bytes, 0, RecordDescriptor.LIVE | RecordDescriptor.UPDATING);
        set(bytes, 1, RecordDescriptor.LIVE | RecordDescriptor.RELABELLING);
        set(bytes, 2, RecordDescriptor.FILLING);
        set(bytes, 3, RecordDescriptor.DYING);
        bytes[TableDescriptor.HEADER_LENGTH + 4 * RecordDescriptor.LENGTH + RecordDescriptor.SOURCE + 9] ^= 1;
        Files.write(file(), bytes);
        try (ConnectionTracker tracker = open(0, 1);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            assertThat(tracker.remarks()).hasSize(1);
            assertThat(tracker.remarks().getFirst()).contains("2 connections were taken over", "2 records", "1 were");
            assertThat(dump(tracker, 0))
                    .extracting(c -> c.original().ports() >>> 16)
                    .containsExactly(0, 5);
            assertThat(tracker.size()).isEqualTo(2);
            assertThat(tracker.count(3)).isEqualTo(2);
            TestPacket wild = TestPacket.tcp(A, 0, B, 80, TcpHeader.ACK).numbers(1 << 30, 1 << 30, 10);
            assertThat(frames.track(TrackOrder.look(3), wild, 0)).isEqualTo(CtState.TRK | CtState.EST);
            for (int port = 10; port < 10 + CAPACITY - 2; port++) {
                frames.track(COMMIT, TestPacket.udp(A, port, B, 80), 0);
            }
            assertThat(tracker.size()).as("no record is lost").isEqualTo(CAPACITY);
        }
    }

    private static void set(byte[] bytes, int number, int bits) {
        int at = TableDescriptor.HEADER_LENGTH + number * RecordDescriptor.LENGTH + RecordDescriptor.WORD;
        bytes[at] = (byte) (bytes[at] & 0xF0 | bits);
    }

    /** A copy of the file while a thread writes it is no state that it ever had; still it opens, and what it holds is sound. */
    @Test
    void aCopyOfAFileThatIsWrittenIsSound() throws Exception {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("TableFileTest: seed " + seed);
        Path copy = directory.resolve("copy.dat");
        try (ConnectionTracker tracker = open(0, 1)) {
            TableTorture torture = new TableTorture(tracker, seed);
            Thread writer = new Thread(torture, "writer");
            writer.start();
            for (int i = 0; i < 60; i++) {
                Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
                try (ConnectionTracker other = ConnectionTracker.open(copy, CAPACITY, 0, 1)) {
                    TableTorture.check(other, "seed " + seed + ", copy " + i);
                }
            }
            torture.stop();
            writer.join();
            assertThat(torture.failure()).isNull();
            TableTorture.check(tracker, "seed " + seed);
        }
    }

    /** The real thing: a process that is killed. */
    @Test
    void aKilledProcessLeavesASoundTable() throws Exception {
        for (int i = 0; i < 3; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TableTorture.class.getName(),
                            file().toString(),
                            Integer.toString(CAPACITY),
                            Integer.toString(i))
                    .redirectErrorStream(true)
                    .start();
            // It says a word once it has written for a while.
            assertThat(process.inputReader().readLine()).isEqualTo("writing");
            process.destroyForcibly().waitFor();
            try (ConnectionTracker tracker = open(0, 1)) {
                assertThat(tracker.size()).isPositive();
                TableTorture.check(tracker, "kill " + i);
            }
        }
    }

    @Test
    void theRecordFitsItsBudget() {
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(100_000, 0)) {
            assertThat(tracker.bytes() / 100_000.0).isLessThanOrEqualTo(160.0);
        }
    }
}
