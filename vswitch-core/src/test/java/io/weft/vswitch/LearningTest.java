package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.HashFields;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.FlowTableConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code learn} and {@code fin_timeout} do to a switch, after the behaviours that Open vSwitch tests; in invoker mode with the test's clock. */
final class LearningTest {
    private static final long A = 0x0200_0000_000aL;
    private static final long B = 0x0200_0000_000bL;
    private static final int FIN = 1;
    private static final int ACK = 0x10;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final MemoryDriver driver = stepped.driver();
    private final FakeClock clock = stepped.clock();
    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(FailMode.SECURE);
        for (int port = 1; port <= 5; port++) {
            bridge = bridge.with(PortSettings.of("p" + port, "memory"));
        }
        BridgeConfig wanted = bridge;
        virtualSwitch.apply(config -> config.with(wanted));
    }

    // ---- building flows

    private static Subfield all(Field field) {
        return Subfield.of(field);
    }

    private static Subfield bits(Field field, int offset, int width) {
        return new Subfield(field, offset, width);
    }

    private static Clause match(Field target, Field source) {
        return new Clause.MatchField(all(target), all(source));
    }

    private static LearnSpec spec(int table, LearnSpec.Timeouts timeouts, Clause... clauses) {
        return new LearnSpec(table, 32768, 0, timeouts, LearnSpec.Flags.NONE, 0, null, List.of(clauses));
    }

    private static LearnSpec.Timeouts hard(int seconds) {
        return new LearnSpec.Timeouts(0, seconds, 0, 0);
    }

    private static LearnSpec.Timeouts idle(int seconds) {
        return new LearnSpec.Timeouts(seconds, 0, 0, 0);
    }

    private static LearnSpec limited(LearnSpec spec, long cookie, int limit, Subfield result) {
        return new LearnSpec(
                spec.table(), spec.priority(), cookie, spec.timeouts(), spec.flags(), limit, result, spec.clauses());
    }

    private static LearnSpec station(LearnSpec.Timeouts timeouts) {
        return spec(
                1,
                timeouts,
                new Clause.MatchField(bits(Fields.VLAN_TCI, 0, 12), bits(Fields.VLAN_TCI, 0, 12)),
                match(Fields.ETH_DST, Fields.ETH_SRC),
                new Clause.OutputField(all(Fields.IN_PORT_16)));
    }

    private static Action resubmit(int table) {
        return new Action.Resubmit(Ports.UNSET, table);
    }

    private static FlowMod flow(int table, int priority, Match match, Action... actions) {
        return FlowMod.add(table, priority, match, 0, List.of(actions));
    }

    private void add(FlowMod... mods) {
        virtualSwitch.modifyFlows("br0", List.of(mods));
    }

    private void learningSwitch(LearnSpec.Timeouts timeouts) {
        add(
                flow(0, 1, Match.ANY, new Action.Learn(station(timeouts)), resubmit(1)),
                flow(1, 0, Match.ANY, new Action.Flood()));
    }

    // ---- packets

    private MemoryPort port(int number) {
        return driver.port("p" + number).orElseThrow();
    }

    private static byte[] frame(long destination, long source) {
        return new FrameBuilder()
                .ethernet(destination, source)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(1, 2)
                .payload(10)
                .build();
    }

    private static byte[] tcp(int source, int sourcePort, int flags) {
        return new FrameBuilder()
                .ethernet(B, A)
                .ipv4(source, 0x0a000002)
                .tcp(sourcePort, 80, flags)
                .payload(10)
                .build();
    }

    /** Sends a frame and says which ports it came out of, such as {@code 2,3}. */
    private String send(int from, byte[] frame) {
        assertThat(port(from).inject(frame)).isTrue();
        virtualSwitch.step();
        StringBuilder out = new StringBuilder();
        for (int number = 1; number <= 5; number++) {
            while (port(number).poll() != null) {
                out.append(out.isEmpty() ? "" : ",").append(number);
            }
        }
        return out.toString();
    }

    private List<FlowEntry> flows(int table) {
        return virtualSwitch.flows("br0", FlowFilter.ofTable(table));
    }

    private void advance(int seconds) {
        for (int step = 0; step < 10 * seconds; step++) {
            clock.advanceMs(100);
            virtualSwitch.step();
        }
    }

    private long translations() {
        return virtualSwitch.pmds().statistics().getFirst().misses();
    }

    // ---- learning

    @Test
    void aLearningSwitchOutOfLearnAndResubmit() {
        learningSwitch(LearnSpec.Timeouts.NONE);
        assertThat(send(1, frame(B, A))).isEqualTo("2,3,4,5");
        assertThat(send(2, frame(A, B))).isEqualTo("1");
        assertThat(send(1, frame(B, A))).isEqualTo("2");
        assertThat(flows(1)).hasSize(3);
        assertThat(send(3, frame(B, A))).isEqualTo("2");
        assertThat(send(2, frame(A, B))).as("A has moved").isEqualTo("3");
        assertThat(flows(1)).hasSize(3);
        assertThat(send(1, frame(B, A))).as("and back").isEqualTo("2");
        assertThat(send(2, frame(A, B))).isEqualTo("1");
    }

    @Test
    void aPacketDoesNotSeeWhatItTeaches() {
        learningSwitch(LearnSpec.Timeouts.NONE);
        assertThat(send(1, frame(A, A))).isEqualTo("2,3,4,5");
        assertThat(send(2, frame(A, A))).isEqualTo("1");
        assertThat(send(3, frame(A, A))).isEqualTo("2");
    }

    @Test
    void learnedTrafficIsCachedAndTeachesOnce() {
        learningSwitch(LearnSpec.Timeouts.NONE);
        for (int i = 0; i < 5; i++) {
            send(1, frame(B, A));
            send(2, frame(A, B));
        }
        long before = translations();
        for (int i = 0; i < 50; i++) {
            send(1, frame(B, A));
            send(2, frame(A, B));
        }
        assertThat(translations()).isEqualTo(before);
        FlowEntry toA = flows(1).stream()
                .filter(entry -> entry.actions().equals(List.of(new Action.Output(1))))
                .findFirst()
                .orElseThrow();
        assertThat(toA.packets()).isEqualTo(55);
    }

    @Test
    void theHardTimeoutStartsAnewWhileCachedTrafficTeaches() {
        learningSwitch(hard(3));
        for (int second = 0; second < 10; second++) {
            send(1, frame(B, A));
            advance(1);
        }
        long translated = translations();
        assertThat(flows(1)).hasSize(2);
        assertThat(translated).isLessThan(5);
        advance(4);
        assertThat(flows(1)).hasSize(1);
        send(1, frame(B, A));
        assertThat(flows(1)).as("back with the next packet").hasSize(2);
    }

    @Test
    void anIdleTimeoutIsNotRestartedByTeaching() {
        learningSwitch(idle(3));
        send(1, frame(B, A));
        advance(2);
        send(1, frame(B, A));
        advance(2);
        assertThat(flows(1)).as("nothing was sent to A").hasSize(1);
        send(1, frame(B, A));
        assertThat(flows(1)).hasSize(2);
    }

    @Test
    void aDeletedFlowComesBackWithTheNextPacket() {
        learningSwitch(LearnSpec.Timeouts.NONE);
        send(1, frame(B, A));
        send(1, frame(B, A));
        assertThat(flows(1)).hasSize(2);
        add(FlowMod.deleteStrict(1, 32768, flows(1).getFirst().match()));
        assertThat(flows(1))
                .as("packets that passed before do not bring it back")
                .hasSize(1);
        advance(2);
        assertThat(flows(1)).hasSize(1);
        send(1, frame(B, A));
        assertThat(flows(1)).hasSize(2);
    }

    @Test
    void levels() {
        add(
                flow(
                        0,
                        1,
                        Match.ANY,
                        new Action.Learn(spec(
                                1,
                                LearnSpec.Timeouts.NONE,
                                match(Fields.ETH_SRC, Fields.ETH_SRC),
                                new Clause.LoadField(bits(Fields.reg(0), 0, 16), all(Fields.IN_PORT_16)))),
                        resubmit(1),
                        resubmit(2)),
                flow(2, 1, new MatchBuilder().set(Fields.reg(0), 0).build(), new Action.Output(5)),
                flow(
                        2,
                        0,
                        Match.ANY,
                        new Action.Learn(spec(
                                3,
                                LearnSpec.Timeouts.NONE,
                                match(Fields.ETH_DST, Fields.ETH_SRC),
                                new Clause.OutputField(all(Fields.reg(0))))),
                        resubmit(3)));
        assertThat(send(1, frame(B, A))).isEqualTo("5");
        assertThat(flows(3)).isEmpty();
        assertThat(send(1, frame(B, A))).isEmpty();
        assertThat(flows(3)).hasSize(1);
        assertThat(send(2, frame(A, B))).isEqualTo("5");
        assertThat(send(2, frame(A, B))).isEqualTo("1");
    }

    @Test
    void anEntryThatReplacesItself() {
        add(flow(
                0,
                32768,
                Match.ANY,
                new Action.Learn(spec(0, LearnSpec.Timeouts.NONE, new Clause.OutputField(all(Fields.IN_PORT_16)))),
                new Action.Output(5)));
        assertThat(send(1, frame(B, A))).isEqualTo("5");
        assertThat(flows(0)).singleElement().satisfies(entry -> {
            assertThat(entry.actions()).containsExactly(new Action.Output(1));
            assertThat(entry.packets()).isEqualTo(1);
        });
        assertThat(send(2, frame(B, A))).isEqualTo("1");
        assertThat(send(1, frame(B, A))).isEmpty();
    }

    // ---- limits

    @Test
    void aLimitIsKeptAndTheResultFollowsIt() {
        Subfield result = bits(Fields.reg(0), 3, 1);
        LearnSpec spec = limited(
                spec(
                        1,
                        LearnSpec.Timeouts.NONE,
                        match(Fields.ETH_DST, Fields.ETH_SRC),
                        new Clause.OutputField(all(Fields.IN_PORT_16))),
                5,
                1,
                result);
        add(
                flow(0, 1, Match.ANY, new Action.Learn(spec), resubmit(2)),
                flow(2, 1, new MatchBuilder().set(Fields.reg(0), 8).build(), new Action.Output(4)),
                flow(2, 0, Match.ANY, new Action.Output(5)));
        assertThat(send(1, frame(B, A))).isEqualTo("4");
        assertThat(send(1, frame(B, A))).isEqualTo("4");
        assertThat(send(3, frame(B, A)))
                .as("no change of a learned flow beyond the limit")
                .isEqualTo("5");
        assertThat(send(2, frame(A, B))).isEqualTo("5");
        assertThat(flows(1)).hasSize(1);
        long before = translations();
        assertThat(send(2, frame(A, B))).isEqualTo("5");
        assertThat(send(1, frame(B, A))).isEqualTo("4");
        assertThat(translations()).as("both answers are cached").isEqualTo(before);
        add(FlowMod.delete(1, Match.ANY));
        assertThat(send(2, frame(A, B))).as("there is room again").isEqualTo("4");
        assertThat(send(1, frame(B, A))).isEqualTo("5");
        assertThat(flows(1)).hasSize(1);
    }

    @Test
    void ofTwoPacketsAtOnceTheFirstGetsTheLastPlace() {
        LearnSpec spec = limited(
                spec(1, LearnSpec.Timeouts.NONE, match(Fields.ETH_DST, Fields.ETH_SRC)),
                5,
                1,
                bits(Fields.reg(0), 0, 1));
        add(
                flow(0, 1, Match.ANY, new Action.Learn(spec), resubmit(2)),
                flow(2, 1, new MatchBuilder().set(Fields.reg(0), 1).build(), new Action.Output(4)),
                flow(2, 0, Match.ANY, new Action.Output(5)));
        assertThat(port(1).inject(frame(B, A))).isTrue();
        assertThat(port(1).inject(frame(A, B))).isTrue();
        virtualSwitch.step();
        assertThat(flows(1))
                .singleElement()
                .satisfies(entry -> assertThat(Fields.ETH_DST.low(value(entry))).isEqualTo(A));
        while (port(4).poll() != null) {
            virtualSwitch.step();
        }
        assertThat(send(1, frame(B, A))).isEqualTo("4");
        assertThat(send(1, frame(A, B))).isEqualTo("5");
    }

    private static long[] value(FlowEntry entry) {
        long[] value = new long[io.weft.flow.key.FlowKey.WORDS];
        for (int i = 0; i < entry.match().wordCount(); i++) {
            value[entry.match().word(i)] = entry.match().valueAt(i);
        }
        return value;
    }

    @Test
    void aFullTableIsTriedAgain() {
        virtualSwitch.apply(config -> config.withBridge(
                "br0", bridge -> bridge.with(FlowTableConfig.of(1).withFlowLimit(2))));
        learningSwitch(LearnSpec.Timeouts.NONE);
        send(1, frame(B, A));
        send(2, frame(A, B));
        assertThat(flows(1)).hasSize(2);
        long before = translations();
        for (int i = 0; i < 10; i++) {
            send(2, frame(A, B));
        }
        assertThat(translations()).as("a full table costs no cache").isLessThanOrEqualTo(before + 1);
        add(FlowMod.deleteStrict(1, 0, Match.ANY));
        send(2, frame(A, B));
        advance(1);
        assertThat(flows(1)).hasSize(2);
    }

    @Test
    void deleteLearnedTakesAllAlong() {
        LearnSpec spec = new LearnSpec(
                1,
                1,
                7,
                LearnSpec.Timeouts.NONE,
                new LearnSpec.Flags(false, true),
                0,
                null,
                List.of(match(Fields.ETH_DST, Fields.ETH_SRC)));
        add(flow(0, 1, Match.ANY, new Action.Learn(spec)), flow(1, 9, Match.ANY));
        send(1, frame(B, A));
        send(2, frame(A, B));
        assertThat(flows(1)).hasSize(3);
        add(FlowMod.delete(0, Match.ANY));
        assertThat(flows(1)).hasSize(1);
        send(1, frame(B, A));
        assertThat(flows(1)).hasSize(1);
    }

    // ---- TCP

    @Test
    void finShortensTheTimeoutsOfTheEntry() {
        add(flow(
                        0,
                        1,
                        new MatchBuilder().protocol(Protocol.TCP).build(),
                        new Action.FinTimeout(5, 20),
                        new Action.Output(2))
                .withLife(FlowLife.of(60, 0, 0, 0)));
        assertThat(send(1, tcp(1, 1000, ACK))).isEqualTo("2");
        assertThat(flows(0).getFirst().life()).isEqualTo(FlowLife.of(60, 0, 0, 0));
        assertThat(send(1, tcp(1, 1000, ACK | FIN))).isEqualTo("2");
        assertThat(flows(0).getFirst().life()).isEqualTo(FlowLife.of(5, 20, 0, 0));
        advance(4);
        assertThat(flows(0)).hasSize(1);
        advance(2);
        assertThat(flows(0)).isEmpty();
    }

    @Test
    void otherPacketsShortenNothing() {
        add(flow(0, 1, Match.ANY, new Action.FinTimeout(5, 20), new Action.Output(2)));
        int solicitation = 135;
        int sourceAddress = 1; // its number, where Open vSwitch keeps it, is that of FIN
        assertThat(send(
                        1,
                        new FrameBuilder()
                                .ethernet(B, A)
                                .ipv6(0xfe80L << 48, 1, 0xfe80L << 48, 2)
                                .neighbour(solicitation, 0xfe80L << 48, 1)
                                .addressOption(sourceAddress, A)
                                .build()))
                .isEqualTo("2");
        assertThat(flows(0).getFirst().life()).isEqualTo(FlowLife.FOREVER);
    }

    @Test
    void flagsAreLookedAtByTwoBitsAlone() {
        add(flow(
                0,
                1,
                new MatchBuilder().protocol(Protocol.TCP).build(),
                new Action.FinTimeout(5, 0),
                new Action.Output(2)));
        send(1, tcp(1, 1000, ACK));
        send(1, tcp(1, 1000, ACK | 8));
        send(1, tcp(1, 1000, 2));
        assertThat(virtualSwitch.megaflows()).hasSize(1);
        send(1, tcp(1, 1000, 4));
        assertThat(virtualSwitch.megaflows()).hasSize(2);
    }

    @Test
    void aLoadBalancerKeepsItsConnections() {
        loadBalancer();
        Set<String> used = new HashSet<>();
        String[] first = new String[40];
        for (int connection = 0; connection < first.length; connection++) {
            first[connection] = send(1, tcp(connection, 1000 + connection, 2));
            used.add(first[connection]);
        }
        assertThat(used).containsExactlyInAnyOrder("3", "4", "5");
        assertThat(flows(1)).hasSize(first.length);
        virtualSwitch.portFlags("br0", "p4", flags -> flags.withUp(false));
        for (int connection = 0; connection < first.length; connection++) {
            String now = send(1, tcp(connection, 1000 + connection, ACK));
            assertThat(now).isEqualTo(first[connection].equals("4") ? "" : first[connection]);
        }
        for (int connection = 0; connection < 40; connection++) {
            assertThat(send(1, tcp(connection, 5000 + connection, 2))).isIn("3", "5");
        }
        for (int connection = 0; connection < first.length; connection++) {
            send(1, tcp(connection, 1000 + connection, ACK | FIN));
        }
        advance(4);
        assertThat(flows(1)).as("those that said goodbye are gone").hasSize(40);
    }

    /** Table 1 knows connections; table 2 chooses a server for a new one, table 3 learns that and sends. */
    private void loadBalancer() {
        LearnSpec affinity = spec(
                1,
                new LearnSpec.Timeouts(60, 0, 2, 0),
                new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0800),
                new Clause.MatchValue(all(Fields.NW_PROTO), 0, 6),
                match(Fields.NW_SRC, Fields.NW_SRC),
                match(Fields.TCP_SRC, Fields.TCP_SRC),
                new Clause.LoadField(bits(Fields.reg(0), 0, 16), bits(Fields.reg(0), 0, 16)));
        Match tcp = new MatchBuilder().protocol(Protocol.TCP).build();
        Subfield server = bits(Fields.reg(0), 0, 16);
        Match none =
                new MatchBuilder().protocol(Protocol.TCP).set(Fields.reg(0), 0).build();
        add(
                flow(0, 1, tcp, resubmit(1), resubmit(2)),
                flow(
                        2,
                        2,
                        none,
                        new Action.Bundle(new BundleSpec(
                                HashFields.SYMMETRIC_L3L4, 0, BundleSpec.Algorithm.HRW, List.of(3, 4, 5), server)),
                        new Action.Learn(affinity),
                        new Action.OutputField(server, Action.Controller.WHOLE)),
                flow(2, 1, tcp, new Action.OutputField(server, Action.Controller.WHOLE)));
    }
}
