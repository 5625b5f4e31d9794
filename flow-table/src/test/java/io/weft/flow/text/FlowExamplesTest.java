package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.RandomActions;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchFields;
import io.weft.flow.match.RandomMatches;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of lines of flow text, every field and action with its variants: each parses, prints, and parses to the same again; each is
 * refused that ovs-ofctl refuses. Where ovs-ofctl 3.1 is installed, the printed form is its normal form, also of random flows.
 */
class FlowExamplesTest {
    /** Fields that flows of Open vSwitch 3.1 do not have. */
    private static final Set<String> OURS = Set.of("skb_priority", "tun_tos", "tun_ttl", "recirc_id");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"flows-1.0.txt", "flows-1.5.txt"})
    void examplesSurviveTheirText(String file) throws IOException {
        for (String line : lines(file)) {
            FlowSpec flow = FlowText.parseAdd(line, PortNames.NUMBERS);
            String printed = FlowText.print(flow, PortNames.NUMBERS);
            FlowSpec again = FlowText.parseAdd(printed, PortNames.NUMBERS);
            assertThat(again.match()).as(line).isEqualTo(flow.match());
            assertThat(again.actions()).as(line).isEqualTo(flow.actions());
            assertThat(FlowText.print(again, PortNames.NUMBERS)).as(line).isEqualTo(printed);
        }
    }

    @Test
    void refusedLinesPointAtTheirCause() throws IOException {
        for (String line : lines("refused.txt")) {
            assertThatThrownBy(() -> FlowText.parseAdd(line, PortNames.NUMBERS))
                    .as(line)
                    .isInstanceOfSatisfying(FlowTextException.class, e -> {
                        assertThat(e.getMessage()).as(line).isNotBlank();
                        assertThat(e.position() + e.length()).as(line).isBetween(0, line.length());
                    });
        }
    }

    @Test
    void examplesAreInTheNormalFormOfOvsOfctl() throws IOException {
        OvsOfctl.assumeInstalled();
        assertNormal(lines("flows-1.0.txt"), "OpenFlow10");
        assertNormal(lines("flows-1.5.txt"), "OpenFlow15");
    }

    private void assertNormal(List<String> lines, String version) throws IOException {
        List<String> printed = lines.stream().map(FlowExamplesTest::printed).toList();
        assertThat(OvsOfctl.normalForms(lines, version, directory)).isEqualTo(printed);
        assertThat(OvsOfctl.normalForms(printed, version, directory)).isEqualTo(printed);
    }

    private static String printed(String line) {
        FlowSpec flow = FlowText.parseAdd(line, PortNames.NUMBERS);
        return rule(flow.match(), flow.priority(), flow.actions());
    }

    private static String rule(Match match, int priority, List<Action> actions) {
        FlowSpec rule = FlowSpec.of(0, priority, 0, match, actions);
        return FlowText.print(rule, PortNames.NUMBERS);
    }

    @Test
    void randomMatchesAreInTheNormalFormOfOvsOfctl() throws IOException {
        OvsOfctl.assumeInstalled();
        List<String> flows = new ArrayList<>();
        for (int seed = 0; flows.size() < 3000; seed++) {
            Match match = RandomMatches.of(seed);
            String rule = rule(match, FlowSpec.DEFAULT_PRIORITY, List.of(new Action.Drop()));
            // ovs-ofctl takes an IPv6 mask that begins with a digit for a prefix length, fragments by word alone, and
            // prints no mask of this
            if (isTheirs(match) && !rule.matches(".*(/[0-9][0-9a-f]*:|nw_frag=0|tun_gbp_flags=[^,]*/).*")) {
                flows.add(rule);
            }
        }
        assertThat(OvsOfctl.normalForms(flows, "OpenFlow10", directory)).isEqualTo(flows);
    }

    private static boolean isTheirs(Match match) {
        for (FieldMatch one : MatchFields.of(match)) {
            Field field = one.field();
            boolean register = Fields.all().indexOf(field) >= Fields.all().indexOf(Fields.reg(16))
                    && Fields.all().indexOf(field) <= Fields.all().indexOf(Fields.reg(31));
            if (register || OURS.contains(field.name()) || field.equals(Fields.VLAN_TCI)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void randomActionsAreInTheNormalFormOfOvsOfctl() throws IOException {
        OvsOfctl.assumeInstalled();
        List<String> flows = new ArrayList<>();
        for (int seed = 0; flows.size() < 2000; seed++) {
            List<Action> actions = RandomActions.of(new SplittableRandom(seed), Match.ANY, 0);
            String text = FlowText.print(actions, PortNames.NUMBERS);
            if (isTheirs(text)) {
                flows.add("actions=" + text);
            }
        }
        assertThat(OvsOfctl.normalForms(flows, "OpenFlow10", directory)).isEqualTo(flows);
    }

    /** Whether flows of Open vSwitch 3.1 can say it in OpenFlow 1.0, in no other form, and with bits of at most 64 where it carries no more. */
    private static boolean isTheirs(String actions) {
        boolean wide = actions.matches(".*(bundle_load|multipath|output:)[^ ]*(IPV6|XXREG|CT_LABEL|ND_TARGET).*");
        return !wide
                && !actions.matches(
                        ".*(set_field|write_actions|write_metadata|clear_actions|meter:|goto_table|push_vlan|REG1[6-9]"
                                + "|REG2|REG3[01]|reg1[6-9]|reg2|reg3[01]|XREG[4-7]|xreg[4-7]|PKT_REG[89]|PKT_REG1|xreg[89]|TUN_METADATA|resubmit:IN_PORT|reject"
                                + "|tun_metadata|ct_state|ARP_OP|mod_nw_ttl|mod_nw_ecn|mod_vlan|strip_vlan|mod_tp|TCI|VLAN).*");
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = FlowExamplesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
