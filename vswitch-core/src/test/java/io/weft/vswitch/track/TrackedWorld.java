package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.NatSpec;
import io.weft.flow.key.FlowKey;
import io.weft.flow.wire.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A tracker and its oracle, and random packets for both. */
final class TrackedWorld implements AutoCloseable {
    private static final long[] HOSTS = {0x0a000001, 0x0a000002, 0x0a000003};
    private static final int[] PORTS = {1, 80, 1000, 5000};
    private static final int[] ZONES = {1, 2};
    private static final int CAPACITY = 4096;

    private final Random random;
    private final ConnectionTracker tracker;
    private final TrackedFrames frames;
    private final ReferenceTracker reference = new ReferenceTracker();
    private final RandomSegments segments;
    private final String name;
    private long now = 5_000;
    private int step;

    TrackedWorld(long seed) {
        name = "seed " + seed;
        random = new Random(seed);
        segments = new RandomSegments(random);
        tracker = ConnectionTracker.inMemory(CAPACITY, now);
        frames = new TrackedFrames(tracker.newPacketTracker());
        boolean checks = random.nextInt(4) != 0;
        tracker.checkWindows(checks);
        reference.checksWindows = checks;
        if (random.nextInt(3) == 0) {
            tracker.limit(1, 20);
            reference.limits.put(1, 20);
        }
        if (random.nextInt(3) == 0) {
            TimeoutPolicy policy =
                    TimeoutPolicy.of(Map.of("tcp_established", 100L, "udp_single", 3L, "icmp_first", 1L));
            tracker.timeouts(2, policy);
            reference.policies.put(2, policy);
        }
    }

    void run(int packets) {
        for (step = 0; step < packets; step++) {
            pass();
            TestPacket packet = random.nextInt(4) == 0 || reference.entries.isEmpty() ? stranger() : member();
            compare(order(), packet, 0);
            if (step % 100 == 99) {
                compareDumps();
            }
            if (random.nextInt(300) == 0) {
                flush();
            }
        }
        compareDumps();
    }

    private void pass() {
        long[] most = {0, 0, 10, 1000, 1000, 4000, 40_000};
        now += random.nextInt(200) == 0 ? random.nextLong(90_000_000) : random.nextLong(most[random.nextInt(7)] + 1);
        tracker.sweep(now, now, random.nextInt(50));
    }

    private TrackOrder order() {
        TrackOrder look = TrackOrder.look(ZONES[random.nextInt(ZONES.length)]);
        TrackOrder commit = look.committing();
        int mark = random.nextInt();
        return switch (random.nextInt(14)) {
            case 0, 1 -> look;
            case 2 -> look.translating(NatSpec.PLAIN);
            case 3, 4, 5 -> commit;
            case 6 -> random.nextInt(4) == 0 ? look.forcing() : commit;
            case 7 -> commit.marking(mark, random.nextInt());
            case 8 -> commit.labelling(mark, ~mark, random.nextLong(), random.nextLong());
            case 9 -> commit.translating(range(NatSpec.Side.SRC).ports(6000, 6002));
            case 10 -> commit.translating(range(NatSpec.Side.SRC));
            case 11 -> commit.translating(range(NatSpec.Side.DST));
            case 12 -> commit.translating(range(NatSpec.Side.DST).ports(7000, 7001));
            default -> commit.translating(NatSpec.ipv4(NatSpec.Side.SRC, 0, 0));
        };
    }

    private NatSpec range(NatSpec.Side part) {
        NatSpec.Choice choice = random.nextBoolean() ? NatSpec.Choice.HASH : NatSpec.Choice.RANDOM;
        boolean ipv6 = random.nextInt(3) == 0;
        long high = ipv6 ? TestPacket.PREFIX : 0;
        return new NatSpec(
                part,
                ipv6 ? NatSpec.Family.IPV6 : NatSpec.Family.IPV4,
                high,
                0x0b000001,
                high,
                0x0b000002,
                0,
                0,
                choice,
                random.nextBoolean());
    }

    private long host() {
        return HOSTS[random.nextInt(HOSTS.length)];
    }

    private int port() {
        return PORTS[random.nextInt(PORTS.length)];
    }

    private TestPacket stranger() {
        TestPacket packet = switch (random.nextInt(8)) {
            case 0, 1, 2 -> segments.first(TestPacket.tcp(host(), port(), host(), port(), ReferenceTcp.SYN));
            case 3 -> TestPacket.udp(host(), port(), host(), port());
            case 4 -> TestPacket.icmp(host(), host(), 8, port());
            case 5 -> TestPacket.plain(47, host(), host());
            case 6 ->
                TestPacket.sctp(
                        TestPacket.udp(host(), port(), host(), port()),
                        random.nextInt(4) == 0 ? random.nextInt(16) : 1,
                        0,
                        random.nextInt(4) == 0 ? 77 : 0,
                        random.nextInt(1, 1000));
            default -> TestPacket.icmp(host(), host(), random.nextInt(20), port());
        };
        return random.nextInt(4) == 0 ? six(packet) : packet;
    }

    private static TestPacket six(TestPacket packet) {
        TestPacket six = packet.overIpv6();
        return packet.isIcmp() ? segmentsType(six) : six;
    }

    /** Types of ICMPv6 in the place of those of ICMP that mean the same. */
    private static TestPacket segmentsType(TestPacket packet) {
        int type = packet.type() == 8 ? 128 : packet.type() == 0 ? 129 : 130 + packet.type();
        return TestPacket.icmp(packet.source(), packet.destination(), type, packet.sourcePort())
                .overIpv6();
    }

    /** A packet of a connection that there is, or nearly so. */
    private TestPacket member() {
        ReferenceTracker.Entry entry = reference.entries.get(random.nextInt(reference.entries.size()));
        boolean reply = random.nextBoolean();
        ReferenceTracker.Key key = reply ? entry.reply : entry.original;
        TestPacket packet = packet(key);
        if (random.nextInt(12) == 0) {
            return error(packet(key.reversed()));
        }
        return switch (key.protocol()) {
            case IpProtocol.TCP -> segments.next(packet, entry.tcp, reply);
            case IpProtocol.SCTP -> chunk(packet, entry.sctp, reply);
            default -> packet;
        };
    }

    private TestPacket chunk(TestPacket packet, ReferenceSctp sctp, boolean reply) {
        int[] types = {0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 14};
        int type = types[random.nextInt(types.length)];
        int flags = random.nextInt(5) == 0 ? 1 : 0;
        int tag = type == 1 ? 0 : sctp.tag(reply ^ (flags == 1));
        return TestPacket.sctp(
                packet, type, flags, random.nextInt(6) == 0 ? random.nextInt(3) : tag, random.nextInt(1, 1000));
    }

    private static TestPacket packet(ReferenceTracker.Key key) {
        TestPacket four = switch (key.protocol()) {
            case IpProtocol.TCP ->
                TestPacket.tcp(key.source(), key.sourcePort(), key.destination(), key.destinationPort(), 0);
            case IpProtocol.UDP, IpProtocol.SCTP ->
                TestPacket.udp(key.source(), key.sourcePort(), key.destination(), key.destinationPort());
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                TestPacket.icmp(key.source(), key.destination(), key.destinationPort(), key.sourcePort());
            default -> TestPacket.plain(key.protocol(), key.source(), key.destination());
        };
        TestPacket whole = key.protocol() == IpProtocol.SCTP ? TestPacket.sctp(four, 0, 0, 1, 0) : four;
        return key.ipv6() ? whole.overIpv6() : whole;
    }

    private TestPacket error(TestPacket quoted) {
        long to = random.nextInt(8) == 0 ? host() : quoted.source();
        long from = random.nextBoolean() ? quoted.destination() : 0x0a0000fe;
        int type = quoted.ipv6() ? 1 + random.nextInt(4) : random.nextBoolean() ? 3 : 11;
        return TestPacket.error(from, to, type, quoted);
    }

    private void compare(TrackOrder order, TestPacket packet, int carried) {
        String at = name + ", step " + step + ": " + order + " " + packet;
        long prior = PacketTracker.prior(carried, order.zone());
        int state = frames.track(order, packet.frame(), prior, now);
        PacketTracker result = frames.packets();
        ReferenceTracker.Outcome expected = reference.track(
                order,
                packet,
                carried & (CtState.SNAT | CtState.DNAT),
                now,
                (key, nat, taken) -> judge(at, key, nat, taken));
        assertThat(state).as(at + " is " + result.reason()).isEqualTo(expected.state());
        ReferenceTracker.Entry entry = expected.entry();
        assertThat(result.mark()).as(at).isEqualTo(entry == null ? 0 : entry.mark);
        assertThat(result.labelHigh()).as(at).isEqualTo(entry == null ? 0 : entry.labelHigh);
        assertThat(result.labelLow()).as(at).isEqualTo(entry == null ? 0 : entry.labelLow);
        compareTuple(at, result, entry);
        assertThat(result.nat().applies()).as(at).isEqualTo(expected.after() != null);
        if (expected.after() != null) {
            assertThat(after(order.zone(), packet)).as(at).isEqualTo(expected.after());
            if (packet.quoted() == null && random.nextInt(3) == 0) {
                again(order, packet, state, expected.after());
            }
        }
    }

    /** The translated packet goes through the same zone again. */
    private void again(TrackOrder order, TestPacket packet, int state, ReferenceTracker.Key after) {
        TestPacket translated =
                packet.between(after.source(), after.sourcePort(), after.destination(), after.destinationPort());
        compare(TrackOrder.look(order.zone()), translated, state);
    }

    private ReferenceTracker.Key after(int zone, TestPacket packet) {
        PacketTracker result = frames.packets();
        TestPacket kind = packet.quoted() == null ? packet : packet.quoted();
        boolean icmp = kind.isIcmp();
        int ports = result.nat().ports();
        return new ReferenceTracker.Key(
                zone,
                kind.protocol(),
                kind.ipv6(),
                result.nat().sourceLow(),
                ports >>> 16,
                result.nat().destinationLow(),
                icmp ? ports >>> 8 & 0xFF : ports & 0xFFFF);
    }

    private static void compareTuple(String at, PacketTracker result, ReferenceTracker.Entry entry) {
        long[] key = new long[FlowKey.WORDS];
        result.writeTo(key);
        int base = FlowKey.ARRIVAL_WORD + 2;
        assertThat(key[base] >>> 32).as(at).isEqualTo(result.state());
        long expected = (long) result.zone() << 48;
        if (entry != null) {
            ReferenceTracker.Key original = entry.original;
            int source = original.isIcmp() ? original.destinationPort() : original.sourcePort();
            int destination = original.isIcmp() ? 0 : original.destinationPort();
            expected |= (long) original.protocol() << 32 | (long) source << 16 | destination;
            boolean six = original.ipv6();
            assertThat(key[base + 4]).as(at).isEqualTo(six ? 0 : original.source() << 32 | original.destination());
            assertThat(key[base + 6]).as(at).isEqualTo(six ? original.source() : 0);
            assertThat(key[base + 8]).as(at).isEqualTo(six ? original.destination() : 0);
        }
        assertThat(key[base + 1]).as(at).isEqualTo(expected);
    }

    private ReferenceTracker.Key judge(
            String at, ReferenceTracker.Key key, NatSpec nat, Predicate<ReferenceTracker.Key> taken) {
        PacketTracker result = frames.packets();
        List<ReferenceTracker.Key> candidates = candidates(key, nat);
        if (result.reason() == TrackReason.NAT_EXHAUSTED) {
            assertThat(candidates).as(at + ": nothing free").isNotNull().allMatch(taken);
            return null;
        }
        assertThat(result.nat().applies()).as(at).isTrue();
        int ports = result.nat().ports();
        ReferenceTracker.Key chosen = new ReferenceTracker.Key(
                        key.zone(),
                        key.protocol(),
                        key.ipv6(),
                        result.nat().sourceLow(),
                        ports >>> 16,
                        result.nat().destinationLow(),
                        key.isIcmp() ? ports >>> 8 & 0xFF : ports & 0xFFFF)
                .reversed();
        assertThat(taken.test(chosen)).as(at + ": " + chosen + " is taken").isFalse();
        if (candidates != null) {
            assertThat(candidates).as(at).contains(chosen);
        } else {
            boolean source = nat.part() == NatSpec.Side.SRC;
            long there = source ? chosen.destination() : chosen.source();
            assertThat(nat.keepsAddress() ? there == key.source() : there >= nat.minLow() && there <= nat.maxLow())
                    .as(at + ": " + chosen)
                    .isTrue();
        }
        return chosen;
    }

    /** All that a NAT may choose, or null when those are too many. */
    private static List<ReferenceTracker.Key> candidates(ReferenceTracker.Key key, NatSpec nat) {
        boolean ports = key.isIcmp() || key.sourcePort() != 0;
        boolean source = nat.part() == NatSpec.Side.SRC;
        boolean given = nat.minPort() != 0 && !key.isIcmp();
        if (ports && (!source && !key.isIcmp() || source && !given)) {
            return null;
        }
        List<ReferenceTracker.Key> all = new ArrayList<>();
        ReferenceTracker.Key back = key.reversed();
        long first = nat.keepsAddress() ? key.source() : nat.minLow();
        long last = nat.keepsAddress() ? key.source() : nat.maxLow();
        for (long address = first; address <= last; address++) {
            for (int port = given && ports ? nat.minPort() : 0; port <= (given && ports ? nat.maxPort() : 0); port++) {
                int sourcePort = back.sourcePort();
                int destinationPort = given && ports ? port : back.destinationPort();
                all.add(new ReferenceTracker.Key(
                        key.zone(),
                        key.protocol(),
                        key.ipv6(),
                        source ? back.source() : address,
                        sourcePort,
                        source ? address : back.destination(),
                        destinationPort));
            }
        }
        return all;
    }

    private void flush() {
        if (reference.entries.isEmpty()) {
            return;
        }
        reference.find(new ReferenceTracker.Key(0, 0, false, 0, 0, 0, 0), now);
        tracker.sweep(now, now, CAPACITY);
        ReferenceTracker.Entry entry = reference.entries.isEmpty() ? null : reference.entries.getFirst();
        if (entry == null) {
            return;
        }
        ConnectionFilter filter = switch (random.nextInt(3)) {
            case 0 -> ConnectionFilter.ofTuple(entry.original.zone(), entry.original.protocol(), entry.reply.ends());
            case 1 -> ConnectionFilter.ALL.withMark(entry.mark, -1);
            default -> ConnectionFilter.ofZone(2).withLabel(entry.labelHigh, 0, -1, 0);
        };
        int before = reference.entries.size();
        reference.entries.removeIf(e -> filter.matches(expected(e)));
        assertThat(tracker.flush(filter, now)).as(name + ", step " + step).isEqualTo(before - reference.entries.size());
    }

    private Connection expected(ReferenceTracker.Entry entry) {
        return new Connection(
                entry.original.zone(),
                entry.original.protocol(),
                entry.original.ipv6(),
                entry.original.ends(),
                entry.reply.ends(),
                entry.snat,
                entry.dnat,
                entry.mark,
                entry.labelHigh,
                entry.labelLow,
                entry.state(),
                entry.seenReply,
                entry.assured,
                entry.deadlineMs - now,
                0,
                null,
                false);
    }

    private static Connection withoutBegin(Connection c) {
        return new Connection(
                c.zone(),
                c.protocol(),
                c.ipv6(),
                c.original(),
                c.reply(),
                c.snat(),
                c.dnat(),
                c.mark(),
                c.labelHigh(),
                c.labelLow(),
                c.state(),
                c.seenReply(),
                c.assured(),
                c.remainingMs(),
                0,
                c.helper(),
                c.related());
    }

    private void compareDumps() {
        tracker.sweep(now, now, CAPACITY);
        reference.find(new ReferenceTracker.Key(0, 0, false, 0, 0, 0, 0), now);
        Set<String> expected = new TreeSet<>();
        reference.entries.forEach(e -> expected.add(expected(e).toString()));
        Set<String> dump = new TreeSet<>();
        tracker.forEach(ConnectionFilter.ALL, now, c -> dump.add(withoutBegin(c).toString()));
        assertThat(dump).as(name + ", step " + step).isEqualTo(expected);
        assertThat(tracker.size()).as(name).isEqualTo(reference.entries.size());
        for (int zone : ZONES) {
            assertThat(tracker.count(zone)).as(name).isEqualTo((int) reference.count(zone));
        }
    }

    long packets(TrackReason reason) {
        return tracker.packets(reason);
    }

    @Override
    public void close() {
        frames.close();
        tracker.close();
    }
}
