package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weft.flow.Seeded;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterMod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meter syntax of ovs-ofctl(8); what is printed was compared with ovs-ofctl 3.1. */
class MeterTextTest {
    private static final String[] PIECES = {
        "meter=1",
        "meter=",
        "all",
        "controller",
        "slowpath",
        "kbps",
        "pktps",
        "burst",
        "stats",
        "bands=",
        "bands",
        "type=drop",
        "type=dscp_remark",
        "type=",
        "rate=10",
        "rate=",
        "burst_size=5",
        "prec_level=1",
        "prec_level=",
        "0",
        "4294967296",
        ",",
        " ",
        "(",
        ")",
        "\"",
        "="
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "meter=1,pktps,burst,stats,bands=type=drop,rate=10,burst_size=5 | meter=1 pktps burst stats bands=~type=drop rate=10 burst_size=5",
                "meter=2 kbps bands=type=drop rate=1000 | meter=2 kbps bands=~type=drop rate=1000",
                "meter=3,kbps,bands=type=drop,rate=1000,type=drop rate=2000 | meter=3 kbps bands=~type=drop rate=1000~type=drop rate=2000",
                "meter=4,kbps,bands=type=dscp_remark,rate=1000,prec_level=1 | meter=4 kbps bands=~type=dscp_remark rate=1000 prec_level=1",
                "meter=controller,pktps,bands=type=drop,rate=1 | meter=controller pktps bands=~type=drop rate=1",
                "meter=0xffff0000,kbps,bands=type=drop,rate=1 | meter=4294901760 kbps bands=~type=drop rate=1",
                "meter=13,kbps,bands=type=drop,rate=1,rate=2 | meter=13 kbps bands=~type=drop rate=2",
            })
    void printsAsOvsOfctl(String text, String expected) {
        Meter meter = MeterText.parse(MeterMod.Kind.ADD, text).meter();
        assertThat(MeterText.print(meter)).isEqualTo(expected.replace('~', '\n'));
        assertThat(MeterText.parse(MeterMod.Kind.ADD, MeterText.print(meter)).meter())
                .isEqualTo(meter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "meter=5,kbps,burst,bands=type=drop,rate=1000 | band must have 'burst_size' when 'burst' flag is set",
                "meter=6,kbps,bands=type=drop,rate=1000,burst_size=4 | band may have 'burst_size' only when 'burst' flag is set",
                "meter=7,bands=type=drop,rate=1000 | meter must specify either 'kbps' or 'pktps'",
                "meter=8,kbps,pktps,bands=type=drop,rate=1000 | not both",
                "meter=9,kbps | must specify bands",
                "meter=9,kbps,bands= | meter must have bands",
                "meter=9,kbps,bands=type=foo,rate=1 | field type unknown value foo",
                "meter=9,kbps,bands=rate=1 | band must start with the 'type' keyword",
                "meter=9,kbps,bands=type=drop | band must have 'rate'",
                "meter=9,kbps,bands=type=drop,rate=0 | band must have 'rate'",
                "meter=0,kbps,bands=type=drop,rate=1 | invalid value for meter",
                "meter=0xffff0001,kbps,bands=type=drop,rate=1 | invalid value for meter",
                "kbps,bands=type=drop,rate=1 | must specify 'meter'",
                "meter=10,foo,kbps,bands=type=drop,rate=1 | unknown keyword foo",
                "meter=10,kbps,bands=type=drop,rate=1,foo=3 | unknown keyword foo",
                "meter=10,kbps,bands=type=drop,rate=1,prec_level=3 | Only 'dscp_remark' band may have 'prec_level'",
                "meter=12,kbps,bands=type=dscp_remark,rate=4,prec_level=256 | invalid prec_level",
            })
    void refusesAsOvsOfctl(String text, String message) {
        FlowTextException refusal =
                catchThrowableOfType(FlowTextException.class, () -> MeterText.parse(MeterMod.Kind.ADD, text));
        assertThat(refusal).hasMessageContaining(message);
        assertThat(refusal.text()).isEqualTo(text);
    }

    @Test
    void filtersNameAMeterOrAll() {
        assertThat(MeterText.parseFilter("")).isEqualTo(Meter.ALL);
        assertThat(MeterText.parseFilter("meter=all")).isEqualTo(Meter.ALL);
        assertThat(MeterText.parseFilter("meter=7")).isEqualTo(7);
        assertThat(MeterText.parseFilter("meter=slowpath")).isEqualTo(Meter.SLOWPATH);
    }

    @Test
    void nothingElseIsThrown() {
        Seeded.rounds(20_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) == 0 ? "," : " ");
            }
            try {
                Meter meter =
                        MeterText.parse(MeterMod.Kind.ADD, text.toString()).meter();
                assertThat(MeterText.parse(MeterMod.Kind.ADD, MeterText.print(meter))
                                .meter())
                        .as(text.toString())
                        .isEqualTo(meter);
            } catch (FlowTextException e) {
                assertThat(e.text()).isEqualTo(text.toString());
            }
        });
    }
}
