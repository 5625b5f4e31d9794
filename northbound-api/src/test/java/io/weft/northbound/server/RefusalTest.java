package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong is refused with a sentence that names it, and nothing wrong reaches the switch. */
@SuppressWarnings("ReturnValueIgnored") // calls that are made to throw
class RefusalTest {
    private final ServedSwitch served = new ServedSwitch();
    private final SwitchClient client = served.client;

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private static ControlException refused(Runnable call) {
        ControlException refusal = catchThrowableOfType(ControlException.class, call::run);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatTheSwitchThrowsIsWhatTheClientGets(Kind kind) {
        ControlException thrown = new ControlException(
                kind,
                "a sentence, with é and 漢",
                List.of(
                        new FieldViolation("tag", "5000", "0 to 4095", "tag: no"),
                        new FieldViolation("options:x", "", "", "no")),
                new TextSpan("ip,foo=1", 3, 3),
                null);
        served.control.before = () -> {
            throw thrown;
        };
        assertSame(thrown, refused(client.bridges()::list));
        assertSame(
                thrown, refused(() -> client.flows().dump("br0", FlowFilter.ALL).hasNext()));
        assertSame(thrown, refused(() -> client.packets().watch("br0").hasNext()));
    }

    private static void assertSame(ControlException thrown, ControlException caught) {
        assertThat(caught.kind()).isEqualTo(thrown.kind());
        assertThat(caught.getMessage()).isEqualTo(thrown.getMessage());
        assertThat(caught.violations()).isEqualTo(thrown.violations());
        assertThat(caught.span()).isEqualTo(thrown.span());
    }

    @Test
    void aDefectOfTheSwitchIsToldWithoutItsInside() {
        served.control.before = () -> {
            throw new IllegalStateException("secret");
        };
        ControlException refusal = refused(client.bridges()::list);
        assertThat(refusal.kind()).isEqualTo(Kind.INTERNAL);
        assertThat(refusal).hasMessageContaining("ListBridges").hasMessageContaining("IllegalStateException");
        assertThat(refusal.getMessage()).doesNotContain("secret");
        served.control.before = () -> {};
        assertThat(client.bridges().list()).hasSize(1);
    }

    @Test
    void aWrongFlowTextIsToldWithItsPlace() {
        ControlException refusal = refused(() -> client.flows()
                .modifyTexts(
                        "br0",
                        List.of(
                                new FlowModText(FlowMod.Kind.ADD, "ip,actions=drop"),
                                new FlowModText(FlowMod.Kind.ADD, "priority=10,ip,nw_srcc=10.0.0.1,actions=drop")),
                        true));
        assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        assertThat(refusal).hasMessageContaining("nw_srcc").hasMessageContaining("nw_src");
        assertThat(refusal.violations().getFirst().field()).isEqualTo("flow_mods[1].text");
        assertThat(refusal.span()).isEqualTo(new TextSpan("priority=10,ip,nw_srcc=10.0.0.1,actions=drop", 15, 7));
        assertThat(served.control.asked).isEmpty();
    }

    @Test
    void wrongTextsAreRefusedWhereverTheyStand() {
        assertThat(refused(() -> client.flows()
                                .dumpLines("br0", "tcp,nonsense=1", false)
                                .hasNext())
                        .violations()
                        .getFirst()
                        .field())
                .isEqualTo("filter.text");
        assertThat(refused(() -> client.flows().aggregate("br0", "in_port=p9")).getMessage())
                .contains("p9");
        assertThat(refused(() -> client.packets().trace("br0", "ip,nw_src=300.0.0.1", new byte[0], "", false))
                        .span()
                        .text())
                .isEqualTo("ip,nw_src=300.0.0.1");
        ControlException port = refused(() -> client.packets().send("br0", "p9", "drop", new byte[14]));
        assertThat(port.violations().getFirst().field()).isEqualTo("in_port");
        assertThat(refused(() -> client.packets().send("br0", "p1", "output:p1,fly", new byte[14]))
                        .violations()
                        .getFirst()
                        .field())
                .isEqualTo("actions");
    }

    @Test
    void unknownNamesAreNotFound() {
        ControlException refusal = refused(() -> client.macs().list("br9"));
        assertThat(refusal.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(refusal).hasMessage("there is no bridge named \"br9\"");
    }

    @Test
    void allViolationsOfATransactionAreReportedTogether() {
        PortSpec spec = new PortSpec(
                "a b", OptionalInt.of(4096), List.of(-1), "both", "", Map.of("k k", "v"), 65280, 67, Map.of());
        ControlException refusal =
                refused(() -> client.config().transact(List.of(new Operation.AddPort("a/b", spec, false))));
        assertThat(refusal.violations())
                .extracting(FieldViolation::field)
                .containsExactlyInAnyOrder(
                        "operations[0].add_port.bridge",
                        "operations[0].add_port.port.name",
                        "operations[0].add_port.port.tag",
                        "operations[0].add_port.port.trunks",
                        "operations[0].add_port.port.vlan_mode",
                        "operations[0].add_port.port.options",
                        "operations[0].add_port.port.ofport_request",
                        "operations[0].add_port.port.mtu_request");
        assertThat(refusal).hasMessageEndingWith("(and 7 more)");
        assertThat(served.control.asked).isEmpty();
    }

    @Test
    void sizesAreLimited() {
        assertThat(refused(() -> client.ports().list("b".repeat(16)))).hasMessageContaining("1 to 15");
        assertThat(refused(() -> client.ports().statistics("br0", "p".repeat(256))))
                .hasMessageContaining("1 to 255");
        assertThat(refused(() -> client.config().transact(List.of()))).hasMessageContaining("1 to 4096");
        assertThat(refused(() ->
                        client.config().transact(Collections.nCopies(4097, new Operation.AddBridge("br0", false)))))
                .hasMessageContaining("1 to 4096");
        assertThat(refused(() -> client.packets().inject("p1", List.of()))).hasMessageContaining("1 to 32");
        assertThat(refused(() -> client.packets().inject("p1", Collections.nCopies(33, new byte[60]))))
                .hasMessageContaining("1 to 32");
        assertThat(refused(() -> client.packets().inject("p1", List.of(new byte[65_536]))))
                .hasMessageContaining("65535 bytes");
        assertThat(refused(() -> client.packets().resume("br0", new byte[40], "reg0=1,ip,ct_mark=2", new byte[60])))
                .hasMessageContaining(
                        "changes: \"ct_mark\" is not allowed; allowed: metadata, registers, pkt_mark and tunnel fields other than options")
                .hasMessageContaining("(and 1 more)");
        assertThat(refused(() -> client.packets().send("br0", "", "drop", new byte[13])))
                .hasMessageContaining("14 to 65535");
        assertThat(refused(() -> client.macs().addStatic("br0", "p1", 4096, 0))).hasMessageContaining("0 to 4095");
        assertThat(refused(() -> client.macs().addStatic("br0", "p1", 0, 1L << 48)))
                .hasMessageContaining("48 bits");
        assertThat(refused(() -> client.flows()
                        .modifyTexts("br0", List.of(new FlowModText(FlowMod.Kind.ADD, "x".repeat(65_537))), true)))
                .hasMessageContaining("65536 bytes");
        assertThat(refused(() -> client.config()
                        .transact(
                                List.of(new Operation.SetColumn("Port", "p", "c", "k", ColumnArgument.of("1", "2"))))))
                .hasMessageContaining("1 to 1");
        assertThat(served.control.asked).isEmpty();
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedBeforeItIsSent() {
        List<Operation> operations = Collections.nCopies(
                70, new Operation.SetColumn("Port", "p", "c", "k", ColumnArgument.of("x".repeat(65_000))));
        ControlException refusal = refused(() -> client.config().transact(operations));
        assertThat(refusal.kind()).isEqualTo(Kind.EXHAUSTED);
        assertThat(refusal).hasMessageContaining("4194304");
    }

    @Test
    void aViolationInALaterMessageNamesItsPlaceAmongAll() {
        List<FlowModText> mods =
                new java.util.ArrayList<>(Collections.nCopies(65_540, new FlowModText(FlowMod.Kind.DELETE, "table=1")));
        mods.set(65_538, new FlowModText(FlowMod.Kind.DELETE, "table=1,bad"));
        ControlException refusal = refused(() -> client.flows().modifyTexts("br0", mods, false));
        assertThat(refusal.violations().getFirst().field()).isEqualTo("flow_mods[65538].text");
    }

    @Test
    void typedFlowsThatMakeNoSenseAreRefused() {
        long[] value = new long[io.weft.flow.key.FlowKey.WORDS];
        long[] mask = new long[io.weft.flow.key.FlowKey.WORDS];
        io.weft.flow.key.Fields.NW_SRC.unwildcard(mask);
        FlowMod noPrerequisite = FlowMod.add(0, 1, new Match(value, mask), 0, List.of());
        assertThat(refused(() -> client.flows().modify("br0", List.of(noPrerequisite), true))
                        .violations()
                        .getFirst()
                        .field())
                .startsWith("flow_mods[0].typed.match");
        FlowMod backwards = FlowMod.add(5, 1, Match.ANY, 0, List.of(new io.weft.flow.action.Action.GotoTable(3)));
        assertThat(refused(() -> client.flows().modify("br0", List.of(backwards), true))
                        .violations()
                        .getFirst()
                        .field())
                .startsWith("flow_mods[0].typed.actions");
    }
}
