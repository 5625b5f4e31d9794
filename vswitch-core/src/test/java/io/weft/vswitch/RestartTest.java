package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.group.GroupMod;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.flow.text.TlvMapText;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.conductor.TableModification;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import io.weft.vswitch.state.DamagedStateException;
import io.weft.vswitch.state.SavedState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a switch finds that another one left in its run directory. */
final class RestartTest {
    private static final byte[] REQUEST = udp(0x0a00_0001, 1000, 0x0a00_0002, 53);
    private static final byte[] ANSWER = udp(0x0a00_0002, 53, 0x0a00_0001, 1000);
    private static final SwitchConfig CONFIG = SwitchConfig.EMPTY.with(
            BridgeConfig.of("br0").with(PortSettings.of("p1", "memory")).with(PortSettings.of("p2", "memory")));

    @TempDir
    private Path runDirectory;

    private final FakeClock clock = new FakeClock();
    private MemoryDriver driver;
    private VirtualSwitch weft;

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv4(from, to)
                .udp(fromPort, toPort)
                .payload(30)
                .build();
    }

    /** Another process: its clock begins elsewhere. */
    private void launch() {
        end();
        clock.advanceMs(1000);
        driver = new MemoryDriver();
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .keepsState(true)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .wallClock(() -> clock.nanoTime() / 1_000_000)
                .drivers(List.of(driver)));
    }

    @AfterEach
    void end() {
        if (weft != null) {
            weft.close();
        }
    }

    private void addStatefulFirewall() {
        weft.modifyFlows(
                "br0",
                Stream.of(
                                "ip,actions=ct(table=1)",
                                "table=1,ip,ct_state=+trk+new,in_port=1,actions=ct(commit),output:2",
                                "table=1,ip,ct_state=+trk+est,in_port=2,actions=output:1")
                        .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD))
                        .toList());
    }

    private boolean passes(String from, byte[] frame, String to) {
        port(from).inject(frame);
        weft.step();
        return port(to).poll() != null;
    }

    private MemoryPort port(String name) {
        return driver.port(name).orElseThrow();
    }

    @Test
    void connectionsAreThereWhenPortsOpen() {
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat"))
                .as("no packet was tracked yet")
                .doesNotExist();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();

        launch();
        weft.restore(CONFIG.withOtherConfig(Map.of("ct-maxconns", "1000")));
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat")).hasSize(4096 + 1000 * 128);
        assertThat(passes("p2", ANSWER, "p1")).isTrue();
    }

    @Test
    void aSwitchMayForget() throws IOException {
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();

        launch();
        weft.forget();
        weft.apply(_ -> CONFIG);
        addStatefulFirewall();
        assertThat(passes("p2", ANSWER, "p1")).isFalse();
    }

    @Test
    void aDamagedTableIsSetAside() throws IOException {
        Files.writeString(runDirectory.resolve("connections.dat"), "not a table of connections");
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat.damaged")).exists();
        assertThat(passes("p2", ANSWER, "p1")).isFalse();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();
        assertThat(passes("p2", ANSWER, "p1")).isTrue();
    }

    @Test
    void theSizeOfTheTableHasItsRange() {
        launch();
        for (String wrong : List.of("0", "16777184", "many")) {
            assertThatThrownBy(() -> weft.restore(CONFIG.withOtherConfig(Map.of("ct-maxconns", wrong))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("switch other_config:ct-maxconns")
                    .hasMessageContaining("1 to 16777183 connections");
        }
    }

    // ---- tables

    /** A switch that keeps what it knows, with the configuration. */
    private void begin() {
        launch();
        weft.restore(CONFIG);
        weft.keepState();
    }

    private void passTime(long ms) {
        for (long left = ms; left > 0; left -= 100) {
            clock.advanceMs(100);
            weft.step();
        }
    }

    private void add(String... flows) {
        weft.modifyFlows(
                "br0",
                Stream.of(flows)
                        .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD))
                        .toList());
    }

    /** A process that is killed has written what is a round of its keeper old; nothing is finished. */
    private void kill() throws IOException {
        passTime(200);
        byte[] journal = Files.readAllBytes(journal());
        end();
        weft = null;
        Files.write(journal(), journal);
    }

    private Path journal() {
        return runDirectory.resolve("state.journal");
    }

    private List<String> flows() {
        return weft.flows("br0", FlowFilter.ALL).stream()
                .map(entry -> FlowText.print(entry, weft.nowNs(), PortNames.NUMBERS))
                .toList();
    }

    @Test
    void entriesComeBackAsTheyWere() throws IOException {
        begin();
        String[] flows = {
            "cookie=0x7,table=0,priority=100,ip,nw_dst=10.0.0.0/8,actions=resubmit(,3),learn(table=4,idle_timeout=60,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])",
            "table=3,tcp,tp_dst=0x50/0xfff0,send_flow_rem,importance=5,actions=set_field:10.9.9.9->ip_dst,ct(commit,nat(src=10.1.1.1)),output:2",
            "table=3,priority=7,ipv6,ipv6_src=fe80::/10,actions=note:00.01.02,IN_PORT",
            "conj_id=5,actions=drop",
            "ip,nw_src=1.2.3.4,actions=conjunction(5,1/2)"
        };
        add(flows);
        add("table=9,idle_timeout=30,hard_timeout=60,actions=NORMAL");
        List<String> before = flows();
        kill();
        begin();
        assertThat(flows()).hasSameSizeAs(before).allMatch(line -> line.contains("table="));
        assertThat(flows().stream().map(RestartTest::withoutAges).toList())
                .isEqualTo(before.stream().map(RestartTest::withoutAges).toList());
    }

    private static String withoutAges(String line) {
        return line.replaceAll("(duration|idle_age|hard_age)=[0-9.s]+, ", "");
    }

    @Test
    void timeoutsGoOnWhereTheyWere() throws IOException {
        begin();
        add(
                "priority=1,hard_timeout=60,in_port=1,actions=output:2",
                "priority=2,idle_timeout=60,in_port=2,actions=output:1");
        passTime(40_000);
        assertThat(passes("p2", ANSWER, "p1")).isTrue();
        weft.deleteMegaflows();
        passTime(2_000);
        kill();
        begin();
        assertThat(flows()).hasSize(3);
        FlowEntry idle = weft.flows("br0", FlowFilter.ALL).stream()
                .filter(entry -> entry.priority() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(idle.packets()).isOne();
        passTime(15_000);
        assertThat(flows())
                .as("less than 60 s, with a second between the processes")
                .hasSize(3);
        passTime(4_000);
        assertThat(flows()).as("the hard timeout is over").hasSize(2);
        passTime(35_000);
        assertThat(flows()).as("the idle timeout is not").hasSize(2);
        passTime(8_000);
        assertThat(flows()).as("it is now").hasSize(1);
    }

    @Test
    void whatChangedLastIsWhatComesBack() throws IOException {
        begin();
        add("priority=1,in_port=1,actions=output:2", "priority=2,in_port=1,actions=output:2");
        passTime(300);
        add("priority=1,in_port=1,actions=drop");
        weft.modifyFlows(
                "br0",
                List.of(FlowText.parseFilter("table=0,in_port=2", PortNames.NUMBERS)
                        .toMod(FlowMod.Kind.DELETE)));
        weft.modifyFlows(
                "br0",
                List.of(FlowText.parseAdd("priority=2,in_port=1,actions=", PortNames.NUMBERS)
                        .toMod(FlowMod.Kind.DELETE_STRICT)));
        List<String> before = flows().stream().map(RestartTest::withoutAges).toList();
        kill();
        begin();
        assertThat(flows().stream().map(RestartTest::withoutAges).toList()).isEqualTo(before);
        assertThat(before).hasSize(2);
    }

    @Test
    void groupsMetersAndTheRestComeBack() throws IOException {
        begin();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();
        weft.modify(
                "br0",
                List.of(
                        new BundleMod.Group(GroupText.parse(
                                GroupMod.Kind.ADD,
                                "group_id=7,type=select,selection_method=hash,fields(ip_src,ip_dst),bucket=weight:3,actions=output:1,bucket=bucket_id:9,weight:1,actions=output:2",
                                PortNames.NUMBERS)),
                        new BundleMod.Group(GroupText.parse(
                                GroupMod.Kind.ADD,
                                "group_id=3,type=ff,bucket=watch_port:1,actions=group:7",
                                PortNames.NUMBERS))));
        weft.modifyMeters(
                "br0",
                List.of(MeterText.parse(
                        MeterMod.Kind.ADD, "meter=5,kbps,burst,stats,bands=type=drop,rate=1000,burst_size=100")));
        weft.tlvMap("br0", map -> map.with(TlvMapText.parse("{class=0xffff,type=1,len=4}->tun_metadata0")));
        add("tun_metadata0=7,actions=meter:5,group:3");
        weft.modifyTable("br0", 4, TableModification.CONTINUE);
        weft.modifyTable("br0", 5, TableModification.EVICT);
        weft.fragments("br0", FragmentMode.DROP);
        weft.portFlags("br0", "p2", flags -> flags.withNoFlood(true));
        weft.macs().addStatic("br0", "p2", 9, 0x0200_0000_0001L);
        passTime(2_000);
        String before = describe();
        kill();
        begin();
        assertThat(describe()).isEqualTo(before);
        assertThat(before).contains("selection_method=hash", "burst_size=100", "noFlood=true", "5054", "CONTINUE");
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        weft.groups("br0")
                .forEach(view -> text.append(GroupText.print(view.entry().group(), PortNames.NUMBERS))
                        .append('\n'));
        weft.meters("br0")
                .forEach(view ->
                        text.append(MeterText.print(view.entry().meter())).append('\n'));
        flows().forEach(flow -> text.append(withoutAges(flow)).append('\n'));
        text.append(TlvMapText.print(weft.tlvMap("br0", map -> map).mappings())).append('\n');
        weft.macs().entries("br0").stream()
                .map(mac -> Long.toHexString(mac.mac()) + " " + mac.vlan() + " " + mac.port() + " " + mac.isStatic())
                .sorted()
                .forEach(mac -> text.append(mac).append('\n'));
        weft.ports()
                .forEach(port -> text.append(port.name())
                        .append(port.ofPort())
                        .append(port.flags())
                        .append('\n'));
        text.append(weft.snapshot().bridge("br0").settings().fragments()).append('\n');
        text.append(weft.tableSettings("br0").get(5)).append(missPolicy(4));
        return text.toString();
    }

    private MissPolicy missPolicy(int table) {
        return weft.snapshot()
                .bridge("br0")
                .tables()
                .table(table)
                .missPolicy(weft.snapshot().version());
    }

    @Test
    void portsKeepTheirNumbers() throws IOException {
        begin();
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.with(PortSettings.of("p3", "memory"))));
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.without("p1")));
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.with(PortSettings.of("p4", "memory"))));
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.without("p2")));
        SwitchConfig config = weft.config();
        List<String> before = numbers();
        kill();
        launch();
        weft.restore(config);
        assertThat(numbers()).isEqualTo(before).contains("p3=3", "p4=1");
    }

    private List<String> numbers() {
        return weft.ports().stream()
                .map(port -> port.name() + "=" + port.ofPort())
                .toList();
    }

    @Test
    void everyDamageIsSeenOrCutsOffTheEnd() throws IOException {
        begin();
        for (int i = 0; i < 20; i++) {
            add("priority=" + i + ",in_port=1,actions=output:2");
            passTime(200);
        }
        kill();
        byte[] good = Files.readAllBytes(journal());
        for (int at = 0; at < good.length; at += 17) {
            if (at >= 12 && at < 24) {
                continue; // nothing, and a time
            }
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(journal(), bad);
            assertThatThrownBy(() -> SavedState.read(journal(), clock, () -> 0))
                    .as("byte " + at)
                    .isInstanceOf(DamagedStateException.class);
        }
        for (int length = 24; length < good.length; length += 29) {
            Files.write(journal(), Arrays.copyOf(good, length));
            try {
                assertThat(SavedState.read(journal(), clock, () -> 0).flowCount())
                        .isBetween(0, 21);
            } catch (DamagedStateException e) {
                throw new AssertionError("length " + length, e);
            }
        }
        Files.write(journal(), new byte[100]);
        begin();
        assertThat(flows()).hasSize(1);
        assertThat(runDirectory.resolve("state.journal.damaged")).hasSize(100);
    }

    @Test
    void aRefusedBridgeBeginsAnew() throws IOException {
        begin();
        add("in_port=1,actions=output:2");
        kill();
        appendFrame("bridge\tbr0\ngroup\t1\tgroup_id=1,type=all,bucket=actions=group:1\n");
        begin();
        assertThat(flows()).hasSize(1).first().asString().contains("actions=NORMAL");
        assertThat(runDirectory.resolve("state.journal.damaged")).exists();
    }

    @Test
    void whatTheKeeperCannotCatchUpWithIsWrittenWhole() throws IOException {
        begin();
        passTime(300);
        String[] flows = new String[40_000];
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < flows.length; i++) {
                flows[i] = "ip,nw_src=10.0." + (i >> 8) + "." + (i & 255) + ",cookie=" + round + ",actions=output:2";
            }
            add(flows); // no time passes, so the keeper writes nothing
        }
        add("priority=7,actions=drop");
        passTime(300);
        kill();
        begin();
        assertThat(flows())
                .hasSize(40_002)
                .filteredOn(line -> line.contains("cookie=0x3,"))
                .hasSize(40_000);
    }

    private void appendFrame(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32C check = new CRC32C();
        check.update(bytes);
        ByteBuffer frame = ByteBuffer.allocate(12 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(bytes.length)
                .putInt(~bytes.length)
                .putInt((int) check.getValue())
                .put(bytes);
        Files.write(journal(), frame.array(), StandardOpenOption.APPEND);
    }

    @Test
    void aLongJournalIsWrittenAnew() throws IOException {
        begin();
        for (int round = 0; round < 20; round++) {
            String[] flows = new String[2000];
            for (int i = 0; i < flows.length; i++) {
                flows[i] = "priority=" + i + ",ip,nw_src=10.0.0.0/8,cookie=" + round + ",actions=output:2";
            }
            add(flows);
            passTime(300);
        }
        assertThat(Files.size(journal())).isLessThan(8 << 20);
        kill();
        begin();
        assertThat(flows())
                .hasSize(2001)
                .filteredOn(line -> line.contains("cookie=0x13,"))
                .hasSize(2000);
    }
}
