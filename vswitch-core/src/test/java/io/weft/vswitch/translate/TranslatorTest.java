package io.weft.vswitch.translate;

import static io.weft.vswitch.translate.Scenario.output;
import static io.weft.vswitch.translate.Scenario.resubmit;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.program.Program;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables, actions, limits and the width of megaflows. */
class TranslatorTest {
    private static Action set(Field field, long value) {
        return new Action.SetField(field, 0, value, 0, field.ones());
    }

    private static Match udp() {
        return new MatchBuilder().protocol(Protocol.UDP).build();
    }

    private static Match in(int port) {
        return new MatchBuilder().set(Fields.IN_PORT, port).build();
    }

    // ---- where packets come from

    @Test
    void portsThatTakeNothing() {
        BridgePort deaf = new BridgePort("p1", 1, 1, VlanSettings.ALL, false, false, true, true);
        Scenario scenario = new Scenario().port(deaf).port(2, VlanSettings.ALL).flow(0, output(2));
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.INPUT_PORT_NOT_READY);
        long[] stranger = Scenario.udp();
        Fields.IN_PORT.set(stranger, 0, 77);
        assertThat(scenario.translate(stranger).dropReason()).isEqualTo(DropReason.NO_BRIDGE);
        assertThat(scenario.translation.mask()[0]).isEqualTo(-1L);
        scenario.translator.translate(SwitchSnapshot.EMPTY, Scenario.udp(), scenario.translation);
        assertThat(scenario.translation.dropReason()).isEqualTo(DropReason.NO_BRIDGE);
    }

    @Test
    void tablesSeeTheOpenFlowNumberOfTheInputPort() {
        Scenario scenario = new Scenario()
                .port(BridgePort.of("a", 1, 40, VlanSettings.ALL))
                .port(BridgePort.of("b", 2, 50, VlanSettings.ALL))
                .flow(0, 1, in(40), output(50));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
    }

    // ---- outputs

    @Test
    void outputs() {
        Scenario scenario = new Scenario()
                .ports(3)
                .port(BridgePort.of("br0", 9, Ports.LOCAL, VlanSettings.ALL))
                .flow(0, output(2), output(1), new Action.InPort(), output(Ports.LOCAL), output(99));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2,1,9");
    }

    @Test
    void floodAndAllIgnoreVlansAndTheInputPort() {
        BridgePort noFlood = new BridgePort("p3", 3, 3, VlanSettings.access(5), true, false, false, true);
        BridgePort noForward = new BridgePort("p4", 4, 4, VlanSettings.ALL, false, true, false, true);
        Scenario scenario = new Scenario()
                .ports(1)
                .port(2, VlanSettings.access(7))
                .port(noFlood)
                .port(noForward)
                .flow(0, 1, udp(), new Action.Flood(), new Action.All());
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2,2,3");
    }

    @Test
    void reasonsWhenNothingIsSent() {
        assertReason(DropReason.ACTION_DROP);
        assertReason(DropReason.ACTION_DROP, new Action.Drop());
        assertReason(DropReason.ACTION_DROP, set(Fields.METADATA, 3));
        assertReason(DropReason.OUTPUT_TO_INPUT_PORT, output(1));
        assertReason(DropReason.NO_SUCH_PORT, output(99));
        assertReason(DropReason.NO_SUCH_PORT, output(0));
        assertReason(DropReason.TABLE_MISS, resubmit(9));
        assertReason(DropReason.TABLE_MISS, new Action.GotoTable(9));
        assertReason(DropReason.OUTPUT_PORT_DISABLED, output(2));
        assertReason(DropReason.NO_DESTINATION, new Action.Flood());
        BridgePort disabled = new BridgePort("p1", 1, 1, VlanSettings.ALL, false, true, false, true);
        assertThat(new Scenario()
                        .port(disabled)
                        .flow(0, new Action.OutputTruncated(1, 20))
                        .translate(Scenario.udp())
                        .dropReason())
                .as("that it is the input port is asked before whether anything may leave by it, as of every output")
                .isEqualTo(DropReason.OUTPUT_TO_INPUT_PORT);
        assertThat(new Scenario().ports(1).translate(Scenario.udp()).dropReason())
                .isEqualTo(DropReason.TABLE_MISS);
    }

    private static void assertReason(DropReason reason, Action... actions) {
        BridgePort down = new BridgePort("p2", 2, 2, VlanSettings.ALL, false, false, false, false);
        Scenario scenario = new Scenario().ports(1).port(down).flow(0, actions);
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(reason);
        assertThat(scenario.translation.program().isDrop()).isTrue();
    }

    @Test
    void controller() {
        Scenario scenario = new Scenario().ports(1).flow(0, new Action.Controller(128));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("userspace(controller(reason=1,max_len=128))");
        assertThat(scenario.translation.dropReason()).isNull();
    }

    @Test
    void floodToManyPorts() {
        Scenario scenario = new Scenario().ports(500).flow(0, new Action.Normal());
        assertThat(scenario.translate(Scenario.udp()).program().length()).isEqualTo(499);
    }

    // ---- tables

    @Test
    void resubmitRunsTheOtherTableAndComesBack() {
        Scenario scenario =
                new Scenario().ports(4).flow(0, resubmit(1), output(2)).flow(1, set(Fields.ETH_SRC, 5), output(3));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("set(eth(src=00:00:00:00:00:05)),3,2");
        Translation translation = scenario.translation;
        assertThat(translation.visitCount()).isEqualTo(2);
        assertThat(translation.visitedTable(1)).isEqualTo(1);
        assertThat(translation.visitedEntry(1).table()).isEqualTo(1);
    }

    @Test
    void resubmitWithAPortLooksUpWithItAndRestoresIt() {
        Scenario scenario = new Scenario()
                .ports(3)
                .flow(0, 1, in(1), new Action.Resubmit(2, 1))
                .flow(1, 1, in(2), output(1), output(2), new Action.InPort());
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2,1");
    }

    @Test
    void gotoTableEndsTheList() {
        Scenario scenario = new Scenario()
                .ports(3)
                .flow(0, output(2), new Action.GotoTable(7))
                .flow(7, output(3));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2,3");
    }

    @Test
    void missPoliciesHoldForGotoTableAndNotForResubmit() {
        Scenario scenario = new Scenario()
                .ports(3)
                .flow(0, resubmit(3), new Action.GotoTable(5))
                .flow(6, output(3));
        scenario.tables.setMissPolicy(3, MissPolicy.CONTROLLER, Scenario.VERSION);
        scenario.tables.setMissPolicy(5, MissPolicy.CONTINUE, Scenario.VERSION);
        assertThat(scenario.program(Scenario.udp())).isEqualTo("3");
        assertThat(scenario.translation.visitedEntry(1)).isNull();
        assertThat(scenario.translation.visitedTable(2)).isEqualTo(5);
        assertThat(scenario.translation.visitedTable(3)).isEqualTo(6);
    }

    @Test
    void missToTheControllerAndMissAfterTheLastTable() {
        Scenario scenario = new Scenario().ports(1);
        scenario.tables.setMissPolicy(0, MissPolicy.CONTROLLER, Scenario.VERSION);
        assertThat(scenario.program(Scenario.udp())).isEqualTo("userspace(controller(reason=0,max_len=65535))");
        Scenario last = new Scenario().ports(1).flow(0, new Action.GotoTable(253));
        last.tables.setMissPolicy(253, MissPolicy.CONTINUE, Scenario.VERSION);
        assertThat(last.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.TABLE_MISS);
    }

    @Test
    void translatesWithTheVersionOfTheSnapshot() {
        Scenario scenario = new Scenario().ports(2).flow(0, output(2));
        SwitchSnapshot before = scenario.snapshot().withVersion(0);
        scenario.translator.translate(before, Scenario.udp(), scenario.translation);
        assertThat(scenario.translation.dropReason()).isEqualTo(DropReason.TABLE_MISS);
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
    }

    // ---- limits

    @Test
    void endlessLoop() {
        Scenario scenario = new Scenario().ports(2).flow(0, output(2), resubmit(0));
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.RECURSION_TOO_DEEP);
        assertThat(scenario.translation.program().isDrop()).isTrue();
    }

    @Test
    void sixtyFourLevelsAreAllowed() {
        Scenario scenario = new Scenario().ports(2);
        for (int i = 0; i < 64; i++) {
            Match level = new MatchBuilder().set(Fields.reg(0), i).build();
            scenario.flow(0, 1, level, set(Fields.reg(0), i + 1), resubmit(0));
        }
        scenario.flow(0, 1, new MatchBuilder().set(Fields.reg(0), 64).build(), output(2));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
    }

    @Test
    void deepForwardChainNeedsNoJavaStack() {
        Scenario scenario = new Scenario().ports(2);
        for (int table = 0; table < 253; table++) {
            scenario.flow(table, resubmit(table + 1));
        }
        scenario.flow(253, 1, new MatchBuilder().set(Fields.reg(0), 12).build(), output(2));
        for (int round = 0; round < 12; round++) {
            Match match = new MatchBuilder().set(Fields.reg(0), round).build();
            scenario.flow(253, 1, match, set(Fields.reg(0), round + 1), resubmit(0));
        }
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
        assertThat(scenario.translation.visitCount()).isEqualTo(13 * 254);
    }

    @Test
    void exponentialResubmits() {
        Scenario scenario = new Scenario().ports(2);
        for (int table = 0; table < 30; table++) {
            scenario.flow(table, output(2), resubmit(table + 1), resubmit(table + 1));
        }
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.TOO_MANY_RESUBMITS);
        assertThat(scenario.translation.program().isDrop()).isTrue();
        assertThat(scenario.translation.visitCount()).isEqualTo(Translator.MAX_RESUBMITS + 1);
    }

    @Test
    void tooManyOutputs() {
        List<Action> floods = Collections.nCopies(17, new Action.Flood());
        Scenario scenario = new Scenario().ports(500).flow(0, floods.toArray(Action[]::new));
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.TOO_MANY_OUTPUTS);
        Scenario fewer = new Scenario()
                .ports(500)
                .flow(0, Collections.nCopies(16, new Action.Flood()).toArray(Action[]::new));
        assertThat(fewer.translate(Scenario.udp()).program().length()).isEqualTo(16 * 499);
    }

    // ---- fields

    @Test
    void fieldsAreSetBeforeTheOutputThatShowsThem() {
        Scenario scenario = new Scenario()
                .ports(3)
                .flow(
                        0,
                        1,
                        udp(),
                        set(Fields.NW_SRC, 1),
                        set(Fields.NW_SRC, 2),
                        output(2),
                        output(3),
                        set(Fields.UDP_DST, 9),
                        output(2),
                        set(Fields.NW_DST, 7));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("set(ip(src=0.0.0.2)),2,3,set(l4(dst=9)),2");
    }

    @Test
    void fieldsWithoutTheirHeaderStay() {
        Scenario scenario = new Scenario()
                .ports(2)
                .flow(
                        0,
                        new Action.Modify(ModifyKind.MOD_TP_DST, 99),
                        new Action.Move(Subfield.of(Fields.reg(0)), Subfield.of(Fields.reg(1))),
                        output(2));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("set(l4(dst=99)),2");
        long[] fragment = Scenario.udp();
        Fields.IP_FRAG.set(fragment, 0, 3);
        Fields.UDP_DST.set(fragment, 0, 0);
        assertThat(scenario.program(fragment)).isEqualTo("2");
    }

    @Test
    void decrementsTtl() {
        Scenario scenario =
                new Scenario().ports(3).flow(0, resubmit(1), output(3)).flow(1, Action.DecTtl.PLAIN, output(2));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("set(ip(ttl=63)),2,3");
        assertThat(Fields.NW_TTL.low(scenario.translation.mask())).isEqualTo(0xff);
        long[] last = Scenario.udp();
        Fields.NW_TTL.set(last, 0, 1);
        assertThat(scenario.program(last)).isEqualTo("userspace(controller(reason=2,max_len=65535)),3");
        Scenario alone = new Scenario().ports(2).flow(0, new Action.DecTtl(List.of(3, 4)), output(2));
        Program program = alone.translate(last).program();
        assertThat(program.upcall(0).controllerId()).isEqualTo(3);
        assertThat(program.upcall(1).controllerId()).isEqualTo(4);
        long[] other = Scenario.udp();
        Fields.ETH_TYPE.set(other, 0, 0x88cc);
        assertThat(alone.program(other)).isEqualTo("2");
    }

    @Test
    void vlanActions() {
        assertThat(vlanProgram(Scenario.udp(), new Action.PushVlan(0x8100), set(Fields.VLAN_VID, 0x1000 | 5)))
                .isEqualTo("push_vlan(vid=5,pcp=0),2");
        assertThat(vlanProgram(Scenario.udp(), new Action.Modify(ModifyKind.MOD_VLAN_VID, 7)))
                .isEqualTo("push_vlan(vid=7,pcp=0),2");
        assertThat(vlanProgram(Scenario.tagged(5, 3), new Action.Modify(ModifyKind.MOD_VLAN_VID, 7)))
                .isEqualTo("set(vlan(tci=7/0xfff)),2");
        assertThat(vlanProgram(Scenario.tagged(5, 3), new Action.PushVlan(0x88a8)))
                .isEqualTo("push_vlan(tpid=0x88a8,vid=0,pcp=0),2");
        assertThat(vlanProgram(Scenario.tagged(5, 3), new Action.StripVlan(), new Action.StripVlan()))
                .isEqualTo("pop_vlan,2");
        assertThat(vlanProgram(Scenario.tagged(5, 3), set(Fields.VLAN_TCI, 0))).isEqualTo("pop_vlan,2");
        assertThat(vlanProgram(Scenario.tagged(5, 3), new Action.StripVlan(), new Action.PushVlan(0x8100)))
                .isEqualTo("pop_vlan,push_vlan(vid=0,pcp=0),2");
        assertThat(vlanProgram(Scenario.udp(), new Action.PushVlan(0x8100), new Action.StripVlan()))
                .isEqualTo("2");
    }

    private static String vlanProgram(long[] key, Action first, Action... more) {
        Action[] actions = new Action[more.length + 2];
        actions[0] = first;
        System.arraycopy(more, 0, actions, 1, more.length);
        actions[more.length + 1] = output(2);
        return new Scenario().ports(2).flow(0, actions).program(key);
    }

    @Test
    void thirdTagIsRefused() {
        Scenario scenario = new Scenario()
                .ports(2)
                .flow(0, output(2), new Action.PushVlan(0x8100), new Action.PushVlan(0x8100), output(2));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2,push_vlan(vid=0,pcp=0),push_vlan(vid=0,pcp=0),2");
        assertThat(scenario.translate(Scenario.tagged(1, 1)).dropReason()).isEqualTo(DropReason.TOO_MANY_VLAN_TAGS);
        assertThat(scenario.translation.program().isDrop()).isTrue();
    }

    // ---- the width of megaflows

    @Test
    void prefixMatchLeavesTheRestWild() {
        Match net = new MatchBuilder()
                .protocol(Protocol.IP)
                .set(Fields.NW_DST, 0x0a000000, 0xffffff00L)
                .build();
        Scenario scenario = new Scenario().ports(2).flow(0, 1, net, output(2));
        long[] mask = scenario.translate(Scenario.udp()).mask();
        assertThat(mask[0]).isEqualTo(-1L);
        assertThat(mask[3]).isEqualTo(3L << 32);
        assertThat(mask[4]).isEqualTo(0xffffff00L);
        assertThat(mask[1] | mask[2] | mask[5] | mask[6]).isZero();
    }

    @Test
    void writtenBitsAreNotMatched() {
        Match rewritten = new MatchBuilder()
                .protocol(Protocol.UDP)
                .set(Fields.NW_DST, 9)
                .set(Fields.UDP_DST, 77)
                .build();
        Scenario scenario = new Scenario()
                .ports(2)
                .flow(0, 1, udp(), set(Fields.NW_DST, 9), resubmit(1))
                .flow(1, 1, rewritten, output(2));
        long[] mask = scenario.translate(Scenario.udp()).mask();
        assertThat(Fields.NW_DST.low(mask)).isZero();
        assertThat(Fields.UDP_DST.low(mask)).isNotZero();
        assertThat(scenario.translation.dropReason()).isEqualTo(DropReason.TABLE_MISS);
    }

    @Test
    void registersAreNoPartOfTheMask() {
        Scenario scenario = new Scenario()
                .ports(2)
                .flow(0, set(Fields.reg(3), 5), set(Fields.METADATA, 6), resubmit(1))
                .flow(
                        1,
                        1,
                        new MatchBuilder()
                                .set(Fields.reg(3), 5)
                                .set(Fields.METADATA, 6)
                                .build(),
                        output(2));
        long[] mask = scenario.translate(Scenario.udp()).mask();
        assertThat(scenario.translation.program()).hasToString("2");
        assertThat(mask).hasSize(FlowKey.PACKET_WORDS);
        assertThat(mask[1] | mask[2] | mask[4] | mask[5]).isZero();
    }

    @Test
    void stripLooksAtTheInnerTagOnlyOfTaggedPackets() {
        Scenario scenario = new Scenario().ports(2).flow(0, new Action.StripVlan(), output(2));
        long[] mask = scenario.translate(Scenario.udp()).mask();
        assertThat(mask[1]).isEqualTo(0x1000);
        assertThat(mask[6]).isZero();
        assertThat(scenario.translate(Scenario.tagged(5, 1)).mask()[6]).isEqualTo(-1L);
        assertThat(scenario.translation.mask()[1]).isEqualTo(0x1000);
    }

    @Test
    void translationIsReusedWithoutTraces() {
        Scenario scenario =
                new Scenario().ports(3).flow(0, 1, in(1), new Action.Normal()).flow(0, output(2));
        scenario.translate(Scenario.udp());
        long[] other = Scenario.udp();
        Fields.IN_PORT.set(other, 0, 3);
        Translation second = scenario.translate(other);
        assertThat(second.learns().size()).isZero();
        assertThat(second.macDependencies().size()).isZero();
        assertThat(second.visitCount()).isEqualTo(1);
        assertThat(second.mask()[1]).isZero();
    }

    // ---- copies, lengths, limits

    private static Action.Load load(Field field, int offset, int width, long value) {
        return new Action.Load(new Subfield(field, offset, width), value);
    }

    @Test
    void clonesAreCopiesWhereSomethingFollows() {
        Action change = set(Fields.ETH_SRC, 5);
        Action plain = new Action.Clone(List.of(output(2)));
        Action changing = new Action.Clone(List.of(change, output(2)));
        String set = "set(eth(src=00:00:00:00:00:05)),2";
        assertThat(new Scenario().ports(3).flow(0, plain, output(3)).program(Scenario.udp()))
                .isEqualTo("2,3");
        assertThat(new Scenario().ports(3).flow(0, output(3), changing).program(Scenario.udp()))
                .isEqualTo("3," + set);
        Scenario both = new Scenario().ports(3).flow(0, changing, output(3));
        assertThat(both.program(Scenario.udp())).isEqualTo("clone(" + set + "),3");
        assertThat(Fields.ETH_SRC.low(both.translation.mask())).isZero();
    }

    @Test
    void exitEndsEverything() {
        Scenario scenario = new Scenario()
                .ports(5)
                .flow(0, output(2), new Action.Clone(List.of(resubmit(1), output(3))), output(4))
                .flow(1, new Action.Exit());
        assertThat(scenario.program(Scenario.udp())).isEqualTo("2");
    }

    @Test
    void programsBranchByLengthWhereTheyDiffer() {
        Match larger = new MatchBuilder().set(Fields.reg(0), 1, 1).build();
        Scenario scenario = new Scenario()
                .ports(4)
                .flow(0, output(4), resubmit(1), output(4))
                .flow(1, new Action.CheckPacketLarger(100, new Subfield(Fields.reg(0), 0, 1)), resubmit(2))
                .flow(2, 1, larger, output(2))
                .flow(2, output(3));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("4,check_pkt_len(size=100,gt(2,4),le(3,4))");
        assertThat(scenario.translation.visitCounts(0)).isTrue();
    }

    @Test
    void onlySoManyLengthsCanBeAskedFor() {
        List<Action> many = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Action.CheckPacketLarger(i, new Subfield(Fields.reg(0), i % 32, 1)));
        }
        many.add(output(2));
        Scenario scenario = new Scenario().ports(2).flow(0, many.toArray(Action[]::new));
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.TOO_MANY_ACTIONS);
    }

    @Test
    void theStackOfValuesIsLimited() {
        List<Action> pushes = Collections.nCopies(4000, new Action.Push(Subfield.of(Fields.xxreg(0))));
        Scenario scenario = new Scenario().ports(2).flow(0, pushes.toArray(Action[]::new));
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.STACK_TOO_BIG);
    }

    @Test
    void anExponentialChainEndsSoon() {
        Scenario scenario = new Scenario().ports(2);
        for (int table = 0; table < 60; table++) {
            scenario.flow(table, resubmit(table + 1), resubmit(table + 1));
        }
        assertThat(scenario.translate(Scenario.udp()).dropReason()).isEqualTo(DropReason.TOO_MANY_RESUBMITS);
    }

    @Test
    void outputToAField() {
        Field field = Fields.reg(0);
        Action output = new Action.OutputField(Subfield.of(field), 50);
        Scenario scenario = new Scenario()
                .ports(3)
                .flow(
                        0,
                        load(field, 0, 16, 3),
                        output,
                        load(field, 0, 16, 0xfffd),
                        output,
                        load(field, 0, 32, 0x10002),
                        output,
                        load(field, 0, 16, 0xfff8),
                        new Action.OutputField(new Subfield(field, 0, 16), 50));
        assertThat(scenario.program(Scenario.udp())).isEqualTo("3,userspace(controller(reason=1,max_len=50)),1");
    }

    @Test
    void marksAndQueues() {
        Scenario scenario = new Scenario()
                .ports(5)
                .flow(
                        0,
                        new Action.SetQueue(5),
                        load(Fields.PKT_MARK, 0, 32, 7),
                        output(2),
                        new Action.PopQueue(),
                        output(3),
                        new Action.Enqueue(4, 9),
                        output(5));
        assertThat(scenario.program(Scenario.udp()))
                .isEqualTo("set(skb_priority(0x5)),set(skb_mark(0x7)),2,set(skb_priority(0)),3,"
                        + "set(skb_priority(0x9)),4,set(skb_priority(0)),5");
    }
}
