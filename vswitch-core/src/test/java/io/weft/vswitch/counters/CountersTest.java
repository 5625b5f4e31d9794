package io.weft.vswitch.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {
    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve(SwitchCounters.FILE_NAME);
    }

    private List<Counter> read() throws CountersException {
        try (CountersFile file = CountersFile.open(path())) {
            return file.counters();
        }
    }

    @Test
    void registriesAreComplete() {
        assertThat(Arrays.stream(CounterKind.values()).map(CounterKind::typeId)).doesNotHaveDuplicates();
        for (CounterKind kind : CounterKind.values()) {
            assertThat(CounterKind.ofTypeId(kind.typeId())).isEqualTo(kind);
            assertThat(kind.text()).isNotBlank();
            assertThat(kind.unit()).isNotBlank();
        }
        for (DropReason reason : DropReason.values()) {
            assertThat(reason.text()).isNotBlank().doesNotEndWith(".");
            assertThat(reason.name().length()).isLessThan(100);
        }
    }

    @Test
    void handlesSumUp() {
        try (SwitchCounters counters = SwitchCounters.inMemory()) {
            counters.port("eth0", 0).received(3, 300);
            counters.port("eth0", 1).received(4, 400);
            counters.port("eth0", 1).transmitted(2, 128);
            counters.port("eth0", 0).transmitDropped(5);
            counters.port("eth0", 0).missed(6);
            assertThat(counters.port("eth0", 0)).isSameAs(counters.port("eth0", 0));
            assertThat(counters.totals("eth0")).isEqualTo(new PortTotals(7, 700, 6, 0, 2, 128, 5));
            assertThat(counters.totals("eth1")).isEqualTo(PortTotals.ZERO);
            counters.pmd(0).drops().add(DropReason.TABLE_MISS, 2);
            counters.drops("upcall").add(DropReason.TABLE_MISS, 3);
            assertThat(counters.dropped(DropReason.TABLE_MISS)).isEqualTo(5);
        }
    }

    @Test
    void everyPmdKindHasItsCounter() {
        try (SwitchCounters counters = SwitchCounters.inMemory()) {
            PmdCounters pmd = counters.pmd(0);
            pmd.burst(1);
            pmd.emcHits(1);
            pmd.smcHits(2);
            pmd.megaflowHits(3);
            pmd.translated(4, 5);
            pmd.busyPoll(6);
            pmd.idlePoll();
            pmd.cacheSize(7, 8);
            pmd.refused(9);
            pmd.effectsDeferred(10);
            pmd.reportLost();
            pmd.sampleLost();
            pmd.recirculated(11);
            pmd.connectionHits(12);
            for (CounterKind kind : CounterKind.values()) {
                if (kind.scope() == CounterKind.Scope.PMD) {
                    assertThat(pmd.value(kind)).as(kind.counterName()).isPositive();
                }
            }
        }
    }

    @Test
    void aFileIsReadWhileItIsWritten() throws CountersException {
        try (SwitchCounters counters = SwitchCounters.create(directory)) {
            PortCounters port = counters.port("eth0", 2);
            port.received(10, 640);
            counters.pmd(1).drops().add(DropReason.TTL_EXPIRED, 7);
            assertThat(read())
                    .contains(new Counter(CounterKind.PORT_RX_BYTES, "eth0", 2, "", 640))
                    .contains(new Counter(CounterKind.DROPS, "pmd1", 1, "TTL_EXPIRED", 7));
            port.received(1, 64);
            assertThat(read()).contains(new Counter(CounterKind.PORT_RX_BYTES, "eth0", 2, "", 704));
            counters.freePort("eth0");
            assertThat(read()).noneMatch(counter -> counter.owner().equals("eth0"));
        }
    }

    @Test
    void aNewSwitchGoesOnCounting() throws CountersException {
        try (SwitchCounters counters = SwitchCounters.create(directory)) {
            counters.port("eth0", 0).received(10, 640);
            counters.pmd(0).cacheSize(5, 5);
        }
        try (SwitchCounters counters = SwitchCounters.create(directory)) {
            counters.port("eth0", 0).received(1, 60);
            assertThat(counters.totals("eth0").rxBytes()).isEqualTo(700);
            assertThat(counters.pmd(0).value(CounterKind.PMD_MEGAFLOWS)).isZero();
            counters.freePort("eth0");
            assertThat(counters.port("eth0", 0).totals()).isEqualTo(PortTotals.ZERO);
        }
    }

    @Test
    void aPreparedSwitchGoesOnWhereTheOtherEnds() throws CountersException {
        try (SwitchCounters running = SwitchCounters.create(directory);
                SwitchCounters next = SwitchCounters.prepare(directory)) {
            PmdCounters early = next.pmd(0);
            running.port("eth0", 0).received(10, 640);
            running.pmd(0).burst(7);
            assertThat(read()).contains(new Counter(CounterKind.PORT_RX_BYTES, "eth0", 0, "", 640));
            next.takePlace();
            assertThat(early.value(CounterKind.PMD_PACKETS)).isEqualTo(7);
            next.port("eth0", 0).received(1, 60);
            assertThat(read()).contains(new Counter(CounterKind.PORT_RX_BYTES, "eth0", 0, "", 700));
        }
    }

    @Test
    void whatWasPreparedInVainLeavesNothing() {
        SwitchCounters.prepare(directory).close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFullFileStillCounts() throws CountersException {
        try (SwitchCounters counters = SwitchCounters.create(path(), 8)) {
            for (int i = 0; i < 3; i++) {
                counters.port("p" + i, 0).received(1, 1);
            }
            assertThat(counters.totals("p2").rxPackets()).isEqualTo(1);
            assertThat(counters.unlisted()).isEqualTo(19);
            assertThat(read()).hasSize(8);
            for (int i = 0; i < 3; i++) {
                counters.freePort("p" + i);
            }
        }
    }

    @Test
    void survivesTheDeathOfTheWriter() throws IOException, InterruptedException, CountersException {
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(writer.inputReader().readLine()).isEqualTo("counted");
            try (CountersFile file = CountersFile.open(path())) {
                assertThat(file.isWriterAlive()).isTrue();
                assertThat(file.pid()).isEqualTo(writer.pid());
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (CountersFile file = CountersFile.open(path())) {
            assertThat(file.isWriterAlive()).isFalse();
            assertThat(file.startMs()).isPositive();
            assertThat(file.counters()).contains(new Counter(CounterKind.PORT_RX_PACKETS, "eth0", 0, "", 123_456));
        }
    }

    /** The process that is killed. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            SwitchCounters counters = SwitchCounters.create(Path.of(args[0]));
            PortCounters port = counters.port("eth0", 0);
            for (int i = 0; i < 123_456; i++) {
                port.received(1, 60);
            }
            System.out.println("counted");
            System.out.flush();
            int end = System.in.read();
            throw new IllegalStateException("nobody killed the writer: " + end);
        }
    }

    @Test
    void refusesWhatItCannotTrust() throws IOException {
        assertThatThrownBy(() -> CountersFile.open(path())).hasMessageContaining("is absent");
        Files.write(path(), new byte[100]);
        assertThatThrownBy(() -> CountersFile.open(path())).hasMessageContaining("too short");
        Files.write(path(), new byte[10_000]);
        assertThatThrownBy(() -> CountersFile.open(path())).hasMessageContaining("is not a counters file");
        refuses(CountersDescriptor.VERSION_OFFSET, 2, "use a newer weft");
        refuses(CountersDescriptor.VERSION_OFFSET, 0, "contradict");
        refuses(CountersDescriptor.HEADER_LENGTH_OFFSET, 8192, "contradict");
        refuses(CountersDescriptor.METADATA_LENGTH_OFFSET, 512, "contradict");
        refuses(CountersDescriptor.VALUES_LENGTH_OFFSET, -128, "contradict");
        refuses(CountersDescriptor.FILE_LENGTH_OFFSET, 77, "contradict");
        SwitchCounters.create(path(), 16).close();
        try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThatThrownBy(() -> CountersFile.open(path()))
                .isInstanceOf(CountersException.class)
                .hasMessageContaining("its header says");
    }

    private void refuses(int offset, int value, String why) throws IOException {
        SwitchCounters.create(path(), 16).close();
        try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
            file.seek(offset);
            file.writeInt(Integer.reverseBytes(value));
        }
        assertThatThrownBy(() -> CountersFile.open(path()))
                .isInstanceOf(CountersException.class)
                .hasMessageContaining(why);
        SwitchCounters.create(path(), 16).close();
    }
}
