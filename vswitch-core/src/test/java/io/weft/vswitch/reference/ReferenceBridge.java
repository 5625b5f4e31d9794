package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.classifier.Precedence;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.key.Fields;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.conductor.MirrorConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A bridge of the reference switch: what is configured and what was learned. */
public final class ReferenceBridge {
    /** An address in a VLAN. */
    record Address(int vlan, long mac) {}

    private record Report(Address address, int port) {}

    private record End(ReferenceBridge bridge, String port) {}

    private final int id;
    private List<BridgePort> ports = List.of();
    private List<FlowEntry> entries = List.of();
    private final Map<Integer, MissPolicy> missPolicies = new HashMap<>();
    private final Map<Address, Integer> macs = new HashMap<>();
    private final Map<MirrorConfig, long[]> copies = new HashMap<>();
    private List<MirrorConfig> mirrors = List.of();
    private List<Integer> floodVlans = List.of();
    private FragmentMode fragments = FragmentMode.NORMAL;
    private final Set<Report> reports = new LinkedHashSet<>();
    private final List<ReferenceLearning.Lesson> lessons = new ArrayList<>();
    private final Map<Long, GroupEntry> groups = new HashMap<>();
    private final Map<String, End> wires = new HashMap<>();

    ReferenceBridge(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    /** Replaces the mirrors; those that stay go on counting. */
    public void mirrors(List<MirrorConfig> newMirrors) {
        mirrors = newMirrors;
        copies.keySet().retainAll(newMirrors);
    }

    /** Packets and bytes that a mirror copied. */
    public long[] copies(MirrorConfig mirror) {
        return copies.getOrDefault(mirror, new long[2]);
    }

    /** Replaces the VLANs in which nothing is learned. */
    public void floodVlans(List<Integer> vlans) {
        floodVlans = vlans;
    }

    boolean learns(int vlan) {
        return !floodVlans.contains(vlan);
    }

    List<MirrorConfig> mirrors() {
        return mirrors;
    }

    void countCopy(MirrorConfig mirror, int bytes) {
        long[] sums = copies.computeIfAbsent(mirror, _ -> new long[2]);
        sums[0]++;
        sums[1] += bytes;
    }

    BridgePort port(String name) {
        return ports.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Says that its port of this name is one wire with a port of another bridge. */
    public void join(String port, ReferenceBridge other, String otherPort) {
        wires.put(port, new End(other, otherPort));
    }

    /** The bridge at the other end of a patch port, or null. */
    ReferenceBridge bridgeBehind(BridgePort port) {
        return wires.containsKey(port.name()) ? wires.get(port.name()).bridge() : null;
    }

    /** The port at the other end of a patch port. */
    String peer(BridgePort port) {
        return wires.get(port.name()).port();
    }

    /** Changes what tables see of fragments. */
    public void fragments(FragmentMode mode) {
        fragments = mode;
    }

    FragmentMode fragments() {
        return fragments;
    }

    /** Replaces the ports; what was learned on ports that are gone is forgotten. */
    public void ports(List<BridgePort> newPorts) {
        ports = newPorts.stream()
                .sorted(Comparator.comparingLong(BridgePort::keyPort))
                .toList();
        macs.values().removeIf(number -> port(number) == null);
    }

    /** Replaces the entries of all tables: those of one version. */
    public void entries(List<FlowEntry> newEntries) {
        List<FlowEntry> sorted = new ArrayList<>(newEntries);
        sorted.sort(Precedence.ORDER);
        entries = sorted;
    }

    public void missPolicy(int table, MissPolicy policy) {
        missPolicies.put(table, policy);
    }

    /** Forgets all learned addresses. */
    public void flush() {
        macs.clear();
    }

    /** The port learned for an address, or -1. */
    public int learnedPort(int vlan, long mac) {
        return macs.getOrDefault(new Address(vlan, mac), -1);
    }

    /** Number of learned addresses. */
    public int learnedCount() {
        return macs.size();
    }

    /** Replaces the groups. */
    public void groups(List<GroupEntry> newGroups) {
        groups.clear();
        newGroups.forEach(group -> groups.put(group.id(), group));
    }

    /** The group of this number, or null. */
    GroupEntry group(long id) {
        return groups.get(id);
    }

    List<BridgePort> ports() {
        return ports;
    }

    BridgePort port(int number) {
        return ports.stream()
                .filter(port -> port.ofPort() == number)
                .findFirst()
                .orElse(null);
    }

    MissPolicy missPolicy(int table) {
        return missPolicies.getOrDefault(table, MissPolicy.DROP);
    }

    /**
     * The first entry of the table that matches, in order of precedence, or null. Clauses of conjunctive matches count together only: from the
     * highest priority down, when every dimension of some conjunction has a clause that matches, it is as if the packet had that
     * {@code conj_id}; the lowest id is taken.
     */
    FlowEntry lookup(int table, long[] key) {
        FlowEntry plain = plain(table, key);
        List<FlowEntry> clauses = entries.stream()
                .filter(entry -> entry.table() == table && isClause(entry))
                .filter(entry -> plain == null || entry.priority() > plain.priority())
                .filter(entry -> entry.match().matches(key))
                .toList();
        List<Integer> priorities =
                clauses.stream().map(FlowEntry::priority).distinct().toList();
        for (int priority : priorities) {
            Set<Action.Conjunction> there = new HashSet<>();
            clauses.stream()
                    .filter(entry -> entry.priority() == priority)
                    .flatMap(entry -> entry.actions().stream())
                    .filter(Action.Conjunction.class::isInstance)
                    .forEach(action -> there.add((Action.Conjunction) action));
            OptionalLong id = there.stream()
                    .filter(one -> IntStream.rangeClosed(1, one.clauses())
                            .allMatch(
                                    clause -> there.contains(new Action.Conjunction(one.id(), clause, one.clauses()))))
                    .mapToLong(Action.Conjunction::id)
                    .min();
            FlowEntry found = id.isPresent() ? plain(table, withConjunction(key, id.getAsLong())) : null;
            if (found != null) {
                return found;
            }
        }
        return plain;
    }

    private FlowEntry plain(int table, long[] key) {
        for (FlowEntry entry : entries) {
            if (entry.table() == table && !isClause(entry) && entry.match().matches(key)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isClause(FlowEntry entry) {
        return entry.actions().stream().anyMatch(Action.Conjunction.class::isInstance);
    }

    private static long[] withConjunction(long[] key, long id) {
        long[] again = key.clone();
        Fields.CONJ_ID.set(again, 0, id);
        return again;
    }

    void hear(int vlan, long mac, int port) {
        if (learnedPort(vlan, mac) != port) {
            reports.add(new Report(new Address(vlan, mac), port));
        }
    }

    /** @param successor told of an entry and of the one that it replaces */
    void learn(BiConsumer<FlowEntry, FlowEntry> successor) {
        for (Report report : reports) {
            macs.put(report.address(), report.port());
        }
        reports.clear();
        lessons.forEach(lesson -> learn(lesson, successor));
        lessons.clear();
    }

    // ---- flows that packets teach

    /** The entries as they are now. */
    public List<FlowEntry> entries() {
        return entries;
    }

    /** News are told once a burst; what the tables hold already is none, nor what they have no room for. */
    void teach(ReferenceLearning.Lesson lesson) {
        if (!lessons.contains(lesson) && entries.stream().noneMatch(lesson::isTaught) && hasRoom(lesson)) {
            lessons.add(lesson);
        }
    }

    /** Whether the flow is there, or its limit is not reached. */
    boolean hasRoom(ReferenceLearning.Lesson lesson) {
        return lesson.limit() == 0
                || entries.stream().anyMatch(lesson::isTaught)
                || entries.stream().filter(lesson::isSiblingOf).count() < lesson.limit();
    }

    private void learn(ReferenceLearning.Lesson lesson, BiConsumer<FlowEntry, FlowEntry> successor) {
        if (entries.stream().anyMatch(lesson::isTaught) || !hasRoom(lesson)) {
            return;
        }
        FlowEntry learned =
                new FlowEntry(lesson.table(), lesson.priority(), lesson.match(), lesson.actions(), lesson.cookie(), 0);
        List<FlowEntry> next = new ArrayList<>(entries);
        next.stream().filter(lesson::isPlaceOf).forEach(old -> successor.accept(learned, old));
        next.removeIf(lesson::isPlaceOf);
        next.add(learned);
        entries(next);
    }
}
