package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.IpProtocol;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.fragment.FragmentCount;
import io.weft.vswitch.fragment.Fragments;
import io.weft.vswitch.port.patch.PatchDriver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fragments on a running switch whose flows track them. What Open vSwitch's system tests do with fragments, and more. */
final class FragmentTrackingTest {
    private static final int A = 0x0a00_0001;
    private static final int B = 0x0a00_0002;
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long MAC_A = 0x5054_0000_0005L;
    private static final long MAC_B = 0x5054_0000_0007L;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        PatchedPair.on(weft, 4);
    }

    static byte[] udp(int bytes) {
        return new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv4(A, B)
                .udp(1000, 53)
                .payload(bytes)
                .build();
    }

    private static byte[] udp6(int bytes) {
        return new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv6(PREFIX, 1, PREFIX, 2)
                .udp(1000, 53)
                .payload(bytes)
                .build();
    }

    private static byte[] answer(int bytes) {
        return new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv4(B, A)
                .udp(53, 1000)
                .payload(bytes)
                .build();
    }

    private void statefulFirewall() {
        stepped.add(
                "br0",
                "table=0,ip,actions=ct(table=1)",
                "table=0,ipv6,actions=ct(table=1)",
                "table=1,cookie=1,ip,ct_state=+trk+new,in_port=1,actions=ct(commit),output:2",
                "table=1,cookie=1,ipv6,ct_state=+trk+new,in_port=1,actions=ct(commit),output:2",
                "table=1,cookie=2,ip,ct_state=+trk+est,in_port=2,actions=output:1",
                "table=1,cookie=3,ip,ct_state=+trk+est,in_port=1,actions=output:2",
                "table=1,cookie=3,ipv6,ct_state=+trk+est,in_port=1,actions=output:2",
                "table=1,cookie=4,priority=50000,ct_state=+trk+inv,ip,actions=output:3",
                "table=1,cookie=4,priority=50000,ct_state=+trk+inv,ipv6,actions=output:3");
    }

    private List<byte[]> send(String from, List<byte[]> frames, String to) {
        frames.forEach(frame -> stepped.send(from, frame));
        return sent(to);
    }

    /** What frames are told apart by. */
    private static List<String> names(List<byte[]> frames) {
        return frames.stream()
                .map(frame -> frame.length + ":" + Integer.toHexString(Arrays.hashCode(frame)))
                .toList();
    }

    private List<byte[]> sent(String port) {
        List<byte[]> sent = new ArrayList<>();
        for (byte[] frame = stepped.port(port).poll();
                frame != null;
                frame = stepped.port(port).poll()) {
            sent.add(frame);
        }
        return sent;
    }

    private long packets(long cookie) {
        return weft.flows("br0", FlowFilter.ofTable(1)).stream()
                .filter(entry -> entry.cookie() == cookie)
                .mapToLong(FlowEntry::packets)
                .sum();
    }

    private long count(boolean ipv6, FragmentCount count) {
        return weft.fragments().status().count(ipv6, count);
    }

    @Test
    void largeFragmentsWaitInLargeFrames() {
        weft.apply(config -> config.with(
                config.bridge("br0").orElseThrow().with(jumbo("j1", 41)).with(jumbo("j2", 42))));
        stepped.add(
                "br0",
                "table=0,priority=60000,ip,in_port=41,actions=ct(table=7)",
                "table=0,priority=60000,ipv6,in_port=41,actions=ct(table=7)",
                "table=7,ip,ct_state=+trk-inv,actions=ct(commit),output:42",
                "table=7,ipv6,ct_state=+trk-inv,actions=ct(commit),output:42");
        for (byte[] datagram : List.of(udp(20_000), udp6(20_000))) {
            List<byte[]> parts = Fragments.ofSize(datagram, 7, 8800);
            assertThat(parts).hasSize(3);
            assertThat(names(send("j1", parts.reversed(), "j2"))).containsExactlyInAnyOrderElementsOf(names(parts));
        }
        assertThat(weft.counters().dropped(DropReason.NO_FRAMES)).isZero();
        for (int id = 100; id < 200; id++) {
            stepped.send("j1", Fragments.ofSize(udp(20_000), id, 8800).getFirst());
        }
        assertThat(weft.fragments().status().held())
                .as("a quarter of the large frames")
                .isEqualTo(16);
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_OVERFLOW)).isEqualTo(84);
        assertThat(send("j1", Fragments.ofSize(udp(20_000), 99, 8800), "j2")).hasSize(3);
    }

    private static PortSettings jumbo(String name, int number) {
        return PortSettings.of(name, "memory").withOfportRequest(number).withMtuRequest(9000);
    }

    @Test
    void fragmentsWaitForTheirDatagramAndGoOnAsTheyCame() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        assertThat(parts).hasSize(3);
        assertThat(send("p1", parts.subList(0, 2), "p2")).isEmpty();
        assertThat(weft.fragments().status().held()).isEqualTo(2);
        assertThat(names(send("p1", parts.subList(2, 3), "p2"))).containsExactlyElementsOf(names(parts));
        assertThat(weft.fragments().status().held()).isZero();
        assertThat(packets(1)).isEqualTo(3);
        assertThat(count(false, FragmentCount.ACCEPTED)).isEqualTo(6); // ct(table=1), ct(commit)
        assertThat(count(false, FragmentCount.COMPLETED)).isEqualTo(6);
        assertThat(send("p2", Fragments.ofSize(answer(2000), 9, 1208), "p1")).hasSize(2);
        assertThat(send("p1", Fragments.ofSize(udp(1500), 8, 1208), "p2")).hasSize(2);
        assertThat(packets(3)).isEqualTo(2);
    }

    @Test
    void everyFragmentKnowsTheConnection() {
        stepped.add(
                "br0",
                "table=0,ip,actions=ct(commit,zone=5,exec(set_field:9->ct_mark),table=1)",
                "table=1,udp,ct_state=+trk+new-inv,ct_zone=5,ct_mark=9,ct_nw_proto=17,ct_tp_src=1000,ct_tp_dst=53,nw_frag=first,tp_dst=0,actions=output:2",
                "table=1,udp,ct_state=+trk+new-inv,ct_zone=5,ct_mark=9,ct_nw_proto=17,ct_tp_src=1000,ct_tp_dst=53,nw_frag=later,tp_dst=0,actions=output:3");
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        assertThat(names(send("p1", parts, "p2"))).isEqualTo(names(List.of(parts.get(0))));
        assertThat(names(sent("p3"))).isEqualTo(names(List.of(parts.get(1), parts.get(2))));
    }

    @Test
    void eachGoesOnInItsOwnFlow() {
        stepped.add(
                "br0",
                "table=0,priority=2,ip,nw_frag=first,actions=push_vlan:0x8100,set_field:4101->vlan_vid,ct(commit),output:2",
                "table=0,ip,nw_frag=later,actions=ct(commit),set_field:02:00:00:00:00:09->eth_dst,output:3");
        List<byte[]> parts = Fragments.ofSize(udp(2000), 7, 1208);
        List<byte[]> first = send("p1", parts.reversed(), "p2");
        assertThat(first).hasSize(1);
        assertThat(first.getFirst()).hasSize(parts.getFirst().length + 4);
        List<byte[]> later = sent("p3");
        assertThat(later).hasSize(1);
        assertThat(later.getFirst()[5]).isEqualTo((byte) 9);
    }

    @Test
    void insideAndBehindClones() {
        stepped.add(
                "br0",
                "table=0,ip,actions=clone(ct(commit,zone=3),set_field:02:00:00:00:00:09->eth_dst,output:2),output:3,ct(commit,zone=4),output:4");
        List<byte[]> parts = Fragments.ofSize(udp(2000), 7, 1208);
        assertThat(send("p1", parts, "p2")).hasSize(2).allMatch(frame -> frame[5] == 9);
        assertThat(names(sent("p3"))).containsExactlyElementsOf(names(parts));
        assertThat(names(sent("p4"))).containsExactlyElementsOf(names(parts));
    }

    @Test
    void anyOrder() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(6000), 7, 1208);
        assertThat(names(send("p1", parts.reversed(), "p2"))).containsExactlyElementsOf(names(parts));
        List<byte[]> parts6 = Fragments.ofSize(udp6(6000), 7, 1232);
        assertThat(names(send("p1", parts6.reversed(), "p2"))).containsExactlyElementsOf(names(parts6));
    }

    @Test
    void theLongestDatagramsArePutTogether() {
        statefulFirewall();
        byte[] longest = udp(65_507);
        List<byte[]> parts = Fragments.ofSize(longest, 7, 1480);
        assertThat(names(send("p1", parts, "p2"))).containsExactlyElementsOf(names(parts));
        List<byte[]> longest6 = Fragments.ofSize(udp6(65_527), 7, 1448);
        assertThat(names(send("p1", longest6, "p2"))).containsExactlyElementsOf(names(longest6));
        byte[] wrong = longest.clone();
        wrong[60_000] ^= 1;
        assertThat(send("p1", Fragments.ofSize(wrong, 8, 1480), "p3")).hasSize(parts.size());
    }

    @Test
    void extensionHeadersBeforeAndInTheFragments() {
        statefulFirewall();
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv6(PREFIX, 1, PREFIX, 2)
                .extension(IpProtocol.HOP_BY_HOP, 1, new byte[] {1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                .extension(IpProtocol.ROUTING, 0, new byte[6])
                .extension(IpProtocol.DESTINATION_OPTIONS, 0, new byte[] {1, 4, 0, 0, 0, 0})
                .udp(1000, 53)
                .payload(4000)
                .build();
        List<byte[]> parts = Fragments.ofSize(frame, 0x12345678, 1232);
        assertThat(parts).hasSizeGreaterThan(2);
        Collections.swap(parts, 0, 2);
        List<byte[]> out = send("p1", parts, "p2");
        Collections.swap(parts, 0, 2);
        assertThat(names(out)).containsExactlyElementsOf(names(parts));
        assertThat(packets(1)).isEqualTo(parts.size());
    }

    @Test
    void overlapByOneUnitSpoilsTheDatagram() {
        statefulFirewall();
        byte[] frame = udp(3000);
        byte[] first = Fragments.part(frame, 7, 0, 1208, true);
        byte[] overlapping = Fragments.part(frame, 7, 1200, 2416, true);
        byte[] second = Fragments.part(frame, 7, 1208, 2416, true);
        byte[] last = Fragments.part(frame, 7, 2416, Fragments.payloadLength(frame), false);
        assertThat(send("p1", List.of(first, overlapping, second, last), "p2")).isEmpty();
        assertThat(names(sent("p3"))).isEqualTo(names(List.of(overlapping, second, last)));
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(1);
        assertThat(count(false, FragmentCount.OVERLAPPED)).isEqualTo(3);
        stepped.clock().advanceMs(15_001);
        weft.step();
        assertThat(send("p1", List.of(first, second, last), "p2")).hasSize(3);
    }

    @Test
    void contradictionsAboutTheEndSpoilIt() {
        statefulFirewall();
        byte[] frame = udp(3000);
        byte[] end = Fragments.part(frame, 7, 1208, 2000, false);
        byte[] behind = Fragments.part(frame, 7, 2400, 3008, false);
        byte[] more = Fragments.part(frame, 8, 2416, 2416 + 592, true);
        byte[] before = Fragments.part(frame, 8, 1208, 2416, false);
        assertThat(names(send("p1", List.of(end, behind), "p3"))).isEqualTo(names(List.of(behind)));
        weft.fragments().change(settings -> settings.withLeast(false, 400));
        assertThat(names(send("p1", List.of(more, before), "p3"))).isEqualTo(names(List.of(before)));
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
    }

    @Test
    void duplicatesAreDroppedAndHarmNobody() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        List<byte[]> twice =
                List.of(parts.get(2), parts.get(2), parts.get(0), parts.get(0), parts.get(2), parts.get(1));
        assertThat(names(send("p1", twice, "p2"))).containsExactlyElementsOf(names(parts));
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_DUPLICATE)).isEqualTo(3);
    }

    @Test
    void tinyAndOddFragmentsAreInvalid() {
        statefulFirewall();
        byte[] frame = udp(3000);
        byte[] tiny = Fragments.part(frame, 1, 0, 1176, true); // 1196 bytes
        byte[] odd = Fragments.part(frame, 2, 0, 1204, true);
        byte[] empty = Fragments.part(frame, 3, 1208, 1208, true);
        byte[] beyond = Fragments.part(frame, 4, 0, 1208, false);
        Fragments.number(beyond, 14 + 6, 0x1FFF);
        Fragments.sum(beyond);
        byte[] sum = Fragments.part(frame, 5, 0, 1208, true);
        sum[14 + 8]--;
        assertThat(names(send("p1", List.of(tiny, odd, empty, beyond, sum), "p3")))
                .isEqualTo(names(List.of(tiny, odd, empty, beyond, sum)));
        assertThat(count(false, FragmentCount.TOO_SMALL)).isEqualTo(1);
        assertThat(weft.fragments().status().held()).isZero();
        weft.fragments().change(settings -> settings.withLeast(false, 1196));
        assertThat(send("p1", List.of(tiny), "p3")).isEmpty();
        assertThat(weft.fragments().status().held()).isEqualTo(1);
    }

    @Test
    void headersThatAreTornApartAreInvalid() {
        statefulFirewall();
        weft.fragments().change(settings -> settings.withLeast(true, 400));
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv6(PREFIX, 1, PREFIX, 2)
                .extension(IpProtocol.DESTINATION_OPTIONS, 60, new byte[486])
                .tcp(1000, 80, 2)
                .payload(1000)
                .build();
        byte[] torn = Fragments.part(frame, 1, 0, 488, true);
        byte[] partly = Fragments.part(frame, 2, 0, 496, true);
        assertThat(names(send("p1", List.of(torn, partly), "p3"))).isEqualTo(names(List.of(torn, partly)));
        byte[] enough = Fragments.part(frame, 3, 0, 512, true);
        assertThat(send("p1", List.of(enough), "p3")).isEmpty();
        assertThat(weft.fragments().status().held()).isEqualTo(1);
    }

    @Test
    void aWrongChecksumOfTheWholeIsSeen() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        parts.get(1)[500] ^= 4;
        assertThat(names(send("p1", parts, "p3"))).containsExactlyElementsOf(names(parts));
    }

    @Test
    void whatIsNeverCompletedExpires() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        send("p1", parts.subList(0, 2), "p2");
        stepped.clock().advanceMs(14_990);
        weft.step();
        assertThat(weft.fragments().status().held()).isEqualTo(2);
        stepped.clock().advanceMs(10);
        weft.step();
        assertThat(weft.fragments().status().held()).isZero();
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(2);
        assertThat(count(false, FragmentCount.EXPIRED)).isEqualTo(2);
        assertThat(send("p1", parts.subList(2, 3), "p2")).isEmpty();
        assertThat(names(send("p1", parts.subList(0, 2), "p2"))).containsExactlyElementsOf(names(parts));
    }

    @Test
    void aFloodLeavesHalfOfTheRoomToOtherPorts() {
        statefulFirewall();
        weft.fragments().change(settings -> settings.withMost(100));
        byte[] frame = udp(3000);
        stepped.send("p3", Fragments.part(frame, 9, 0, 1208, true));
        for (int id = 0; id < 1000; id++) {
            byte[] part = Fragments.part(frame, id, 1208, 2416, true);
            stepped.send("p4", part);
        }
        assertThat(weft.fragments().status().held()).isEqualTo(100);
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_OVERFLOW)).isEqualTo(901);
        assertThat(weft.fragments().status().waiting())
                .anyMatch(datagram -> datagram.state().equals("first frag"));
        List<byte[]> parts = Fragments.ofSize(frame, 2000, 1208);
        assertThat(send("p1", parts, "p2")).hasSize(3);
    }

    @Test
    void reassemblyCanBeTurnedOff() {
        statefulFirewall();
        List<byte[]> parts = Fragments.ofSize(udp(3000), 7, 1208);
        List<byte[]> parts6 = Fragments.ofSize(udp6(3000), 7, 1232);
        stepped.send("p1", parts.getFirst());
        stepped.send("p1", parts6.getFirst());
        weft.fragments().change(settings -> settings.enabling(false, false));
        assertThat(weft.fragments().status().held()).isEqualTo(1);
        assertThat(weft.counters().dropped(DropReason.FRAGMENT_FLUSHED)).isEqualTo(1);
        assertThat(names(send("p1", parts, "p3"))).containsExactlyElementsOf(names(parts));
        assertThat(names(send("p1", parts6.subList(1, parts6.size()), "p2"))).containsExactlyElementsOf(names(parts6));
    }

    @Test
    void zonesAndVersionsAndSendersAreApart() {
        stepped.add(
                "br0",
                "table=0,in_port=1,ip,actions=ct(zone=1),output:2",
                "table=0,in_port=4,ip,actions=ct(zone=2),output:2");
        List<byte[]> parts = Fragments.ofSize(udp(2000), 7, 1208);
        stepped.send("p1", parts.get(0));
        stepped.send("p4", parts.get(1));
        assertThat(sent("p2")).isEmpty();
        assertThat(weft.fragments().status().waiting()).hasSize(2);
    }

    /** Both directions, ports and addresses; every checksum is right, or the other side of the switch would say +inv. */
    @Test
    void fragmentsAreTranslated() {
        stepped.add(
                "br0",
                "table=0,in_port=1,ip,actions=ct(commit,zone=1,nat(src=10.0.0.240:5000-5100),table=1)",
                "table=0,in_port=2,ip,actions=ct(zone=1,nat,table=1)",
                "table=0,in_port=1,ipv6,actions=ct(commit,zone=1,nat(dst=[2001:db8::77]:99),table=1)",
                "table=0,in_port=2,ipv6,actions=ct(zone=1,nat,table=1)",
                "table=1,in_port=1,ct_state=+trk-inv,ip,actions=ct(zone=9,table=2)",
                "table=1,in_port=1,ct_state=+trk-inv,ipv6,actions=ct(zone=9,table=2)",
                "table=1,in_port=2,ct_state=+trk+est-inv,ip,actions=ct(zone=9,table=3)",
                "table=1,in_port=2,ct_state=+trk+est-inv,ipv6,actions=ct(zone=9,table=3)",
                "table=2,ct_state=-inv,ip,actions=output:2",
                "table=2,ct_state=-inv,ipv6,actions=output:2",
                "table=3,ct_state=-inv,ip,actions=output:1",
                "table=3,ct_state=-inv,ipv6,actions=output:1");
        List<byte[]> out = send("p1", Fragments.ofSize(udp(3000), 0, 1208), "p2");
        byte[] whole = Fragments.whole(out);
        byte[] expected = new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv4(0x0a00_00f0, B)
                .udp(short16(whole, 34), 53)
                .payload(3000)
                .build();
        assertThat(short16(whole, 34)).isBetween(5000, 5100);
        assertThat(names(List.of(whole))).isEqualTo(names(List.of(expected)));
        assertThat(out)
                .allSatisfy(frame -> assertThat(names(List.of(summed(frame)))).isEqualTo(names(List.of(frame))));
        byte[] back = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv4(B, 0x0a00_00f0)
                .udp(53, short16(whole, 34))
                .payload(2500)
                .build();
        List<byte[]> returned = send("p2", Fragments.ofSize(back, 0, 1208), "p1");
        assertThat(names(List.of(Fragments.whole(returned)))).isEqualTo(names(List.of(answer(2500))));
        List<byte[]> out6 = send("p1", Fragments.ofSize(udp6(3000), 0, 1232), "p2");
        byte[] expected6 = new FrameBuilder()
                .ethernet(MAC_B, MAC_A)
                .ipv6(PREFIX, 1, PREFIX, 0x77)
                .udp(1000, 99)
                .payload(3000)
                .build();
        assertThat(names(List.of(Fragments.whole(out6)))).isEqualTo(names(List.of(expected6)));
        assertThat(names(send("p1", Fragments.ofSize(udp(65_507), 0, 1480), "p2")))
                .hasSize(45);
    }

    private static byte[] summed(byte[] frame) {
        byte[] copy = frame.clone();
        Fragments.sum(copy);
        return copy;
    }

    @Test
    void aDatagramMayComeOnSeveralPorts() {
        statefulFirewall();
        stepped.add("br0", "table=1,cookie=1,ip,ct_state=+trk+new,in_port=4,actions=ct(commit),output:2");
        List<byte[]> parts = Fragments.ofSize(udp(2000), 7, 1208);
        stepped.send("p1", parts.get(0));
        stepped.send("p4", parts.get(1));
        assertThat(names(sent("p2"))).containsExactlyElementsOf(names(parts));
    }

    /** Random datagrams, cut at random places, mixed, some parts twice: each comes out as it went in, as soon as its last part is there. */
    @Test
    void randomDatagramsInRandomOrder() {
        long seed = Long.getLong("weft.test.seed", 5);
        Random random = new Random(seed);
        statefulFirewall();
        weft.fragments().change(settings -> settings.withLeast(false, 400).withLeast(true, 400));
        for (int round = 0; round < 30; round++) {
            List<byte[]> wholes = new ArrayList<>();
            List<byte[]> all = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                byte[] frame =
                        random.nextBoolean() ? udp(1500 + random.nextInt(9000)) : udp6(1500 + random.nextInt(9000));
                wholes.add(frame);
                List<byte[]> parts = cut(frame, round * 8 + n, random);
                all.addAll(parts);
                if (random.nextInt(3) == 0) {
                    all.add(parts.get(random.nextInt(parts.size() - 1)));
                }
            }
            Collections.shuffle(all, random);
            List<byte[]> out = send("p1", all, "p2");
            assertThat(sent("p3")).as("seed %d round %d", seed, round).isEmpty();
            List<byte[]> back = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                back.add(Fragments.whole(ofDatagram(out, round * 8 + n)));
            }
            for (int n = 0; n < 8; n++) {
                byte[] whole = wholes.get(n);
                if (whole[12] == 8) {
                    Fragments.number(whole, 18, 0);
                    Fragments.sum(whole);
                }
                assertThat(names(List.of(back.get(n))))
                        .as("seed %d round %d datagram %d", seed, round, n)
                        .isEqualTo(names(List.of(whole)));
            }
            stepped.clock().advanceMs(15_001);
            weft.step();
        }
    }

    private static List<byte[]> ofDatagram(List<byte[]> fragments, int id) {
        return fragments.stream()
                .filter(f -> id == (f[12] == 8 ? short16(f, 18) : short16(f, 14 + 40 + 6)))
                .toList();
    }

    private static int short16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static List<byte[]> cut(byte[] frame, int id, Random random) {
        List<Integer> cuts = new ArrayList<>();
        int length = Fragments.payloadLength(frame);
        int at = 0;
        while (true) {
            at += 8 * (50 + random.nextInt(120));
            if (at >= length) {
                break;
            }
            cuts.add(at);
        }
        return Fragments.of(frame, id, cuts.stream().mapToInt(i -> i).toArray());
    }
}
