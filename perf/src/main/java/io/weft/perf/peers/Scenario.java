package io.weft.perf.peers;

import io.weft.flow.wire.IpProtocol;
import io.weft.perf.rules.RuleSeed;
import io.weft.perf.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of the comparison, by the name with which they are chosen. */
enum Scenario {
    NORMAL("learning switch", Method.THROUGHPUT),
    WIRE("port to port, nothing else", Method.THROUGHPUT),
    ACL1K("1,000 five-tuple prefix rules, then NORMAL", Method.THROUGHPUT),
    ACL10K("10,000 rules, then NORMAL", Method.THROUGHPUT),
    ACL100K("100,000 rules, then NORMAL", Method.THROUGHPUT),
    RULES10K("10,000 rules as access lists have them, and packets that hit them", Method.THROUGHPUT),
    RULES100K("100,000 such rules", Method.THROUGHPUT),
    PIPELINE("five tables with register loads", Method.THROUGHPUT),
    MASKS64("64 masks", Method.THROUGHPUT),
    IO("learning switch against testpmd io: the ports alone", Method.AGAINST_IO),
    PIPELINE_NEW("five tables, every packet a new flow", Method.NEW_FLOWS),
    ATTACK("good traffic kept beside 1,000 packets a second that make masks", Method.KEPT),
    STORM("good traffic kept beside a port of new flows at full speed", Method.KEPT),
    CT_ESTABLISHED("each flow a UDP connection: ct(table=1), commit of new ones, then NORMAL", Method.THROUGHPUT),
    CT_TCP("the same over TCP: checksums and windows", Method.THROUGHPUT),
    CT_NEW("TCP connections from SYN to the last ACK, six packets each, none like another", Method.NEW_CONNECTIONS),
    CT_FLOOD(
            "established connections kept beside a port of SYNs at full speed, the table of connections full",
            Method.KEPT),
    RESTART("seconds from the start of the process to 90 % of full speed", Method.RESTART),
    LATENCY(
            "99.99th percentile of packets' time in the switch at 70 % load, in the median tenth of a second, with 100 changes of flows a second",
            Method.LATENCY),
    GARBAGE("bytes allocated per packet during 60 s at full load, and collections", Method.GARBAGE);

    /** How a row is measured. */
    enum Method {
        /** Packets a second, Weft and Open vSwitch with DPDK in turn. */
        THROUGHPUT,
        /** The same, with testpmd in place of Open vSwitch. */
        AGAINST_IO,
        /** The same with traffic of which each packet is a new flow. */
        NEW_FLOWS,
        /** Connections a second, begun and ended. */
        NEW_CONNECTIONS,
        /** Percent of good traffic that a disturbance leaves. */
        KEPT,
        /** Seconds from the start of a process. */
        RESTART,
        /** Microseconds from the arrival of a packet until it is sent. */
        LATENCY,
        /** Bytes that Weft allocates. */
        GARBAGE
    }

    /** Of each direction, none like another: more than a run takes. */
    static final int NEW_FLOWS = 12_000_000;

    private static final Map<Integer, Goal> NORMAL_GOALS = Map.of(
            1, Goal.atLeast(1.1, 1.3),
            1000, Goal.atLeast(1.8, 2.5),
            10_000, Goal.atLeast(1.8, 2.5),
            100_000, Goal.atLeast(1.5, 2));

    private final String text;
    private final Method method;

    Scenario(String text, Method method) {
        this.text = text;
        this.method = method;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String text() {
        return text;
    }

    Method method() {
        return method;
    }

    /** Flows each way, unless the caller says otherwise. */
    List<Integer> flows() {
        return switch (this) {
            case NORMAL, CT_ESTABLISHED -> List.of(1, 1000, 10_000, 100_000);
            case CT_TCP -> List.of(1000, 100_000);
            case CT_NEW -> List.of(Connections.AT_ONCE);
            case WIRE -> List.of(1, 1000, 100_000);
            case ACL1K -> List.of(1000, 10_000, 100_000);
            case ACL10K, ACL100K, RULES10K, RULES100K, MASKS64 -> List.of(10_000, 100_000);
            case PIPELINE, IO -> List.of(1000, 100_000);
            case PIPELINE_NEW -> List.of(NEW_FLOWS);
            case ATTACK -> List.of(10_000);
            case STORM, CT_FLOOD, RESTART, LATENCY, GARBAGE -> List.of(1000);
        };
    }

    static Optional<Scenario> named(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst();
    }

    /** Whether the goal is about the ratio, not about Weft's own figure. */
    boolean judgesRatio() {
        return switch (method) {
            case THROUGHPUT, AGAINST_IO, NEW_FLOWS, NEW_CONNECTIONS, LATENCY -> true;
            case KEPT, RESTART, GARBAGE -> false;
        };
    }

    /** Whether frames come from {@link Paced}. */
    boolean isPaced() {
        return method == Method.LATENCY || method == Method.NEW_CONNECTIONS || this == CT_FLOOD;
    }

    /** What it must hold. */
    Goal goal(int flows) {
        return switch (this) {
            case NORMAL -> NORMAL_GOALS.getOrDefault(flows, Goal.NONE);
            case ACL1K, MASKS64 -> Goal.atLeast(2, 3);
            case ACL100K, RULES100K -> Goal.atLeast(2, 5);
            case IO -> flows == 1000 || flows == 100_000 ? Goal.atLeast(0.35, 0.5) : Goal.NONE;
            case CT_ESTABLISHED, CT_TCP -> Goal.atLeast(3, 5);
            case CT_NEW -> Goal.atLeast(1.5, 3);
            case CT_FLOOD -> Goal.atLeast(90, 90);
            case ATTACK -> Goal.atLeast(60, 90);
            case PIPELINE_NEW -> Goal.atLeast(1.5, 4);
            case RESTART -> Goal.atMost(10, 2);
            case LATENCY -> Goal.atMost(2, 1);
            case GARBAGE -> Goal.atMost(0, 0);
            case WIRE, ACL10K, RULES10K, PIPELINE, STORM -> Goal.NONE;
        };
    }

    /** Its flow tables, for switches with {@code ports} ports. */
    List<String> tables(int ports) {
        return switch (this) {
            case NORMAL, IO, RESTART, GARBAGE, LATENCY -> FlowTables.normal();
            case WIRE -> FlowTables.wire(ports);
            case ACL1K -> FlowTables.acl(1000);
            case ACL10K -> FlowTables.acl(10_000);
            case ACL100K -> FlowTables.acl(100_000);
            case RULES10K, RULES100K -> FlowTables.rules(rules());
            case PIPELINE -> FlowTables.pipeline(false);
            case MASKS64 -> FlowTables.masks();
            case PIPELINE_NEW, STORM -> FlowTables.pipeline(true);
            case ATTACK -> FlowTables.tenant();
            case CT_ESTABLISHED, CT_TCP, CT_FLOOD -> FlowTables.stateful();
            case CT_NEW -> FlowTables.statefulWire();
        };
    }

    /** The rules that its flow tables are and its traffic hits. */
    private RuleSet rules() {
        return RuleSet.of(RuleSeed.ACL, this == RULES10K ? 10_000 : 100_000, 1);
    }

    /** Writes its traffic, a file for each of {@code ports} ports. */
    List<Path> traffic(Path directory, int flows, int length, int ports) throws IOException {
        return switch (this) {
            case CT_TCP -> Connections.established(directory, flows, length);
            case CT_NEW -> List.of(Connections.whole(directory.resolve("connections.pcap"), length));
            case MASKS64 -> Traffic.write(directory, Traffic.Kind.MANY_SERVICES, flows, length, ports);
            case RULES10K, RULES100K ->
                Traffic.write(directory, rules().trace(flows, Set.of(IpProtocol.TCP, IpProtocol.UDP)), length);
            default -> Traffic.write(directory, Traffic.Kind.ORDINARY, flows, length, ports);
        };
    }
}
