package io.weft.vswitch.track;

import static io.weft.vswitch.track.CtState.DNAT;
import static io.weft.vswitch.track.CtState.EST;
import static io.weft.vswitch.track.CtState.INV;
import static io.weft.vswitch.track.CtState.NEW;
import static io.weft.vswitch.track.CtState.REL;
import static io.weft.vswitch.track.CtState.RPL;
import static io.weft.vswitch.track.CtState.SNAT;
import static io.weft.vswitch.track.CtState.TRK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.weft.flow.action.NatSpec;
import io.weft.flow.match.TuplePart;
import io.weft.flow.text.TupleText;
import io.weft.flow.wire.TcpHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tracker promises, one case at a time. */
final class ConnectionTrackerTest {
    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;
    private static final TrackOrder LOOK = TrackOrder.look(5);
    private static final TrackOrder COMMIT = LOOK.committing();

    private final ConnectionTracker tracker = ConnectionTracker.inMemory(64, 1000);
    private final TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker());
    private long now = 1000;

    @AfterEach
    void close() {
        frames.close();
        tracker.close();
    }

    private int track(TrackOrder order, TestPacket packet) {
        return frames.track(order, packet, now);
    }

    private TrackReason reason() {
        return frames.packets().reason();
    }

    private List<Connection> connections() {
        List<Connection> all = new ArrayList<>();
        tracker.forEach(ConnectionFilter.ALL, now, all::add);
        return all;
    }

    @Test
    void udpIsNewUntilItIsAnswered() {
        TestPacket question = TestPacket.udp(A, 1000, B, 53);
        TestPacket answer = TestPacket.udp(B, 53, A, 1000);
        assertThat(track(LOOK, question)).isEqualTo(TRK | NEW);
        assertThat(connections()).isEmpty();
        assertThat(track(COMMIT, question)).isEqualTo(TRK | NEW);
        assertThat(reason()).isEqualTo(TrackReason.COMMITTED);
        assertThat(track(LOOK, question)).isEqualTo(TRK | NEW);
        assertThat(track(LOOK, answer)).isEqualTo(TRK | EST | RPL);
        assertThat(track(LOOK, question)).isEqualTo(TRK | EST);
        assertThat(track(TrackOrder.look(6), question)).as("another zone").isEqualTo(TRK | NEW);
        assertThat(connections())
                .hasSize(1)
                .first()
                .extracting(Connection::state)
                .isEqualTo("BOTH_WAYS");
    }

    @Test
    void connectionsExpireByTheCallersClock() {
        track(COMMIT, TestPacket.udp(A, 1000, B, 53));
        now += 59_999;
        assertThat(track(LOOK, TestPacket.udp(B, 53, A, 1000))).isEqualTo(TRK | EST | RPL);
        now += 30_000;
        assertThat(track(LOOK, TestPacket.udp(B, 53, A, 1000))).isEqualTo(TRK | NEW);
        assertThat(tracker.size()).isZero();
        assertThat(tracker.count(5)).isZero();
        assertThat(tracker.connections(TableEvent.EXPIRED)).isOne();
    }

    @Test
    void tcpHandshakeDataAndEnd() {
        TestPacket syn =
                TestPacket.tcp(A, 1000, B, 80, TcpHeader.SYN).numbers(100, 0, 0).window(1000, 2);
        TestPacket synAck = TestPacket.tcp(B, 80, A, 1000, TcpHeader.SYN | TcpHeader.ACK)
                .numbers(500, 101, 0)
                .window(1000, 3);
        TestPacket ack = TestPacket.tcp(A, 1000, B, 80, TcpHeader.ACK);
        TestPacket back = TestPacket.tcp(B, 80, A, 1000, TcpHeader.ACK);
        assertThat(track(LOOK, synAck)).as("a SYN-ACK begins nothing").isEqualTo(TRK | INV);
        assertThat(track(COMMIT, syn)).isEqualTo(TRK | NEW);
        assertThat(track(LOOK, syn)).as("again").isEqualTo(TRK | NEW);
        assertThat(track(LOOK, synAck)).isEqualTo(TRK | EST | RPL);
        assertThat(track(LOOK, ack.numbers(101, 501, 0))).isEqualTo(TRK | EST);
        assertThat(connections().getFirst().state()).isEqualTo("ESTABLISHED");
        assertThat(track(LOOK, ack.numbers(101, 501, 100))).isEqualTo(TRK | EST);
        assertThat(track(LOOK, back.numbers(501, 201, 100))).isEqualTo(TRK | EST | RPL);
        assertThat(track(LOOK, ack.numbers(900_000, 501, 100))).isEqualTo(TRK | INV);
        assertThat(reason()).isEqualTo(TrackReason.INVALID_TCP_WINDOW);
        TestPacket reset = TestPacket.tcp(A, 1000, B, 80, TcpHeader.RST | TcpHeader.ACK);
        assertThat(track(LOOK, reset.numbers(210, 601, 0))).as("a blind reset").isEqualTo(TRK | INV);
        assertThat(connections().getFirst().state()).isEqualTo("ESTABLISHED");
        assertThat(track(LOOK, reset.numbers(201, 601, 0))).isEqualTo(TRK | EST);
        assertThat(connections().getFirst().state()).isEqualTo("TIME_WAIT");
        assertThat(track(COMMIT, syn.numbers(9000, 0, 0))).isEqualTo(TRK | NEW);
        assertThat(tracker.connections(TableEvent.REOPENED)).isOne();
    }

    @Test
    void marksAndLabelsAreSetUnderTheirMasks() {
        TestPacket packet = TestPacket.udp(A, 1, B, 2);
        track(COMMIT.marking(0xFF, 0x0F).labelling(1, 2, -1, -1), packet);
        assertThat(frames.packets().mark()).isEqualTo(0x0F);
        track(COMMIT.marking(0xFF, 0xF0).labelling(0, 4, 0, 4), packet);
        track(LOOK, packet);
        assertThat(frames.packets().mark()).isEqualTo(0xFF);
        assertThat(frames.packets().labelHigh()).isEqualTo(1);
        assertThat(frames.packets().labelLow()).isEqualTo(6);
    }

    @Test
    void forceTurnsAConnectionRound() {
        track(COMMIT, TestPacket.udp(A, 1, B, 2));
        assertThat(track(COMMIT.forcing(), TestPacket.udp(B, 2, A, 1))).isEqualTo(TRK | NEW);
        assertThat(connections()).hasSize(1);
        assertThat(track(LOOK, TestPacket.udp(A, 1, B, 2))).isEqualTo(TRK | EST | RPL);
        assertThat(tracker.connections(TableEvent.REVERSED)).isOne();
    }

    @Test
    void errorsBelongToWhatTheyQuote() {
        TestPacket packet = TestPacket.udp(A, 1, B, 2);
        track(COMMIT, packet);
        long router = 0x0a0000fe;
        assertThat(track(LOOK, TestPacket.error(router, A, 3, packet))).isEqualTo(TRK | REL | RPL);
        assertThat(track(LOOK, TestPacket.error(router, B, 3, packet)))
                .as("to another")
                .isEqualTo(TRK | INV);
        assertThat(track(LOOK, TestPacket.error(router, A, 3, TestPacket.udp(A, 9, B, 2))))
                .as("about what is not there")
                .isEqualTo(TRK | INV);
        assertThat(reason()).isEqualTo(TrackReason.INVALID_RELATED);
        TestPacket six = packet.overIpv6();
        track(COMMIT, six);
        assertThat(track(LOOK, TestPacket.error(router, A, 1, six))).isEqualTo(TRK | REL | RPL);
    }

    @Test
    void sourceTranslationGoesBackAndForth() {
        NatSpec range = NatSpec.ipv4(NatSpec.Side.SRC, 0x01010101, 0x01010101).ports(5000, 5001);
        TestPacket packet = TestPacket.udp(A, 1, B, 2);
        assertThat(track(COMMIT.translating(range), packet)).isEqualTo(TRK | NEW | SNAT);
        PacketTracker result = frames.packets();
        assertThat(result.nat().applies()).isTrue();
        assertThat(result.nat().sourceLow()).isEqualTo(0x01010101);
        assertThat(result.nat().destinationLow()).isEqualTo(B);
        int port = result.nat().ports() >>> 16;
        assertThat(port).isBetween(5000, 5001);
        assertThat(result.nat().ports() & 0xFFFF).isEqualTo(2);
        TestPacket answer = TestPacket.udp(B, 2, 0x01010101, port);
        assertThat(track(LOOK.translating(NatSpec.PLAIN), answer)).isEqualTo(TRK | EST | RPL | DNAT);
        assertThat(result.nat().destinationLow()).isEqualTo(A);
        assertThat(result.nat().ports()).isEqualTo(2 << 16 | 1);
        assertThat(track(COMMIT.translating(range), TestPacket.udp(A, 8, B, 2))).isEqualTo(TRK | NEW | SNAT);
        assertThat(result.nat().ports() >>> 16).isNotEqualTo(port);
        assertThat(track(COMMIT.translating(range), TestPacket.udp(A, 9, B, 2))).isEqualTo(TRK | INV);
        assertThat(reason()).isEqualTo(TrackReason.NAT_EXHAUSTED);
        assertThat(tracker.size()).isEqualTo(2);
        now += 60_000;
        assertThat(track(COMMIT.translating(range), TestPacket.udp(A, 9, B, 2)))
                .as("recovers")
                .isEqualTo(TRK | NEW | SNAT);
    }

    @Test
    void limitsOfZones() {
        tracker.defaultLimit(2);
        tracker.limit(6, 1);
        for (int port = 1; port <= 3; port++) {
            track(COMMIT, TestPacket.udp(A, port, B, 2));
            track(TrackOrder.look(6).committing(), TestPacket.udp(A, port, B, 2));
        }
        assertThat(tracker.count(5)).isEqualTo(2);
        assertThat(tracker.count(6)).isOne();
        assertThat(tracker.packets(TrackReason.ZONE_LIMIT)).isEqualTo(3);
    }

    @Test
    void aFullTableLetsUnansweredConnectionsGo() {
        for (int port = 1; port <= 32; port++) {
            track(COMMIT, TestPacket.udp(A, port, B, 2));
            track(LOOK, TestPacket.udp(B, 2, A, port));
        }
        for (int port = 100; port < 1100; port++) {
            assertThat(track(COMMIT, TestPacket.udp(A, port, B, 2))).isEqualTo(TRK | NEW);
            assertThat(reason()).isEqualTo(TrackReason.COMMITTED);
        }
        assertThat(tracker.size()).isEqualTo(64);
        assertThat(tracker.connections(TableEvent.EARLY_DROPPED)).isEqualTo(968);
        for (int port = 1; port <= 32; port++) {
            assertThat(track(LOOK, TestPacket.udp(A, port, B, 2))).isEqualTo(TRK | EST);
        }
    }

    @Test
    void flushes() {
        track(COMMIT.marking(1, -1), TestPacket.udp(A, 1, B, 2));
        track(COMMIT.marking(2, -1), TestPacket.udp(A, 2, B, 2));
        track(TrackOrder.look(7).committing(), TestPacket.udp(A, 3, B, 2));
        assertThat(tracker.flush(ConnectionFilter.ALL.withMark(2, -1), now)).isOne();
        assertThat(tracker.flush(ConnectionFilter.ofZone(7), now)).isOne();
        Connection.Ends back = new Connection.Ends(0, B, 0, A, 2 << 16 | 1);
        assertThat(tracker.flush(ConnectionFilter.ofTuple(5, 17, back), now)).isOne();
        assertThat(tracker.size()).isZero();
    }

    @Test
    void dumpsGoThroughTheTableInSlices() {
        ConnectionTracker big = ConnectionTracker.inMemory(2000, 0);
        try (TrackedFrames many = new TrackedFrames(big.newPacketTracker())) {
            for (int i = 0; i < 1500; i++) {
                many.track(COMMIT, TestPacket.udp(A, i, B, 53), 0);
            }
            Set<Connection> dumped = new HashSet<>();
            big.connections(ConnectionFilter.ALL, () -> 0).forEachRemaining(dumped::add);
            assertThat(dumped).hasSize(1500);
            ConnectionFilter odd = ConnectionFilter.ALL.withTuples(
                    TuplePart.ALL, TupleText.parse("ct_nw_dst=10.0.0.1,udp,ct_tp_dst=7"));
            assertThat(big.connections(odd, () -> 0))
                    .toIterable()
                    .singleElement()
                    .satisfies(c -> assertThat(c.original().ports()).isEqualTo(7 << 16 | 53));
            assertThat(big.connections(ConnectionFilter.ALL, () -> 60_000)).isExhausted();
            Iterator<Connection> cut = big.connections(ConnectionFilter.ALL, () -> 0);
            cut.next();
            big.close();
            int left = 0;
            for (; cut.hasNext(); left++) {
                cut.next();
            }
            assertThat(left).as("what was read before the table was closed").isLessThan(300);
            assertThat(big.flush(ConnectionFilter.ALL, 0)).isZero();
        }
    }

    @Test
    void partsOfTuplesChooseConnections() {
        track(COMMIT, TestPacket.udp(A, 1000, B, 53));
        track(COMMIT, TestPacket.udp(B, 1001, A, 53));
        track(COMMIT, TestPacket.tcp(A, 1002, B, 80, TcpHeader.SYN));
        assertThat(flush("tcp", "")).isOne();
        assertThat(flush("ct_nw_src=10.0.0.9", "")).isZero();
        assertThat(flush("ct_ipv6_src=::1", "")).isZero();
        assertThat(flush("", "ct_nw_src=10.0.0.2")).isOne();
        assertThat(connections())
                .singleElement()
                .satisfies(c -> assertThat(c.original().sourceLow()).isEqualTo(B));
    }

    private int flush(String original, String reply) {
        return tracker.flush(ConnectionFilter.ALL.withTuples(TupleText.parse(original), TupleText.parse(reply)), now);
    }

    @Test
    void noMoreThanPeopleSay() {
        tracker.most(2);
        track(COMMIT, TestPacket.udp(A, 1, B, 53));
        track(LOOK, TestPacket.udp(B, 53, A, 1));
        track(COMMIT, TestPacket.udp(A, 2, B, 53));
        track(COMMIT, TestPacket.udp(A, 3, B, 53));
        assertThat(reason()).as("the unanswered one makes room").isEqualTo(TrackReason.COMMITTED);
        assertThat(tracker.size()).isEqualTo(2);
        assertThat(tracker.connections(TableEvent.EARLY_DROPPED)).isOne();
        track(LOOK, TestPacket.udp(B, 53, A, 3));
        track(COMMIT, TestPacket.udp(A, 4, B, 53));
        assertThat(reason()).isEqualTo(TrackReason.TABLE_FULL);
        tracker.most(3);
        track(COMMIT, TestPacket.udp(A, 4, B, 53));
        assertThat(tracker.size()).isEqualTo(3);
        assertThatThrownBy(() -> tracker.most(65)).hasMessageContaining("allowed are 1 to 64");
        assertThatThrownBy(() -> tracker.most(0)).hasMessageContaining("allowed are 1 to 64");
    }

    @Test
    void aCensusCountsProtocolsAndStates() {
        track(COMMIT, TestPacket.udp(A, 1, B, 53));
        track(COMMIT, TestPacket.tcp(A, 2, B, 80, TcpHeader.SYN).numbers(100, 0, 0));
        track(LOOK, TestPacket.tcp(B, 80, A, 2, TcpHeader.SYN | TcpHeader.ACK).numbers(500, 101, 0));
        track(TrackOrder.look(6).committing(), TestPacket.tcp(A, 3, B, 80, TcpHeader.SYN));
        ConnectionCensus all = tracker.census(ConnectionFilter.ANY_ZONE, now);
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.count(17)).isOne();
        assertThat(all.count(6)).isEqualTo(2);
        assertThat(all.tcpStates()).containsOnly(entry("SYN_SENT", 1L), entry("ESTABLISHED", 1L));
        assertThat(tracker.census(6, now).total()).isOne();
        assertThat(tracker.census(7, now).total()).isZero();
    }
}
