package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.RandomActions;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchFields;
import io.weft.flow.match.RandomMatches;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Laws of the grammar: what is printed reads back as the same, and no text does anything worse than a {@link FlowTextException}. */
class TextLawsTest {
    private static final String[] PIECES = {
        "ip",
        "tcp",
        "icmp6",
        "arp",
        "actions=",
        "action",
        ",",
        " ",
        "=",
        ":",
        "/",
        "(",
        ")",
        "\"",
        "->",
        "0x",
        "-1",
        "::",
        "1.2.3.4",
        "fe80::1",
        "01:02:03:04:05:06",
        "65535",
        "99999999999999999999",
        "+syn-ack",
        "later",
        "LOCAL",
        "output",
        "set_field:",
        "resubmit(",
        "controller(max_len=",
        "goto_table:",
        "mod_nw_src:",
        "push_vlan:",
        "load:",
        "move:",
        "[0..15]",
        "[",
        "..",
        "]",
        "NXM_NX_REG0[]",
        "NXM_OF_IN_PORT[]",
        "reg0",
        "clone(",
        "write_actions(",
        "learn(table=1,",
        "delete_learned",
        "bundle(eth_src,0,hrw,ofport,members:",
        "multipath(symmetric_l4,0,modulo_n,4,0,reg0[])",
        "check_pkt_larger(",
        "conjunction(1,",
        "1/2",
        "note:",
        "01.02",
        "write_metadata:",
        "meter:",
        "dec_ttl(",
        "enqueue:",
        "sample(probability=",
        "fin_timeout(idle_timeout=",
        "output(port=1,max_len=",
        "controller(userdata=",
        "reason=",
        "set_tunnel64:",
        "delete_field:tun_metadata0",
        "tun_metadata0",
        "ct_state=",
        "+trk-inv",
        "xxreg0=",
        "cookie=",
        "table=",
        "priority=",
        "out_port=",
        "nw_src=",
        "tp_src=",
        "icmp_type=",
        "vlan_tci=",
        "dl_vlan=",
        "reg0=",
        "ip_frag=",
        "\\",
        "\u00e9",
        "\u0660",
        "\t",
        "\n",
        "\0"
    };

    @Test
    void matchesSurviveTheirText() {
        for (int seed = 0; seed < 20_000; seed++) {
            Match match = RandomMatches.of(seed);
            String text = FlowText.print(match, PortNames.NUMBERS);
            assertThat(FlowText.parseMatch(text, PortNames.NUMBERS))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(match);
        }
    }

    @Test
    void fieldsSurviveTheirTextOneByOne() {
        for (int seed = 0; seed < 10_000; seed++) {
            for (FieldMatch one : MatchFields.of(RandomMatches.of(seed))) {
                String text = FieldText.print(one.field(), one.value(), PortNames.NUMBERS);
                assertThat(FieldText.parse(one.field(), text, PortNames.NUMBERS))
                        .as("seed %d: %s=%s", seed, one.field(), text)
                        .isEqualTo(one.value());
            }
        }
    }

    @Test
    void flowsSurviveTheirText() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Match match = RandomMatches.of(seed);
            int table = random.nextInt(250);
            List<Action> actions = randomActions(random, match, table);
            FlowSpec plain = FlowSpec.of(table, random.nextInt(0x10000), random.nextLong(), match, actions);
            FlowSpec flow = withLife(plain, randomLife(random));
            String text = FlowText.print(flow, PortNames.NUMBERS);
            FlowSpec again = FlowText.parseAdd(text, PortNames.NUMBERS);
            assertThat(again.match()).as("seed %d: %s", seed, text).isEqualTo(match);
            assertThat(again.actions()).as("seed %d: %s", seed, text).isEqualTo(actions);
            assertThat(again.cookie()).isEqualTo(flow.cookie());
            assertThat(again.priority()).isEqualTo(flow.priority());
            assertThat(again.table()).isEqualTo(table);
            assertThat(again.life()).isEqualTo(flow.life());
        }
    }

    private static FlowLife randomLife(SplittableRandom random) {
        return random.nextInt(3) == 0
                ? FlowLife.FOREVER
                : FlowLife.of(
                        random.nextInt(0x10000) * random.nextInt(2),
                        random.nextInt(0x10000) * random.nextInt(2),
                        random.nextInt(0x10000) * random.nextInt(2),
                        random.nextInt(1 << FlowFlag.values().length));
    }

    private static FlowSpec withLife(FlowSpec flow, FlowLife life) {
        return new FlowSpec(
                flow.table(),
                flow.priority(),
                true,
                flow.cookie(),
                true,
                0,
                flow.newCookie(),
                flow.outPort(),
                flow.outGroup(),
                life,
                flow.match(),
                flow.actions());
    }

    private static List<Action> randomActions(SplittableRandom random, Match match, int table) {
        return RandomActions.of(random, match, table);
    }

    @Test
    void everyRecordSurvivesItsText() {
        Set<Class<?>> seen = new HashSet<>();
        for (int seed = 0; seed < 10_000; seed++) {
            List<Action> actions = RandomActions.of(new SplittableRandom(seed), null, 0);
            actions.forEach(action -> seen.add(action.getClass()));
            String text = FlowText.print(actions, PortNames.NUMBERS);
            List<Action> again = FlowText.parseActions(text, PortNames.NUMBERS);
            assertThat(again).as("seed %d: %s", seed, text).isEqualTo(actions);
            assertThat(FlowText.print(again, PortNames.NUMBERS))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
        assertThat(seen).containsExactlyInAnyOrder(Action.class.getPermittedSubclasses());
    }

    @Test
    void noTextDoesWorseThanAnException() {
        fuzz(7, 60_000);
    }

    /** {@code -Dweft.fuzz.inputs} and {@code -Dweft.seed} make a campaign of parts. */
    @Test
    @Tag("long")
    void campaignOfTexts() {
        long seed = Long.getLong("weft.seed", 500);
        int inputs = Integer.getInteger("weft.fuzz.inputs", 5_000_000);
        System.out.println("fuzz of texts: -Dweft.seed=" + seed + " -Dweft.fuzz.inputs=" + inputs + ": "
                + fuzz(seed, inputs) + " were right");
    }

    /** Returns how many texts were right. */
    private static int fuzz(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < count; i++) {
            String text = random.nextInt(3) == 0 ? soup(random) : damaged(random);
            try {
                read += parse(text, i % 5) ? 1 : 0;
            } catch (FlowTextException e) {
                assertThat(e.position() + e.length()).isBetween(0, text.length());
                assertThat(e.render()).contains("^");
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " text " + i + ": " + text, e);
            }
        }
        assertThat(read).as("some texts are right").isPositive();
        return read;
    }

    private static boolean parse(String text, int use) {
        switch (use) {
            case 0 -> FlowText.parseModify(text, PortNames.NUMBERS);
            case 1 -> FlowText.parseFilter(text, PortNames.NUMBERS);
            case 2 -> FlowText.parseKey(text, PortNames.NUMBERS);
            case 3 -> FlowText.parseActions(text, PortNames.NUMBERS);
            default -> {
                FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
                String printed = FlowText.print(flow, PortNames.NUMBERS);
                FlowSpec again = FlowText.parseAdd(printed, PortNames.NUMBERS);
                assertThat(again.match()).as(text).isEqualTo(flow.match());
                assertThat(again.actions()).as(text).isEqualTo(flow.actions());
            }
        }
        return true;
    }

    private static String soup(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        List<Field> fields = Fields.all();
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean name = random.nextInt(6) == 0;
            text.append(
                    name ? fields.get(random.nextInt(fields.size())).name() : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String damaged(SplittableRandom random) {
        Match match = RandomMatches.of(random.nextInt(5000));
        List<Action> actions = randomActions(random, match, 0);
        StringBuilder text = new StringBuilder(FlowText.print(match, PortNames.NUMBERS));
        text.append(text.isEmpty() ? "" : " ");
        text.append("actions=").append(FlowText.print(actions, PortNames.NUMBERS));
        for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
            }
        }
        return text.toString();
    }
}
