package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.match.TuplePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tuples of connections as text. */
class TupleTextTest {
    @Test
    void whatIsGivenIsAskedForAndNothingElse() {
        assertThat(TupleText.parse(" ")).isEqualTo(TuplePart.ALL);
        TuplePart whole =
                TupleText.parse("ct_nw_src=10.1.1.1,ct_nw_dst=10.1.1.2,ct_nw_proto=6,ct_tp_src=1000,ct_tp_dst=80");
        assertThat(whole.isWhole()).isTrue();
        assertThat(whole.isKind(false, 6)).isTrue();
        assertThat(whole.isKind(true, 6)).isFalse();
        assertThat(whole.isKind(false, 17)).isFalse();
        assertThat(whole.isFrom(0, 0x0A010101)).isTrue();
        assertThat(whole.isTo(0, 0x0A010101)).isFalse();
        assertThat(whole.hasPorts(1000 << 16 | 80)).isTrue();
        assertThat(whole.hasPorts(1000 << 16 | 81)).isFalse();
        TuplePart port = TupleText.parse("udp,ct_tp_dst=53");
        assertThat(port.isWhole()).isFalse();
        assertThat(port.isKind(true, 17)).isTrue();
        assertThat(port.hasPorts(5 << 16 | 53)).isTrue();
    }

    @Test
    void icmpAndIpv6() {
        TuplePart echo = TupleText.parse(
                "ct_nw_src=10.1.1.1,ct_nw_dst=10.1.1.2,ct_nw_proto=1,icmp_type=8,icmp_code=0,icmp_id=10");
        assertThat(echo.isWhole()).isTrue();
        assertThat(echo.hasPorts(10 << 16 | 8 << 8)).isTrue();
        TuplePart six = TupleText.parse("ct_ipv6_src=fc00::1,ct_ipv6_dst=fc00::2,icmpv6");
        assertThat(six.isKind(true, 58)).isTrue();
        assertThat(six.isFrom(0xfc00_0000_0000_0000L, 1)).isTrue();
        assertThat(TupleText.address(true, 0xfc00_0000_0000_0000L, 1)).isEqualTo("fc00::1");
        assertThat(TupleText.address(false, 0, 0x0A010101)).isEqualTo("10.1.1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ct_nw_src=10.1.1              | failed to parse field ct_nw_src     | 10",
                "ct_nw_proto=300               | allowed: 0 to 255                   | 12",
                "ct_nw_srcc=10.1.1.1           | did you mean \"ct_nw_src\"          | 0",
                "ct_tp_src                     | field ct_tp_src missing value       | 0",
                "ct_tp_src=5                   | port is set without protocol        | 0",
                "icmp_type=8                   | invalid L4 fields                   | 0",
                "tcp,icmp_type=8               | has no ICMP type                    | 0",
                "icmp,ct_tp_src=8              | has no ports                        | 0",
                "tcp,ct_tp_src=65536           | allowed: 0 to 65535                 | 14",
                "tcp,ct_nw_proto=6             | given twice                         | 4",
                "ct_nw_src=1.1.1.1,ct_ipv6_dst=::1 | the L3 protocol does not match  | 18",
                "ct_nw_src=1.1.1.1,icmpv6      | not one of IPv4                     | 0"
            })
    void whatIsWrongIsNamedWithItsPlace(String text, String sentence, int position) {
        assertThatThrownBy(() -> TupleText.parse(text)).isInstanceOfSatisfying(FlowTextException.class, e -> {
            assertThat(e).hasMessageContaining(sentence);
            assertThat(e.position()).isEqualTo(position);
        });
    }
}
