package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from other programs, and written to them. */
class PeerTextTest {
    @Test
    void missesAreOfAllPacketThreads() {
        String text = """
                pmd thread numa_id 0 core_id 1:
                  packets received: 100
                  miss with success upcall: 7
                  miss with failed upcall: 2
                pmd thread numa_id 0 core_id 0:
                  miss with success upcall: 30
                  miss with failed upcall: 0
                """;
        assertThat(OvsPeer.misses(text)).isEqualTo(39);
    }

    @Test
    void allocationIsOfPacketThreadsAlone() {
        String threads = """
                "main" #3 [77] prio=5 os_prio=0 cpu=10.0ms elapsed=5.0s allocated=900M defined_classes=40 tid=0x1 waiting
                "pmd-0" #30 [78] prio=5 os_prio=-20 cpu=10.0ms elapsed=5.0s allocated=984B defined_classes=0 tid=0x2 runnable
                "pmd-1" #31 [79] prio=5 os_prio=-20 cpu=10.0ms elapsed=5.0s allocated=12K defined_classes=0 tid=0x3 runnable
                """;
        assertThat(Garbage.allocated(threads)).isEqualTo(984 + 12 * 1024);
    }

    @Test
    void collectionsAreCountedByTheirNumbers() {
        assertThat(Garbage.collections("")).isZero();
        String log = """
                [0.1s][info][gc] Using The Z Garbage Collector
                [1.0s][info][gc] GC(0) Minor Collection (Allocation Rate) 100M(5%)->20M(1%) 0.01s
                [2.0s][info][gc] GC(1) Major Collection (Warmup) 100M(5%)->20M(1%) 0.01s
                """;
        assertThat(Garbage.collections(log)).isEqualTo(2);
    }

    @Test
    void aRestartIsOverWhenNineTenthsAreReached() {
        List<Restart.Sample> samples = List.of(
                new Restart.Sample(1, 0),
                new Restart.Sample(2, 5),
                new Restart.Sample(3, 9.5),
                new Restart.Sample(7, 8),
                new Restart.Sample(8, 10),
                new Restart.Sample(9, 10));
        assertThat(Restart.settled(samples)).isEqualTo(10);
        assertThat(Restart.secondsUntilFull(samples)).isEqualTo(3);
    }

    @Test
    void aChangeIsAMessageOfOpenFlow() {
        ByteBuffer message = OpenFlowChanges.message(5, 3, true);
        assertThat(message.position()).isEqualTo(72);
        assertThat(message.getShort(2)).isEqualTo((short) 72);
        assertThat(message.getShort(8 + 22)).isEqualTo((short) 0x0800);
        assertThat(message.getInt(8 + 28)).isEqualTo(0xC0A8_0004);
        assertThat(message.getShort(8 + 38)).isEqualTo((short) 4);
        assertThat(message.getShort(62)).isEqualTo((short) 200);
        assertThat(OpenFlowChanges.message(5, 3, false).getShort(56)).isEqualTo((short) 4);
    }
}
