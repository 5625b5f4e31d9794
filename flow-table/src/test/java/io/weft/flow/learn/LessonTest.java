package io.weft.flow.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowMod;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Learned flows, each as {@code ofproto/trace -generate} and {@code dump-flows} of Open vSwitch 3.1 show it for the same packet. */
class LessonTest {
    private final long[] key = new long[FlowKey.WORDS];

    LessonTest() {
        Fields.IN_PORT.set(key, 0, 1);
        Fields.ETH_TYPE.set(key, 0, 0x0800);
        Fields.NW_PROTO.set(key, 0, 6);
        Fields.NW_SRC.set(key, 0, 0x01020304);
        Fields.ETH_SRC.set(key, 0, 0x0a);
        Fields.VLAN_TCI.set(key, 0, FlowKey.VLAN_PRESENT | 5);
    }

    private static LearnSpec spec(Clause... clauses) {
        return new LearnSpec(1, 32768, 0, LearnSpec.Timeouts.NONE, LearnSpec.Flags.NONE, 0, null, List.of(clauses));
    }

    private static Subfield all(Field field) {
        return Subfield.of(field);
    }

    private static Clause same(Field field) {
        return new Clause.MatchField(all(field), all(field));
    }

    @Test
    @DisplayName("the entry of a learning switch: a VLAN by 12 bits, an address turned round, the input port")
    void learningSwitch() {
        Subfield vid = new Subfield(Fields.VLAN_TCI, 0, 12);
        FlowMod mod = Lesson.flow(
                spec(
                        new Clause.MatchField(vid, vid),
                        new Clause.MatchField(all(Fields.ETH_DST), all(Fields.ETH_SRC)),
                        new Clause.OutputField(all(Fields.IN_PORT_16))),
                key);
        assertEquals(
                new MatchBuilder()
                        .set(Fields.VLAN_TCI, 5, 0xfff)
                        .set(Fields.ETH_DST, 0x0a)
                        .build(),
                mod.match());
        assertEquals(List.of(new Action.Output(1)), mod.actions());
        assertEquals(FlowMod.Kind.MODIFY_STRICT, mod.kind());
        assertEquals(1, mod.table());
        assertEquals(32768, mod.priority());
    }

    @Test
    @DisplayName("timeouts, cookie, flag, and fin_timeout in front of the loads")
    void attributes() {
        LearnSpec spec = new LearnSpec(
                2,
                7,
                5,
                new LearnSpec.Timeouts(3, 0, 2, 4),
                new LearnSpec.Flags(true, false),
                0,
                null,
                List.of(
                        new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0800),
                        new Clause.MatchField(all(Fields.NW_DST), all(Fields.NW_SRC)),
                        new Clause.LoadValue(new Subfield(Fields.reg(0), 0, 4), 0, 5),
                        new Clause.LoadField(new Subfield(Fields.reg(1), 4, 8), new Subfield(Fields.NW_SRC, 8, 8))));
        FlowMod mod = Lesson.flow(spec, key);
        assertEquals(5, mod.cookie());
        assertEquals(3, mod.life().idleTimeoutS());
        assertEquals(0, mod.life().hardTimeoutS());
        assertEquals(FlowFlag.SEND_FLOW_REM.bit(), mod.life().flags());
        assertEquals(
                List.of(
                        new Action.FinTimeout(2, 4),
                        new Action.Load(new Subfield(Fields.reg(0), 0, 4), 5),
                        new Action.Load(new Subfield(Fields.reg(1), 4, 8), 3)),
                mod.actions());
        assertEquals(
                new MatchBuilder()
                        .set(Fields.ETH_TYPE, 0x0800)
                        .set(Fields.NW_DST, 0x01020304)
                        .build(),
                mod.match());
    }

    @Test
    @DisplayName("bits of registers and of metadata, and an address loaded into another")
    void subfields() {
        FlowMod mod = Lesson.flow(
                spec(
                        new Clause.MatchField(new Subfield(Fields.reg(0), 0, 16), all(Fields.IN_PORT_16)),
                        new Clause.LoadField(new Subfield(Fields.reg(0), 0, 16), all(Fields.IN_PORT_16)),
                        new Clause.LoadValue(new Subfield(Fields.METADATA, 4, 37), 0, 0x123456),
                        new Clause.LoadField(all(Fields.ETH_DST), all(Fields.ETH_SRC))),
                key);
        assertEquals(new MatchBuilder().set(Fields.reg(0), 1, 0xffff).build(), mod.match());
        assertEquals(
                List.of(
                        new Action.Load(new Subfield(Fields.reg(0), 0, 16), 1),
                        new Action.Load(new Subfield(Fields.METADATA, 4, 37), 0x123456),
                        new Action.Load(all(Fields.ETH_DST), 0x0a)),
                mod.actions());
    }

    @Test
    @DisplayName("whole fields, wide ones in two loads, and the input port by both its names")
    void wide() {
        Fields.xxreg(1).set(key, 7, 9);
        FlowMod mod = Lesson.flow(
                spec(
                        same(Fields.VLAN_TCI),
                        same(Fields.METADATA),
                        new Clause.MatchField(all(Fields.IN_PORT_16), all(Fields.IN_PORT_16)),
                        same(Fields.xxreg(0)),
                        new Clause.LoadField(all(Fields.xxreg(2)), all(Fields.xxreg(1))),
                        new Clause.MatchValue(all(Fields.TUN_ID), 0, 5)),
                key);
        MatchBuilder wanted = new MatchBuilder()
                .set(Fields.TUN_ID, 5)
                .set(Fields.METADATA, 0)
                .set(Fields.IN_PORT, 1)
                .set(Fields.VLAN_TCI, FlowKey.VLAN_PRESENT | 5);
        for (int register = 0; register < 4; register++) {
            wanted.set(Fields.reg(register), 0);
        }
        assertEquals(wanted.build(), mod.match());
        assertEquals(
                List.of(
                        new Action.Load(new Subfield(Fields.xxreg(2), 0, 64), 9),
                        new Action.Load(new Subfield(Fields.xxreg(2), 64, 64), 7)),
                mod.actions());
    }

    @Test
    @DisplayName("LOCAL and reserved ports are known by their 16-bit numbers; other numbers send nowhere")
    void ports() {
        Clause out = new Clause.OutputField(all(Fields.reg(2)));
        Fields.IN_PORT.set(key, 0, Integer.toUnsignedLong(Ports.LOCAL));
        assertEquals(
                List.of(new Action.Output(Ports.LOCAL)),
                Lesson.flow(spec(new Clause.OutputField(all(Fields.IN_PORT_16))), key)
                        .actions());
        assertEquals(
                new MatchBuilder()
                        .set(Fields.IN_PORT, Integer.toUnsignedLong(Ports.LOCAL))
                        .build(),
                Lesson.flow(spec(new Clause.MatchField(all(Fields.IN_PORT_16), all(Fields.IN_PORT_16))), key)
                        .match());
        assertEquals(List.of(), outputs(out, 0));
        assertEquals(List.of(), outputs(out, 0xfffff));
        assertEquals(List.of(new Action.InPort()), outputs(out, 0xfff8));
        assertEquals(List.of(new Action.Flood()), outputs(out, 0xfffb));
        assertEquals(List.of(new Action.All()), outputs(out, 0xfffc));
        assertEquals(List.of(), outputs(out, 0xfffd));
    }

    @Test
    @DisplayName("to match a tunnel option is to match that it is there")
    void tunnelOption() {
        Field option = Fields.tunnelMetadata(3);
        Clause zero = new Clause.MatchValue(all(option), 0, 0);
        assertEquals(
                new MatchBuilder().set(option, 0).build(),
                Lesson.flow(spec(zero), key).match());
    }

    private List<Action> outputs(Clause out, long port) {
        Fields.reg(2).set(key, 0, port);
        return Lesson.flow(spec(out), key).actions();
    }

    @Test
    @DisplayName("of two clauses for the same bits the later holds, and nothing throws")
    void contradiction() {
        FlowMod mod = Lesson.flow(
                spec(
                        new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0800),
                        new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0806)),
                key);
        assertEquals(new MatchBuilder().set(Fields.ETH_TYPE, 0x0806).build(), mod.match());
    }

    @Test
    @DisplayName("exactly the bits that the clauses copy are looked at")
    void mask() {
        long[] mask = new long[FlowKey.WORDS];
        Lesson.unwildcard(
                spec(
                        new Clause.MatchField(
                                new Subfield(Fields.VLAN_TCI, 0, 12), new Subfield(Fields.VLAN_TCI, 0, 12)),
                        new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0800),
                        new Clause.LoadField(new Subfield(Fields.reg(1), 4, 8), new Subfield(Fields.NW_SRC, 8, 8)),
                        new Clause.OutputField(all(Fields.reg(2)))),
                mask);
        long[] wanted = new long[FlowKey.WORDS];
        Fields.VLAN_TCI.setMasked(wanted, 0, 0xfff, 0, -1L);
        Fields.NW_SRC.setMasked(wanted, 0, 0xff00, 0, -1L);
        Fields.reg(2).unwildcard(wanted);
        org.junit.jupiter.api.Assertions.assertArrayEquals(wanted, mask);
    }
}
