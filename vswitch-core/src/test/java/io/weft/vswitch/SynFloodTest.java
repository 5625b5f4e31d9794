package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryPort;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A port whose packets all begin connections, beside one with a connection that is there. The clock stands still but for 10 us a round, so that counts follow from the
 * rules and not from the machine: a newcomer counts for 0.1 us, so a queue that is held back has 3.125 of them a round.
 */
final class SynFloodTest {
    private static final int BURST = 64;
    private static final int ROUNDS_A_MS = 100;

    /** Until 20 ms are used up by newcomers of 0.1 us, which get a 32nd of the time back meanwhile: 3,285 rounds. */
    private static final int SPENT = 3_600;

    private static final int ROUNDS = 2_000;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final Map<String, Long> given = new HashMap<>();
    private VirtualSwitch weft;
    private int nextClient;
    private int untilTick = ROUNDS_A_MS;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(memory("good", 1))
                .with(memory("bad", 2))
                .with(memory("worse", 4))
                .with(PortSettings.of("sink", "memory").withOfportRequest(3).withOptions(Map.of("tx", "sink")))));
        stepped.add(
                "br0",
                "table=0,ip,actions=ct(table=1)",
                "table=1,ip,ct_state=+trk+new,actions=ct(commit),output:3",
                "table=1,ip,ct_state=+trk+est,actions=output:3");
        stepped.send("good", known(false));
        stepped.send("good", known(true));
        stepped.send("bad", known(false));
    }

    private static PortSettings memory(String name, int number) {
        return PortSettings.of(name, "memory").withOfportRequest(number);
    }

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(from, to)
                .udp(fromPort, toPort)
                .payload(18)
                .build();
    }

    /** Of the connection that is there. */
    private static byte[] known(boolean isReply) {
        return isReply ? udp(0x0a000002, 53, 0x0a000001, 1000) : udp(0x0a000001, 1000, 0x0a000002, 53);
    }

    /** Each of a connection of its own. */
    private byte[] newcomer() {
        nextClient++;
        return udp(0x0b000000 + nextClient, 1 + nextClient % 60_000, 0x0a000002, 53);
    }

    /** What finds the ring full is lost. */
    private void give(String port, int packets, boolean areNewcomers) {
        MemoryPort device = stepped.port(port);
        for (int i = 0; i < packets; i++) {
            given.merge(port, device.inject(areNewcomers ? newcomer() : known(false)) ? 1L : 0L, Long::sum);
        }
    }

    private boolean isWaiting(String port) {
        return received(port) < 1 + given.get(port); // one came before
    }

    private void round() {
        weft.round();
        if (--untilTick == 0) {
            untilTick = ROUNDS_A_MS;
            stepped.clock().advanceMs(1);
        }
    }

    /** Rounds in each of which {@code known} packets come to one port, and newcomers to the others. */
    private void run(int rounds, int known, int newcomers, String... from) {
        for (int round = 0; round < rounds; round++) {
            give("good", known, false);
            for (String port : from) {
                give(port, newcomers, true);
            }
            round();
        }
    }

    private long received(String port) {
        return weft.counters().totals(port).rxPackets();
    }

    private long refused(String port) {
        return weft.counters().port(port, 0).newcomersDropped();
    }

    private long begun() {
        return weft.connections().tracker().size();
    }

    @Test
    void aPortThatIsAloneIsNeverHeldBack() {
        run(SPENT + ROUNDS, 0, BURST, "bad");
        assertThat(refused("bad")).isZero();
        assertThat(received("bad")).isEqualTo(1L + (SPENT + ROUNDS) * BURST);
        assertThat(weft.counters().dropped(DropReason.NEW_CONNECTION_BUDGET)).isZero();
    }

    @Test
    void norOneBesideAPortThatDoesNotNeedTheTime() {
        run(SPENT + ROUNDS, BURST - 1, BURST, "bad");
        assertThat(refused("bad")).isZero();
        assertThat(received("bad")).isEqualTo(1L + (SPENT + ROUNDS) * BURST);
    }

    @Test
    void portsThatAllBeginConnectionsAreEquals() {
        run(SPENT, 0, BURST, "bad", "worse");
        assertThat(refused("bad") + refused("worse")).isZero();
        assertThat(received("bad")).isEqualTo(1L + SPENT * BURST);
        assertThat(received("worse")).isEqualTo((long) SPENT * BURST);
    }

    @Test
    void whoFloodsHasA32ndOfTheTimeWhileAnotherNeedsIt() {
        run(SPENT, BURST, BURST, "bad");
        long before = received("bad");
        long refusedBefore = refused("bad");
        long goodBefore = received("good");
        run(ROUNDS, BURST, BURST, "bad");
        long more = received("bad") - before;
        assertThat(more).as("3.125 a round").isBetween(ROUNDS * 3L - BURST, ROUNDS * 3L + ROUNDS / 4 + BURST);
        assertThat(refused("bad") - refusedBefore).as("all but 8 of a burst").isEqualTo(more / BURST * (BURST - 8));
        assertThat(weft.counters().dropped(DropReason.NEW_CONNECTION_BUDGET)).isEqualTo(refused("bad"));
        assertThat(received("good") - goodBefore).isEqualTo((long) ROUNDS * BURST);
    }

    @Test
    void allThatFloodShareIt() {
        run(SPENT, BURST, BURST, "bad", "worse");
        long before = received("bad") + received("worse");
        run(ROUNDS, BURST, BURST, "bad", "worse");
        long more = received("bad") + received("worse") - before;
        assertThat(more).as("3.125 a round").isBetween(ROUNDS * 3L - 2 * BURST, ROUNDS * 3L + ROUNDS / 4 + 2 * BURST);
    }

    @Test
    void knownPacketsOfThePortThatFloodsPass() {
        run(SPENT, BURST, BURST, "bad");
        while (isWaiting("bad")) {
            run(1, BURST, 0); // until its ring is empty
        }
        long sunkBefore = stepped.port("sink").sunk();
        long refusedBefore = refused("bad");
        long goodBefore = received("good");
        long begunBefore = begun();
        give("bad", BURST / 2, false);
        give("bad", BURST / 2, true);
        for (int round = 0; round < ROUNDS_A_MS; round++) {
            run(1, BURST, 0);
        }
        assertThat(stepped.port("sink").sunk() - sunkBefore - (received("good") - goodBefore))
                .as("the known ones, and 8 that begin")
                .isEqualTo(BURST / 2 + 8);
        assertThat(refused("bad") - refusedBefore).isEqualTo(BURST / 2 - 8);
        assertThat(begun() - begunBefore).isEqualTo(8);
    }

    @Test
    void itIsFreeAgainWhenTheOtherNeedsTheTimeNoMore() {
        run(SPENT, BURST, BURST, "bad");
        while (isWaiting("bad")) {
            run(1, 0, 0);
        }
        long refusedBefore = refused("bad");
        long before = received("bad");
        run(ROUNDS, 0, BURST, "bad");
        assertThat(refused("bad")).isEqualTo(refusedBefore);
        assertThat(received("bad") - before).isEqualTo((long) ROUNDS * BURST);
    }
}
