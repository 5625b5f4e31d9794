package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A port that sends what no cache knows, beside one with ordinary traffic. The clock stands still but for a tenth of a millisecond a round, so that
 * counts follow from the rules and not from the machine.
 */
final class MissStormTest {
    private static final int ROUNDS = 1_000;
    private static final int BURST = 64;
    private static final int ROUNDS_A_MS = 10;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;
    private int nextFlow;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(memory("good", 1))
                .with(memory("bad", 2))
                .with(memory("worse", 4))
                .with(PortSettings.of("sink", "memory").withOfportRequest(3).withOptions(Map.of("tx", "sink")))));
        // Both source ports are looked at, so a packet with others is a miss.
        stepped.add("br0", "udp,actions=move:NXM_OF_UDP_SRC[]->NXM_OF_UDP_DST[],output:3");
    }

    private static PortSettings memory(String name, int number) {
        return PortSettings.of(name, "memory").withOfportRequest(number);
    }

    /** Each packet of a flow of its own. */
    private byte[] stranger() {
        nextFlow++;
        return frame(1 + nextFlow % 65_000, 0x0200_0000_0002L + nextFlow / 65_000);
    }

    private static byte[] frame(int source, long mac) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, mac)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(source, 7)
                .payload(18)
                .build();
    }

    private void fill(String port, int packets, boolean strangers) {
        MemoryPort device = stepped.port(port);
        byte[] known = frame(1, 0x0200_0000_0002L);
        for (int i = 0; i < packets; i++) {
            assertThat(device.inject(strangers ? stranger() : known)).isTrue();
        }
    }

    /** Rounds in each of which {@code good} packets of a known flow come to one port and strangers to the others. */
    private void run(int good, int strangers, String... from) {
        for (int round = 0; round < ROUNDS; round++) {
            fill("good", good, false);
            for (String port : from) {
                fill(port, strangers, true);
            }
            weft.round();
            if (round % ROUNDS_A_MS == ROUNDS_A_MS - 1) {
                stepped.clock().advanceMs(1);
            }
        }
    }

    private long overBudget(String port) {
        return weft.counters().port(port, 0).missesDropped();
    }

    private long translated() {
        return weft.pmds().statistics().getFirst().misses();
    }

    @Test
    void missesOfOnePortAreHeldBackWhileAnotherNeedsTheTime() {
        run(BURST, BURST, "bad");
        long creditNs = 20_000_000 + ROUNDS / ROUNDS_A_MS * 1_000_000L / 16;
        assertThat(translated())
                .as("a microsecond each")
                .isBetween(creditNs / 1_000 - BURST, creditNs / 1_000 + 3 * BURST);
        assertThat(overBudget("bad")).isEqualTo((long) ROUNDS * BURST - translated() + 1);
        assertThat(overBudget("good")).isZero();
        assertThat(weft.counters().dropped(DropReason.TRANSLATION_BUDGET)).isEqualTo(overBudget("bad"));
        assertThat(stepped.port("sink").sunk()).isEqualTo(2L * ROUNDS * BURST - overBudget("bad"));
        assertThat(weft.counters().totals("good").rxPackets()).isEqualTo((long) ROUNDS * BURST);
    }

    @Test
    void whileNobodyElseNeedsTheTimeMissesHaveAllOfIt() {
        run(BURST - 1, BURST, "bad");
        assertThat(overBudget("bad")).isZero();
        assertThat(translated()).isEqualTo((long) ROUNDS * BURST + 1);
    }

    @Test
    void allThatAreHeldBackShareOneCredit() {
        run(BURST, BURST / 2, "bad", "worse");
        long creditNs = 20_000_000 + ROUNDS / ROUNDS_A_MS * 1_000_000L / 16;
        assertThat(translated())
                .as("and what came before it was clear that \"good\" is no hiccup")
                .isBetween(creditNs / 1_000 - BURST, creditNs / 1_000 + 20 * BURST);
        assertThat(overBudget("bad")).isPositive();
        assertThat(overBudget("worse")).isPositive();
    }

    @Test
    void portsThatAllSendStrangersAreEquals() {
        run(0, BURST, "bad", "worse");
        assertThat(overBudget("bad") + overBudget("worse"))
                .as("there are no hits to protect")
                .isZero();
        assertThat(stepped.port("sink").sunk()).isEqualTo(2L * ROUNDS * BURST);
    }

    // ---- masks

    /** Tables that look at one bit after the other, so that who sends chooses how many bits are looked at: 289 masks. */
    private void addBitTables() {
        List<String> flows = new ArrayList<>();
        flows.add("table=0,priority=40000,udp,actions=resubmit(,1)");
        for (int bit = 0; bit < 16; bit++) {
            flows.add("table=" + (1 + bit) + ",priority=2,udp,tp_src=" + (1 << bit) + "/" + (1 << bit)
                    + ",actions=resubmit(," + (bit == 15 ? 20 : 2 + bit) + ")");
            flows.add("table=" + (1 + bit) + ",priority=1,actions=resubmit(,20)");
            flows.add("table=" + (20 + bit) + ",priority=2,udp,tp_dst=" + (1 << bit) + "/" + (1 << bit) + ",actions="
                    + (bit == 15 ? "output:3" : "resubmit(," + (21 + bit) + ")"));
            flows.add("table=" + (20 + bit) + ",priority=1,actions=output:3");
        }
        stepped.add("br0", flows.toArray(String[]::new));
    }

    private static byte[] bits(int sourceBits, int destinationBits) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a000001, 0x0a000002)
                .udp((1 << sourceBits) - 1, (1 << destinationBits) - 1)
                .payload(18)
                .build();
    }

    /** A thousand packets a second that are chosen to make masks, for two seconds. */
    private void explode(int from, int to) {
        for (int i = 0; i < 2_000; i++) {
            int kind = from + i % (to - from);
            stepped.send("bad", bits(kind / 17, kind % 17));
            stepped.clock().advanceMs(1);
        }
    }

    @Test
    void aPortCannotFillTheCacheWithMasks() {
        addBitTables();
        explode(10, 289);
        assertThat(weft.counters().pmd(0).value(CounterKind.PMD_MASKS)).isBetween(60L, 80L);
        assertThat(stepped.port("sink").sunk()).isEqualTo(2_000);
        assertThat(weft.pmds().statistics().getFirst().megaflows())
                .as("what gets no mask is kept for its own key")
                .isEqualTo(279);
        assertThat(translated()).isEqualTo(279);
        assertThat(weft.pmds().statistics().getFirst().refused()).isZero();
    }

    @Test
    void whoSendsOrdinaryTrafficStillGetsItsMasks() {
        addBitTables();
        explode(10, 289);
        long refused = weft.pmds().statistics().getFirst().refused();
        long translated = translated();
        for (int packet = 0; packet < 100; packet++) {
            for (int kind = 0; kind < 10; kind++) {
                stepped.send("good", bits(kind / 17, kind % 17));
            }
        }
        assertThat(weft.pmds().statistics().getFirst().refused()).isEqualTo(refused);
        assertThat(translated() - translated)
                .as("one translation each, then hits")
                .isEqualTo(10);
    }

    @Test
    void masksOfTheAttackGoWhenItEnds() {
        addBitTables();
        explode(10, 289);
        for (int second = 0; second < 12; second++) {
            stepped.clock().advanceMs(1_000);
            stepped.step();
        }
        assertThat(weft.pmds().statistics().getFirst().megaflows()).isZero();
        assertThat(weft.counters().pmd(0).value(CounterKind.PMD_MASKS)).isZero();
    }
}
