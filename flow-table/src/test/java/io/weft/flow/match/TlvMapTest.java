package io.weft.flow.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.RandomActions;
import io.weft.flow.table.TunnelOptions;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.flow.text.TlvMapText;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tunnel options the fields are: conflicts, space, text, and the fields that flows name. */
class TlvMapTest {
    private static final Pattern OPTION = Pattern.compile("(?i)tun_metadata([0-9]+)");

    private static TlvMap map(String text) {
        return TlvMap.EMPTY.with(TlvMapText.parse(text));
    }

    @Test
    void optionsAndFieldsAreOneToOne() {
        TlvMap map = map("{class=0xffff,type=0x80,len=4}->tun_metadata1,{class=1,type=2,len=16}->tun_metadata0");
        assertThat(map.mappings()).containsExactly(new TlvMapping(1, 2, 16, 0), new TlvMapping(0xffff, 0x80, 4, 1));
        assertThat(map.space()).isEqualTo(20);
        assertThat(map.fields()).isEqualTo(3);
        assertRefused(map, "{class=0xffff,type=0x80,len=4}->tun_metadata2", "already tun_metadata1");
        assertRefused(map, "{class=0xffff,type=0x81,len=4}->tun_metadata1", "tun_metadata1 is already mapped");
        assertThat(map.without(TlvMapText.parse(
                        "{class=1,type=2,len=16}->tun_metadata0,{class=9,type=9,len=4}->tun_metadata9")))
                .isEqualTo(map("{class=0xffff,type=0x80,len=4}->tun_metadata1"));
        assertThat(TlvMapText.parse(TlvMapText.print(map.mappings()))).isEqualTo(map.mappings());
    }

    @Test
    void rangesAndSpace() {
        assertRefused(TlvMap.EMPTY, "{class=65536,type=0,len=4}->tun_metadata0", "class is 0 to 65535");
        assertRefused(TlvMap.EMPTY, "{class=0,type=256,len=4}->tun_metadata0", "type is 0 to 255");
        assertRefused(TlvMap.EMPTY, "{class=0,type=0,len=3}->tun_metadata0", "multiple of 4");
        assertRefused(TlvMap.EMPTY, "{class=0,type=0,len=20}->tun_metadata0", "len is 0 to 16");
        assertRefused(TlvMap.EMPTY, "{class=0,type=0,len=4}->tun_metadata64", "tun_metadata is 0 to 63");
        TlvMap full = TlvMap.EMPTY;
        for (int i = 0; i < 16; i++) {
            full = full.with(List.of(new TlvMapping(7, i, 16, i)));
        }
        assertThat(full.space()).isEqualTo(TlvMap.MAX_SPACE);
        assertRefused(full, "{class=0,type=0,len=4}->tun_metadata20", "full");
        assertThat(full.with(List.of(new TlvMapping(0, 0, 0, 20))).mappings()).hasSize(17);
    }

    private static void assertRefused(TlvMap map, String text, String sentence) {
        assertThatThrownBy(() -> map.with(TlvMapText.parse(text)))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "{class=1,type=2}->tun_metadata0",
                "{class=1,type=2,len=4}",
                "{class=1,type=2,len=4}->reg0",
                "{class=99999999999,type=2,len=4}->tun_metadata0",
                "{class=1,type=2,len=4}->tun_metadata0 x"
            })
    void textThatIsNoneGetsACaret(String text) {
        assertThatThrownBy(() -> TlvMapText.parse(text)).isInstanceOfSatisfying(FlowTextException.class, e -> {
            assertThat(e).hasMessageContaining("{class=N,type=N,len=N}->tun_metadataN");
            assertThat(e.position()).isBetween(0, text.length());
        });
    }

    @Test
    void theTableIsThatOfOpenVSwitch() {
        assertThat(TlvMapText.table(List.of())).isEqualTo("""
                NXT_TLV_TABLE_REPLY (xid=0x2):
                 max option space=256 max fields=64
                 allocated option space=0

                 mapping table:
                  class  type  length  match field
                 ------  ----  ------  --------------""");
        TlvMap map = map("{class=0xffff,type=0x80,len=4}->tun_metadata0 {class=1,type=2,len=0}->tun_metadata12");
        assertThat(TlvMapText.table(map.mappings()))
                .endsWith("\n 0xffff  0x80       4  tun_metadata0\n    0x1   0x2       0  tun_metadata12");
    }

    @Test
    void flowsNameTheFieldsOfTheirText() {
        for (int seed = 0; seed < 3000; seed++) {
            Match match = RandomMatches.of(seed);
            List<Action> actions = RandomActions.of(new SplittableRandom(seed), null, 0);
            assertThat(TunnelOptions.usedBy(match))
                    .as("seed %d", seed)
                    .isEqualTo(named(FlowText.print(match, PortNames.NUMBERS)));
            assertThat(TunnelOptions.usedBy(actions))
                    .as("seed %d", seed)
                    .isEqualTo(named(FlowText.print(actions, PortNames.NUMBERS)));
        }
    }

    private static long named(String text) {
        long bits = 0;
        Matcher matcher = OPTION.matcher(text);
        while (matcher.find()) {
            bits |= 1L << Integer.parseInt(matcher.group(1));
        }
        return bits;
    }
}
