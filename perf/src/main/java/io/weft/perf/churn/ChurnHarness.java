package io.weft.perf.churn;

import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.perf.updates.Target;
import io.weft.perf.updates.WeftTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** A switch with two ports of endless traffic, which runs paced or as fast as it can, with changes or without. */
final class ChurnHarness implements AutoCloseable {
    private static final int BUNDLE = 10;

    /** How much longer than in theory a full ring may take to drain. */
    private static final double SLACK = 4;

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long TENTH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WeftTarget weft;
    private final Placement placement;
    private final int flows;
    private final int ring;
    private final ChurnTables tables;
    private SwitchClient client;
    private int rate;
    private long drainNs;

    /**
     * What a time of traffic was like.
     *
     * @param changesUs microseconds from a request until its changes are in effect
     * @param pauses of 100 us and more
     * @param lossyTenths tenths of a second in which something was lost
     * @param blame whose fault the losses are
     * @param stolenMs which the hypervisor says that it took
     * @param waitedNs for which the packet thread was ready and did not run, since its processor did something else
     */
    record Outcome(
            double seconds,
            long packets,
            long missed,
            long dropped,
            long changes,
            Histogram bursts,
            Histogram changesUs,
            long waitedNs,
            Map<String, Long> drops,
            List<Pause> pauses,
            int lossyTenths,
            Blame blame,
            long stolenMs) {
        long lost() {
            return missed + dropped;
        }

        /** A part of all pauses together. */
        double pausedMs(ToLongFunction<Pause> part) {
            return pauses.stream().mapToLong(part).sum() / 1e6;
        }

        int tenths() {
            return (int) Math.round(seconds * 10);
        }

        double mpps() {
            return packets / seconds / 1e6;
        }
    }

    /** @param isPinned whether the packet thread has a processor for itself */
    ChurnHarness(int flows, int ring, boolean isPinned) {
        placement = new Placement(isPinned);
        List<String> knobs = new ArrayList<>(List.of("--megaflow-limit=262144"));
        knobs.addAll(placement.knobs());
        weft = new WeftTarget(knobs.toArray(String[]::new));
        this.flows = flows;
        this.ring = ring;
        tables = new ChurnTables(flows);
        Runtime.getRuntime().addShutdownHook(new Thread(weft::close, "clean up"));
    }

    void start() {
        weft.start();
        placement.clear();
        placement.watch(weft.pid());
        client = new SwitchClient(SwitchAddress.inRunDirectory(weft.directory()));
        client.flows().modifyTexts(Target.BRIDGE, tables.initial(), true);
    }

    /** A bare loop in the packet thread's place, before {@link #start}; null where that is not known. */
    BareLoop bareLoop(int seconds) throws InterruptedException {
        return placement.bareLoop(seconds);
    }

    /**
     * Gives the ports traffic at {@code perSecond} packets each; 0: without end.
     *
     * @param capacity packets a second that the switch could take of each
     */
    void ports(int perSecond, double capacity) {
        rate = perSecond;
        drainNs = rate == 0 ? 0 : (long) (SLACK * 1e9 * ring / Math.max(capacity - rate, capacity / SLACK));
        List<String> command =
                weft.weft("vsctl", "--if-exists", "del-port", "pa", "--", "--if-exists", "del-port", "pb");
        port(command, "pa", "a", 1, rate);
        port(command, "pb", "b", 2, rate);
        Target.must(command);
    }

    private void port(List<String> command, String name, String direction, int number, int rate) {
        command.addAll(List.of("--", "add-port", Target.BRIDGE, name, "--", "set", "interface", name, "type=memory"));
        command.addAll(List.of("ofport_request=" + number, "options:flows=" + flows, "options:direction=" + direction));
        command.addAll(List.of("options:tx=sink", "options:rate=" + rate, "options:ring=" + ring));
    }

    /** Lets {@code seconds} go by with {@code perSecond} changes each. */
    Outcome run(double seconds, int perSecond) {
        long startNs = System.nanoTime();
        long[] before = counts();
        Map<String, Long> dropsBefore = drops();
        Map<Long, Long> burstsBefore = bursts();
        long waitedBeforeNs = placement.waitedNs();
        long stolenBeforeMs = placement.stolenMs();
        Histogram changesUs = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
        long changes = 0;
        long endNs = startNs + (long) (seconds * 1e9);
        for (long nowNs = startNs; nowNs - endNs < 0; nowNs = System.nanoTime()) {
            long due = (long) ((nowNs - startNs) / 1e9 * perSecond) - changes;
            changes += change((int) Math.min(due, perSecond), endNs, changesUs);
            LockSupport.parkNanos(TICK_NS);
        }
        long[] after = counts();
        double elapsed = (System.nanoTime() - startNs) / 1e9;
        Map<String, Long> drops = drops();
        drops.replaceAll((reason, count) -> count - dropsBefore.getOrDefault(reason, 0L));
        drops.values().removeIf(count -> count == 0);
        List<Map<Long, Long>> losses = losses(startNs);
        return new Outcome(
                elapsed,
                after[0] - before[0],
                after[1] - before[1],
                drops.values().stream().mapToLong(Long::longValue).sum(),
                changes,
                difference(bursts(), burstsBefore),
                changesUs,
                placement.waitedNs() - waitedBeforeNs,
                drops,
                pauses(startNs),
                lossyTenths(losses, startNs),
                blame(losses, startNs),
                placement.stolenMs() - stolenBeforeMs);
    }

    /** Both processes have the same clock. */
    private List<Pause> pauses(long sinceNs) {
        List<Pause> pauses = new ArrayList<>(Pause.parse(client.runCommand("dpif-netdev/pmd-pauses", List.of("-v"))));
        pauses.removeIf(pause -> pause.endNs() - sinceNs < 0);
        return pauses;
    }

    /** Of each port: packets by the time when they found the ring full. */
    private List<Map<Long, Long>> losses(long sinceNs) {
        List<Map<Long, Long>> all = new ArrayList<>();
        for (PortView port : client.ports().list(Target.BRIDGE)) {
            Map<Long, Long> losses = numbers(port.status().getOrDefault("losses", ""));
            losses.keySet().removeIf(atNs -> atNs - sinceNs < 0);
            all.add(losses);
        }
        return all;
    }

    private static int lossyTenths(List<Map<Long, Long>> losses, long sinceNs) {
        return (int) losses.stream()
                .flatMap(ofPort -> ofPort.keySet().stream())
                .map(atNs -> (atNs - sinceNs) / TENTH_NS)
                .distinct()
                .count();
    }

    private Blame blame(List<Map<Long, Long>> losses, long sinceNs) {
        List<Pause> pauses = pauses(sinceNs - drainNs);
        return losses.stream()
                .map(ofPort -> Blame.of(ofPort, pauses, rate / 1e9, drainNs))
                .reduce(Blame.NONE, Blame::plus);
    }

    /** Pairs such as {@code 17:3}, by the first number. */
    private static Map<Long, Long> numbers(String text) {
        Map<Long, Long> numbers = new TreeMap<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = one.indexOf(':');
            numbers.merge(Long.parseLong(one.substring(0, colon)), Long.parseLong(one.substring(colon + 1)), Long::sum);
        }
        return numbers;
    }

    /** Makes {@code count} changes, if there is time: a half in bundles, what is left one by one. */
    private int change(int count, long endNs, Histogram changesUs) {
        int made = 0;
        while (made < count && System.nanoTime() - endNs < 0) {
            int size = count - made >= BUNDLE && made < count / 2 ? BUNDLE : 1;
            List<FlowModText> mods = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                mods.add(tables.next());
            }
            long beganNs = System.nanoTime();
            client.flows().modifyTexts(Target.BRIDGE, mods, true);
            changesUs.recordValue(Math.max(1, (System.nanoTime() - beganNs) / 1000));
            made += size;
        }
        return made;
    }

    /** Packets received, and packets missed. */
    private long[] counts() {
        long[] sums = new long[2];
        for (PortStatistics port : client.ports().statistics(Target.BRIDGE, "")) {
            sums[0] += port.rxPackets();
            sums[1] += port.rxDropped() + port.txDropped();
        }
        return sums;
    }

    private Map<String, Long> drops() {
        Map<String, Long> drops = new TreeMap<>();
        for (DropCount drop : client.datapath().drops()) {
            drops.put(drop.reason(), drop.packets());
        }
        return drops;
    }

    private Map<Long, Long> bursts() {
        Map<Long, Long> bursts = new TreeMap<>();
        for (PortView port : client.ports().list(Target.BRIDGE)) {
            numbers(port.status().getOrDefault("burst_times", ""))
                    .forEach((ns, count) -> bursts.merge(ns, count, Long::sum));
        }
        return bursts;
    }

    private static Histogram difference(Map<Long, Long> after, Map<Long, Long> before) {
        Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(10), 3);
        after.forEach((ns, count) -> {
            long more = count - before.getOrDefault(ns, 0L);
            if (more > 0) {
                histogram.recordValueWithCount(ns, more);
            }
        });
        return histogram;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        weft.close();
    }
}
