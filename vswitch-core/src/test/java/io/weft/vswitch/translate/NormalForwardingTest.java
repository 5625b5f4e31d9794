package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.mac.MacTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NORMAL: the VLAN matrix of ovs-vswitchd.conf.db(5), forwarding, learning reports, dependencies. */
class NormalForwardingTest {
    private static final long SOURCE = 0x02_00_00_00_00_01L;
    private static final long DESTINATION = 0x02_00_00_00_00_02L;

    private static VlanSettings settings(String text) {
        return switch (text) {
            case "all" -> VlanSettings.ALL;
            case "access10" -> VlanSettings.access(10);
            case "access20" -> VlanSettings.access(20);
            case "trunk10" -> VlanSettings.trunk(10);
            case "trunk20" -> VlanSettings.trunk(20);
            case "tagged10" -> VlanSettings.nativeTagged(10, 20);
            case "untagged10" -> VlanSettings.nativeUntagged(10, 20);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static long[] frame(String tag) {
        return switch (tag) {
            case "none" -> Scenario.udp();
            case "prio" -> Scenario.tagged(0, 5);
            case "vid0" -> Scenario.tagged(0, 0);
            default -> Scenario.tagged(Integer.parseInt(tag), 3);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # in       | tag  | out        | program
            all        | none | all        | 2
            all        | 10   | all        | 2
            all        | prio | all        | 2
            all        | none | access10   | drop
            all        | 10   | access10   | pop_vlan,2
            all        | 10   | access20   | drop
            all        | 10   | trunk10    | 2
            all        | 10   | trunk20    | drop
            all        | 10   | tagged10   | 2
            all        | 10   | untagged10 | pop_vlan,2
            all        | 20   | untagged10 | 2
            access10   | none | access10   | 2
            access10   | none | access20   | drop
            access10   | none | all        | push_vlan(vid=10,pcp=0),2
            all        | vid0 | all        | pop_vlan,2
            access10   | none | trunk10    | push_vlan(vid=10,pcp=0),2
            access10   | none | trunk20    | drop
            access10   | none | tagged10   | push_vlan(vid=10,pcp=0),2
            access10   | none | untagged10 | 2
            access10   | 10   | all        | drop
            access10   | 20   | all        | drop
            access10   | prio | access10   | pop_vlan,2
            access10   | prio | trunk10    | set(vlan(tci=10/0xfff)),2
            trunk10    | none | all        | drop
            trunk10    | prio | all        | drop
            trunk10    | 10   | access10   | pop_vlan,2
            trunk10    | 10   | trunk10    | 2
            trunk10    | 20   | all        | drop
            tagged10   | none | trunk10    | push_vlan(vid=10,pcp=0),2
            tagged10   | 10   | trunk10    | 2
            tagged10   | none | access10   | 2
            tagged10   | 20   | access20   | pop_vlan,2
            tagged10   | 30   | all        | drop
            untagged10 | none | untagged10 | 2
            untagged10 | none | trunk10    | push_vlan(vid=10,pcp=0),2
            untagged10 | 10   | access10   | pop_vlan,2
            untagged10 | 30   | all        | drop
            """)
    void vlanMatrix(String in, String tag, String out, String program) {
        Scenario scenario =
                new Scenario().port(1, settings(in)).port(2, settings(out)).flow(0, new Action.Normal());
        assertThat(scenario.program(frame(tag))).isEqualTo(program);
        int vlan = tag.matches("none|prio|vid0") ? settings(in).tag() : Integer.parseInt(tag);
        scenario.macs.learn(vlan, DESTINATION, 2, 0);
        assertThat(scenario.program(frame(tag))).as("learned").isEqualTo(program);
    }

    @Test
    void noFloodOfSecondTagsToAccessPorts() {
        Scenario scenario = new Scenario()
                .port(1, VlanSettings.ALL)
                .port(2, VlanSettings.ALL)
                .port(3, VlanSettings.access(10))
                .flow(0, new Action.Normal());
        long[] key = Scenario.tagged(10, 0);
        key[6] |= 0x1014L << 48 | 0x8100L << 32;
        assertThat(scenario.program(key)).isEqualTo("2");
        key[6] = 0;
        assertThat(scenario.program(key)).isEqualTo("2,pop_vlan,3");
    }

    @Test
    void floodChangesTheTagOnce() {
        Scenario scenario = new Scenario()
                .port(1, VlanSettings.access(10))
                .port(2, VlanSettings.ALL)
                .port(3, VlanSettings.access(10))
                .port(4, VlanSettings.trunk(10))
                .port(5, VlanSettings.access(10))
                .flow(0, new Action.Normal());
        assertThat(scenario.program(Scenario.udp())).isEqualTo("3,5,push_vlan(vid=10,pcp=0),2,4");
    }

    @Test
    void outputAfterNormalSendsThePacketAsItWas() {
        Scenario scenario = new Scenario()
                .port(1, VlanSettings.access(10))
                .port(2, VlanSettings.trunk(10))
                .port(3, VlanSettings.access(20))
                .flow(0, new Action.Normal(), Scenario.output(3));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("push_vlan(vid=10,pcp=0),2,pop_vlan,3");
    }

    @Test
    void tagThatCameBackIsMatchedWhole() {
        Scenario scenario = new Scenario()
                .port(1, VlanSettings.ALL)
                .port(2, VlanSettings.access(10))
                .port(3, VlanSettings.access(20))
                .flow(0, new Action.Normal(), Scenario.output(3));
        long[] key = Scenario.tagged(10, 3);
        assertThat(scenario.program(key)).isEqualTo("pop_vlan,2,push_vlan(vid=10,pcp=3),3");
        assertThat(Fields.VLAN_TCI.low(scenario.translation.mask())).isEqualTo(0xffff);
    }

    @Test
    void neverBackThroughTheInputPort() {
        Scenario scenario = new Scenario().ports(1).flow(0, new Action.Normal());
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.NO_DESTINATION);
        scenario.macs.learn(0, DESTINATION, 1, 0);
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.NO_DESTINATION);
    }

    @Test
    void reasons() {
        Scenario scenario = new Scenario()
                .port(1, VlanSettings.access(10))
                .port(2, VlanSettings.access(10))
                .flow(0, new Action.Normal());
        assertThat(scenario.translate(Scenario.tagged(10, 0)).dropReason()).isEqualTo(DropReason.VLAN_NOT_ALLOWED);
        assertThat(scenario.translation.learns().size()).isZero();
        long[] reserved = Scenario.udp();
        Fields.ETH_DST.set(reserved, 0, 0x0180_c200_000eL);
        assertThat(scenario.translate(reserved).dropReason()).isEqualTo(DropReason.RESERVED_MULTICAST);
        Fields.ETH_DST.set(reserved, 0, 0x0180_c200_0010L);
        assertThat(scenario.program(reserved)).isEqualTo("2");
        long[] partial = Scenario.udp();
        Fields.ETH_TYPE.set(partial, 0, 0x8100);
        assertThat(scenario.translate(partial).dropReason()).isEqualTo(DropReason.PARTIAL_VLAN_TAG);
        Fields.ETH_TYPE.set(partial, 0, 0x88a8);
        assertThat(scenario.translate(partial).dropReason()).isEqualTo(DropReason.PARTIAL_VLAN_TAG);
    }

    @Test
    void portFlags() {
        BridgePort noFlood = new BridgePort("p2", 2, 2, VlanSettings.ALL, true, false, false, true);
        BridgePort noForward = new BridgePort("p3", 3, 3, VlanSettings.ALL, false, true, false, true);
        BridgePort down = new BridgePort("p4", 4, 4, VlanSettings.ALL, false, false, false, false);
        Scenario scenario =
                new Scenario().ports(1).port(noFlood).port(noForward).port(down).flow(0, new Action.Normal());
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.NO_DESTINATION);
        scenario.macs.learn(0, DESTINATION, 2, 0);
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
        scenario.macs.learn(0, DESTINATION, 3, 0);
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.OUTPUT_PORT_DISABLED);
        scenario.macs.learn(0, DESTINATION, 99, 0);
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.NO_DESTINATION);
    }

    @Test
    void reportsWhatItHeardAndDependsOn() {
        Scenario scenario = new Scenario().ports(3).flow(0, new Action.Normal());
        Translation translation = scenario.translate(Scenario.tagged(10, 0));
        assertThat(rows(translation.learns())).containsExactly("1 10 20000000001 1");
        assertThat(rows(translation.macDependencies())).containsExactly("1 10 20000000001 -1", "1 10 20000000002 -1");
        assertThat(translation.learnsNews()).isTrue();
        scenario.macs.learn(10, SOURCE, 1, 0);
        scenario.macs.learn(10, DESTINATION, 3, 0);
        scenario.translate(Scenario.tagged(10, 0));
        assertThat(rows(translation.learns())).containsExactly("1 10 20000000001 1");
        assertThat(translation.learnsNews()).isFalse();
        assertThat(rows(translation.macDependencies())).containsExactly("1 10 20000000001 1", "1 10 20000000002 3");
        scenario.macs.learn(10, SOURCE, 2, 0);
        assertThat(scenario.translate(Scenario.tagged(10, 0)).learnsNews()).isTrue();
    }

    @Test
    void multicastIsNeitherLearnedNorLookedUp() {
        Scenario scenario = new Scenario().ports(3).flow(0, new Action.Normal());
        long[] key = Scenario.udp();
        Fields.ETH_SRC.set(key, 0, 0x0300_0000_0001L);
        Fields.ETH_DST.set(key, 0, 0xffff_ffff_ffffL);
        assertThat(scenario.program(key)).isEqualTo("2,3");
        assertThat(scenario.translation.learns().size()).isZero();
        assertThat(scenario.translation.macDependencies().size()).isZero();
    }

    @Test
    void readsAddressesAndVlanAndNothingElse() {
        Scenario scenario = new Scenario().ports(3).flow(0, new Action.Normal());
        long[] mask = scenario.translate(Scenario.udp()).mask();
        assertThat(mask[0]).isEqualTo(-1L);
        assertThat(mask[1]).isEqualTo(0xffff_ffff_ffff_1fffL);
        assertThat(mask[2]).isEqualTo(0xffff_ffff_ffff_0000L);
        assertThat(mask[3]).isEqualTo(3L << 32);
        assertThat(mask[4] | mask[5] | mask[6]).isZero();
    }

    @Test
    void packetOfTheControllerIsFloodedAndNotLearned() {
        Scenario scenario = new Scenario().ports(3);
        long[] key = Scenario.udp();
        Fields.IN_PORT.set(key, 0, Ports.CONTROLLER);
        scenario.translator.execute(
                scenario.snapshot(),
                scenario.snapshot().bridges().get(0),
                key,
                List.of(new Action.Normal()),
                scenario.translation);
        assertThat(scenario.translation.program()).hasToString("1,2,3");
        assertThat(scenario.translation.learns().size()).isZero();
        assertThat(scenario.macs.lookup(0, SOURCE)).isEqualTo(MacTable.NONE);
    }

    private static List<String> rows(AddressList list) {
        List<String> rows = new java.util.ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            rows.add(list.bridge(i) + " " + list.vlan(i) + " " + Long.toHexString(list.mac(i)) + " " + list.port(i));
        }
        return rows;
    }
}
