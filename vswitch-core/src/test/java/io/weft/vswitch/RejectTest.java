package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.patch.PatchDriver;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows with {@code reject} on a running switch; what the answers are is {@code RejectReplyTest}'s. */
final class RejectTest {
    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        PatchedPair.on(weft, 2);
    }

    private static byte[] udp(int from, int to) {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv4(from, to)
                .udp(1000, 53)
                .payload(30)
                .build();
    }

    private static final byte[] PACKET = udp(0x0a00_0001, 0x0a00_0002);

    /** Where answers go out, and how many. */
    private int answers(String port) {
        int count = 0;
        for (byte[] sent = stepped.port(port).poll();
                sent != null;
                sent = stepped.port(port).poll()) {
            assertThat(sent[23]).as("ICMP").isOne();
            count++;
        }
        return count;
    }

    @Test
    void theSenderIsToldAndNobodyElse() {
        stepped.add("br0", "table=0,udp,actions=reject", "table=0,priority=1,actions=output:2");
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).isOne();
        assertThat(answers("p2")).isZero();
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).as("from the cache").isOne();
        assertThat(weft.counters().dropped(DropReason.REJECTED)).isEqualTo(2);
        assertThat(weft.megaflows().getFirst().actions(true)).isEqualTo("reject");
    }

    @Test
    void theSenderIsToldWhatTheFlowSays() {
        stepped.add("br0", "table=0,udp,actions=reject(port-unreachable)");
        stepped.send("p1", PACKET);
        byte[] error = stepped.port("p1").poll();
        assertThat(error[34]).isEqualTo((byte) 3);
        assertThat(error[35]).isEqualTo((byte) 3);
        assertThat(weft.megaflows().getFirst().actions(true)).isEqualTo("reject(port-unreachable)");
        stepped.add("br0", "table=0,udp,actions=reject(tcp-reset)");
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).as("no segment").isZero();
        assertThat(weft.counters().dropped(DropReason.REJECTED)).isEqualTo(2);
    }

    @Test
    void whatWasDamagedOnItsWayGetsNoAnswer() {
        stepped.add("br0", "table=0,actions=reject");
        byte[] damaged = PACKET.clone();
        damaged[PACKET.length - 1] ^= 1;
        stepped.send("p1", damaged);
        assertThat(answers("p1")).isZero();
        assertThat(weft.counters().dropped(DropReason.REJECTED)).isOne();
    }

    @Test
    void whatMayNotBeAnsweredIsDroppedAllTheSame() {
        stepped.add("br0", "table=0,actions=reject");
        stepped.send("p1", udp(0x0a00_0001, 0xe000_0001));
        assertThat(answers("p1")).isZero();
        assertThat(weft.counters().dropped(DropReason.REJECTED)).isOne();
    }

    @Test
    void behindAPatchPortTheAnswerComesThroughTheOtherBridge() {
        stepped.add("br0", "table=0,in_port=1,actions=output:10", "table=0,in_port=10,actions=output:1");
        stepped.add("br1", "table=0,actions=reject");
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).isOne();
    }

    @Test
    void answersHaveARate() {
        stepped.add("br0", "table=0,actions=reject");
        weft.apply(config -> config.withOtherConfig(Map.of("reject-rate", "8")));
        for (int i = 0; i < 10; i++) {
            stepped.send("p1", PACKET);
        }
        assertThat(answers("p1")).as("a quarter of a second's").isEqualTo(2);
        assertThat(weft.counters().dropped(DropReason.REJECT_RATE_LIMIT)).isEqualTo(8);
        stepped.clock().advanceMs(125);
        stepped.send("p1", PACKET);
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).isOne();
        weft.apply(config -> config.withOtherConfig(Map.of("reject-rate", "0")));
        stepped.send("p1", PACKET);
        assertThat(answers("p1")).isZero();
    }

    @Test
    void actionsBehindItDoNothing() {
        stepped.add("br0", "table=0,ip,actions=set_field:10.0.0.9->nw_dst,reject,output:2");
        stepped.send("p1", PACKET);
        assertThat(answers("p2")).isZero();
        assertThat(answers("p1")).isOne();
    }
}
