package io.weft.perf.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows of the comparison, by the name with which they are chosen. */
enum Scenario {
    NORMAL("learning switch", Method.THROUGHPUT),
    WIRE("port to port, nothing else", Method.THROUGHPUT),
    ACL1K("1,000 five-tuple prefix rules, then NORMAL", Method.THROUGHPUT),
    ACL10K("10,000 rules, then NORMAL", Method.THROUGHPUT),
    ACL100K("100,000 rules, then NORMAL", Method.THROUGHPUT),
    PIPELINE("five tables with register loads", Method.THROUGHPUT),
    MASKS64("64 masks", Method.THROUGHPUT),
    IO("learning switch against testpmd io: the ports alone", Method.AGAINST_IO),
    ATTACK("good traffic kept beside 1,000 packets a second that make masks", Method.ATTACK);

    /** How a row is measured. */
    enum Method {
        /** Packets a second, Weft and Open vSwitch with DPDK in turn. */
        THROUGHPUT,
        /** The same, with testpmd in place of Open vSwitch. */
        AGAINST_IO,
        /** Percent of good traffic that an attack leaves. */
        ATTACK
    }

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
            case NORMAL -> List.of(1, 1000, 10_000, 100_000);
            case WIRE -> List.of(1, 1000, 100_000);
            case ACL1K -> List.of(1000, 10_000, 100_000);
            case ACL10K, ACL100K, MASKS64 -> List.of(10_000, 100_000);
            case PIPELINE, IO -> List.of(1000, 100_000);
            case ATTACK -> List.of(10_000);
        };
    }

    static Optional<Scenario> named(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst();
    }

    /** What issue 4 asks of it. */
    Goal goal(int flows) {
        return switch (this) {
            case NORMAL -> NORMAL_GOALS.getOrDefault(flows, Goal.NONE);
            case ACL1K, MASKS64 -> Goal.atLeast(2, 3);
            case ACL100K -> Goal.atLeast(2, 5);
            case IO -> flows == 1000 || flows == 100_000 ? Goal.atLeast(0.35, 0.5) : Goal.NONE;
            case ATTACK -> Goal.atLeast(60, 90);
            case WIRE, ACL10K, PIPELINE -> Goal.NONE;
        };
    }

    /** Its flow tables, for switches with {@code ports} ports. */
    List<String> tables(int ports) {
        return switch (this) {
            case NORMAL, IO -> FlowTables.normal();
            case WIRE -> FlowTables.wire(ports);
            case ACL1K -> FlowTables.acl(1000);
            case ACL10K -> FlowTables.acl(10_000);
            case ACL100K -> FlowTables.acl(100_000);
            case PIPELINE -> FlowTables.pipeline(false);
            case MASKS64 -> FlowTables.masks();
            case ATTACK -> FlowTables.tenant();
        };
    }

    Traffic.Kind traffic() {
        return this == MASKS64 ? Traffic.Kind.MANY_SERVICES : Traffic.Kind.ORDINARY;
    }
}
