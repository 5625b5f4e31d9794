package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.track.ConnectionFilter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What headers are remembered with of a connection is not believed when it is true no more: each way in which that can happen. */
final class RememberedConnectionTest {
    private static final String BRIDGE = "br0";
    private static final int CLIENT = 0x0A00_0001;
    private static final int SERVER = 0x0A00_0002;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @BeforeEach
    void launch() {
        stepped.get().apply(config -> {
            BridgeConfig bridge = BridgeConfig.of(BRIDGE).withFailMode(BridgeConfig.FailMode.SECURE);
            for (int port = 1; port <= 5; port++) {
                bridge = bridge.with(PortSettings.of("p" + port, "memory").withOfportRequest(port));
            }
            return config.with(bridge);
        });
        stepped.add(
                BRIDGE,
                "table=0,priority=1,ip,actions=ct(table=1)",
                "table=1,priority=1,ip,ct_state=+trk+new,actions=ct(commit),output:3",
                "table=1,priority=2,ip,ct_state=+trk+est-rpl,actions=output:2",
                "table=1,priority=2,ip,ct_state=+trk+est+rpl,actions=output:1");
        assertThat(request()).isEqualTo(3);
        assertThat(reply()).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(request()).isEqualTo(2);
            assertThat(reply()).isEqualTo(1);
        }
        assertThat(remembered()).isPositive();
    }

    /** The record is the same: the connection that begins takes the one that was given back last. */
    @Test
    void anotherConnectionInItsPlace() {
        assertThat(flush()).isEqualTo(1);
        assertThat(request()).isEqualTo(3);
        assertThat(request()).as("nobody has answered").isEqualTo(3);
        assertThat(reply()).isEqualTo(1);
        assertThat(request()).isEqualTo(2);
    }

    @Test
    void theOtherWayRound() {
        assertThat(flush()).isEqualTo(1);
        assertThat(reply()).as("begins it now").isEqualTo(3);
        assertThat(request()).as("answers: would go back to where it came from").isZero();
        assertThat(reply()).as("likewise").isZero();
    }

    @Test
    void itsTimeIsOver() {
        stepped.clock().advanceMs(30_000);
        assertThat(request()).isEqualTo(3);
    }

    @Test
    void itsTimeIsAtMostSomeMillisecondsEarly() {
        for (int i = 0; i < 40; i++) {
            stepped.clock().advanceMs(50);
            assertThat(request()).isEqualTo(2);
        }
        stepped.clock().advanceMs(30_000 - 65);
        assertThat(request()).isEqualTo(2);
        stepped.clock().advanceMs(30_000);
        assertThat(request()).isEqualTo(3);
    }

    @Test
    void itIsMarked() {
        stepped.add(
                BRIDGE,
                "table=0,priority=9,in_port=4,ip,actions=ct(commit,exec(set_field:7->ct_mark))",
                "table=1,priority=9,ip,ct_state=+trk+est,ct_mark=7,actions=output:5");
        assertThat(request()).isEqualTo(2);
        assertThat(request()).isEqualTo(2);
        assertThat(port(4, udp(CLIENT, 1000, SERVER, 2000))).as("goes nowhere").isZero();
        assertThat(request()).isEqualTo(5);
        assertThat(reply()).isEqualTo(5);
    }

    @Test
    void itIsLabelled() {
        stepped.add(
                BRIDGE,
                "table=0,priority=9,in_port=4,ip,actions=ct(commit,exec(set_field:0x7->ct_label))",
                "table=1,priority=9,ip,ct_state=+trk+est,ct_label=0x7,actions=output:5");
        assertThat(request()).isEqualTo(2);
        assertThat(request()).isEqualTo(2);
        assertThat(port(4, udp(CLIENT, 1000, SERVER, 2000))).as("goes nowhere").isZero();
        assertThat(request()).isEqualTo(5);
    }

    @Test
    void itIsTrackedInAnotherZone() {
        stepped.add(BRIDGE, "table=0,priority=2,ip,actions=ct(table=1,zone=4)");
        assertThat(request()).isEqualTo(3);
    }

    @Test
    void itGoesOnInAnotherTable() {
        stepped.add(
                BRIDGE, "table=0,priority=2,ip,actions=ct(table=2)", "table=2,ip,ct_state=+trk+est,actions=output:4");
        assertThat(request()).isEqualTo(4);
    }

    @Test
    void theFlowThatItHitsIsGone() {
        stepped.add(BRIDGE, "table=1,priority=9,ip,ct_state=+trk+est,actions=output:4");
        assertThat(request()).isEqualTo(4);
        assertThat(request()).isEqualTo(4);
        stepped.add(BRIDGE, "table=1,priority=9,ip,ct_state=+trk+est,actions=output:5");
        assertThat(request()).isEqualTo(5);
        assertThat(reply()).isEqualTo(5);
    }

    @Test
    void aDatagramThatIsShorterThanItSays() {
        byte[] frame = udp(CLIENT, 1000, SERVER, 2000);
        frame[39] ^= 1; // the length in the UDP header
        assertThat(port(1, frame)).as("is +inv").isZero();
        frame = udp(CLIENT, 1000, SERVER, 2000);
        frame[41] ^= 1; // the checksum
        assertThat(port(1, frame)).as("is +inv").isZero();
        frame = udp(CLIENT, 1000, SERVER, 2000);
        frame[19] ^= 1; // the identification, which the checksum of the IP header covers and nobody else reads
        assertThat(port(1, frame)).as("is +inv").isZero();
        assertThat(request()).isEqualTo(2);
    }

    /** Packets of one burst leave by several ports, each in its order. */
    @Test
    void aBurstToSeveralPorts() {
        stepped.add(BRIDGE, "table=1,priority=3,udp,ct_state=+trk+est,tp_dst=2001,actions=output:4");
        byte[] other = udp(CLIENT, 1000, SERVER, 2001);
        assertThat(port(1, other)).isEqualTo(3);
        assertThat(port(2, udp(SERVER, 2001, CLIENT, 1000))).isEqualTo(1);
        assertThat(port(1, other)).isEqualTo(4);
        assertThat(port(1, other)).isEqualTo(4);
        assertThat(request()).isEqualTo(2);
        long before = remembered();
        for (byte[] frame : List.of(other, udp(CLIENT, 1000, SERVER, 2000), other)) {
            assertThat(stepped.port("p1").inject(frame)).isTrue();
        }
        stepped.step();
        assertThat(remembered() - before).isEqualTo(3);
        assertThat(taken(4)).isEqualTo(2);
        assertThat(taken(2)).isEqualTo(1);
    }

    private int flush() {
        return stepped.get()
                .connections()
                .tracker()
                .flush(ConnectionFilter.ALL, stepped.get().connections().nowMs());
    }

    private long remembered() {
        return stepped.get().counters().pmd(0).value(CounterKind.PMD_CONNECTION_HITS);
    }

    private int request() {
        return port(1, udp(CLIENT, 1000, SERVER, 2000));
    }

    private int reply() {
        return port(2, udp(SERVER, 2000, CLIENT, 1000));
    }

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(from, to)
                .udp(fromPort, toPort)
                .payload(18)
                .build();
    }

    /** Gives a frame to a port; by which one it leaves, 0 for none. */
    private int port(int in, byte[] frame) {
        stepped.send("p" + in, frame);
        int out = 0;
        for (int port = 1; port <= 5; port++) {
            int sent = taken(port);
            assertThat(sent).isLessThanOrEqualTo(1);
            out += sent * port;
        }
        return out;
    }

    private int taken(int port) {
        int count = 0;
        while (stepped.port("p" + port).poll() != null) {
            count++;
        }
        return count;
    }
}
