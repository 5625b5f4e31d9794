package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.flow.group.GroupMod;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.ShaperSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever flows do to a packet that the caches know, it allocates nothing: each instruction of a program for itself, 0 bytes. {@link
 * ForwardingRateTest} says so of NORMAL over ten million packets.
 */
final class HotPathAllocationTest {
    private static final String BRIDGE = "br0";
    private static final long WARM_UP_PACKETS = 400_000;
    private static final long PACKETS = 400_000;

    /** The compiler may allocate on this thread when it changes its mind; a packet that allocates does so every time. */
    private static final int ATTEMPTS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path runDirectory;

    private boolean isLimited;
    private final List<MirrorConfig> mirrors = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> meters = new ArrayList<>();

    @Test
    void meterThatDrops() {
        meters.add("meter=1,pktps,burst,stats,bands=type=drop,rate=1000,burst_size=1000");
        check("meter(", "actions=meter:1,output:2");
    }

    @Test
    void meterThatRemarks() {
        meters.add("meter=1,kbps,burst,bands=type=dscp_remark,rate=10,burst_size=10,prec_level=1");
        check("meter(", "table=0,actions=set_field:40->nw_tos,resubmit(,1)", "table=1,actions=meter:1,output:2");
    }

    @Test
    void cloneWithin() {
        check("clone(", "actions=clone(set_field:7->tp_dst,clone(dec_ttl,output:3),output:3),output:2");
    }

    @Test
    void truncate() {
        check("trunc(", "actions=output(port=3,max_len=20),output:2");
    }

    @Test
    void checkLength() {
        check(
                "check_pkt_len(",
                "table=0,actions=check_pkt_larger(50)->reg0[0],resubmit(,1)",
                "table=1,reg0=0,actions=output:3",
                "table=1,reg0=1,actions=set_field:9->nw_ttl,output:2");
    }

    @Test
    void sampleOfSome() {
        check(
                "sample(",
                "actions=sample(probability=20000,collector_set_id=1,obs_domain_id=2,obs_point_id=3),output:2");
    }

    @Test
    void packetIn() {
        check("userspace(", "actions=controller(max_len=64),output:2");
    }

    @Test
    void selectGroups() {
        groups.add("group_id=1,type=select,bucket=weight=2,set_field:1->tp_src,output:2,bucket=weight=1,output:3");
        groups.add("group_id=2,type=select,selection_method=hash,fields(ip_src,tcp_src),"
                + "bucket=output:2,bucket=output:3,bucket=output:4");
        check("4", "actions=group:1,group:2,output:2");
    }

    @Test
    void allGroup() {
        groups.add("group_id=1,type=all,bucket=dec_ttl,output:2,bucket=push_vlan:0x8100,output:3,bucket=output:4");
        check("push_vlan(", "actions=group:1");
    }

    @Test
    void mirrorsWholeAndCut() {
        mirrors.add(new MirrorConfig("m1", "m1", true, List.of(), List.of(), List.of(), "c", 0, 0));
        mirrors.add(new MirrorConfig("m2", "m2", false, List.of("a"), List.of("b"), List.of(), "d", 0, 40));
        check("trunc(", "actions=set_field:7->tp_dst,output:2");
    }

    @Test
    void sourcesThatAreTranslated() {
        check(
                "nat(src=",
                "table=0,actions=ct(commit,zone=1,nat(src=10.9.8.1-10.9.8.7),table=1)",
                "table=1,ct_state=+snat,actions=output:2");
    }

    @Test
    void connectionsThatAreThere() {
        check("recirc(", "table=0,actions=ct(commit,zone=1,table=1)", "table=1,ct_state=+trk-inv,actions=output:2");
    }

    @Test
    void policedAndShaped() {
        isLimited = true;
        check("skb_priority(", "actions=set_queue:1,output:2");
    }

    @Test
    void headersAndTags() {
        check(
                "push_vlan(",
                "actions=set_field:10.9.8.7->ip_dst,set_field:02:00:00:00:00:99->eth_src,dec_ttl,set_field:5->tp_src,"
                        + "push_vlan:0x8100,set_field:4103->vlan_vid,output:3,pop_vlan,output:2");
    }

    /** @param instruction part of the text of the program that the flows make */
    private void check(String instruction, String... flows) {
        SwitchContext context = new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(SystemNanoClock.INSTANCE)
                .drivers(List.of(new MemoryDriver()));
        try (VirtualSwitch virtualSwitch = VirtualSwitch.launch(context)) {
            configure(virtualSwitch, flows);
            virtualSwitch.round();
            forward(virtualSwitch, WARM_UP_PACKETS);
            virtualSwitch.round();
            assertThat(virtualSwitch.megaflows())
                    .anyMatch(megaflow -> megaflow.actions(false).contains(instruction));
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
                least = Math.min(least, allocated(virtualSwitch));
            }
            assertThat(least).as("bytes allocated for %d packets", PACKETS).isZero();
            assertThat(virtualSwitch.counters().dropped(DropReason.NO_FRAMES)).isZero();
            assertThat(virtualSwitch.counters().totals("b").txPackets()).isPositive();
        }
    }

    private void configure(VirtualSwitch virtualSwitch, String... flows) {
        virtualSwitch.apply(config -> config.with(BridgeConfig.of(BRIDGE)
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(port("a", 1, 1000))
                .with(port("b", 2, 0))
                .with(port("c", 3, 0))
                .with(port("d", 4, 0))
                .withMirrors(mirrors)));
        if (isLimited) {
            limit(virtualSwitch, "a", QosSettings.NONE.withIngress(new IngressPolicing(4_000_000, 0, 2_000, 0)));
            ClassSettings queue = new ClassSettings(100_000_000, 900_000_000, 0, 0, 46);
            limit(
                    virtualSwitch,
                    "b",
                    QosSettings.NONE.withEgress(new ShaperSettings(1_000_000_000, 0, new TreeMap<>(Map.of(1, queue)))));
        }
        virtualSwitch.modifyMeters(
                BRIDGE,
                meters.stream()
                        .map(text -> MeterText.parse(MeterMod.Kind.ADD, text))
                        .toList());
        for (String group : groups) {
            virtualSwitch.modify(
                    BRIDGE, List.of(new BundleMod.Group(GroupText.parse(GroupMod.Kind.ADD, group, PortNames.NUMBERS))));
        }
        List<FlowMod> mods = new ArrayList<>();
        for (String flow : flows) {
            mods.add(FlowText.parseAdd("ip,udp," + flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD));
        }
        virtualSwitch.modifyFlows(BRIDGE, mods);
    }

    private static void limit(VirtualSwitch virtualSwitch, String name, QosSettings qos) {
        virtualSwitch.apply(config ->
                config.withBridge(BRIDGE, bridge -> bridge.withPort(name, port -> port.withQos(qos))));
    }

    private static PortSettings port(String name, int number, int flows) {
        return PortSettings.of(name, "memory")
                .withOfportRequest(number)
                .withOptions(Map.of("flows", Integer.toString(flows), "tx", "sink"));
    }

    /** What the PMD alone allocates, which runs on this thread, while it knows all packets. */
    private static long allocated(VirtualSwitch virtualSwitch) {
        long translations = translations(virtualSwitch);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        forward(virtualSwitch, PACKETS);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(translations(virtualSwitch)).as("packets that no cache knew").isEqualTo(translations);
        return allocated;
    }

    private static long translations(VirtualSwitch virtualSwitch) {
        return virtualSwitch.counters().pmd(0).value(CounterKind.PMD_TRANSLATIONS);
    }

    private static void forward(VirtualSwitch virtualSwitch, long packets) {
        long done = 0;
        while (done < packets) {
            done += virtualSwitch.pollOnce();
        }
    }
}
