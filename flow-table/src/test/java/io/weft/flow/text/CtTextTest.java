package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ct(...)} as people write it and as it is printed. */
final class CtTextTest {
    private static String printed(String actions) {
        return FlowText.print(FlowText.parseActions(actions, PortNames.NUMBERS), PortNames.NUMBERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ct;ct()",
                "ct();ct()",
                "ct(commit);ct(commit)",
                "ct(zone=5,force,commit,table=3);ct(commit,force,table=3,zone=5)",
                "ct(zone=NXM_NX_REG3[0..15],table=1);ct(table=1,zone=NXM_NX_REG3[0..15])",
                "ct(commit,exec(set_field:0x5/0xf->ct_mark));ct(commit,exec(set_field:0x5/0xf->ct_mark))",
                "ct(commit,exec(load:1->NXM_NX_CT_MARK[],move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31]));"
                        + "ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31]))",
                "ct(nat);ct(nat)",
                "ct(commit,nat(src=0.0.0.0,random));ct(commit,nat(src,random))",
                "ct(commit,nat(random,src=10.0.0.1-10.0.0.9:100-200,persistent),zone=1);"
                        + "ct(commit,zone=1,nat(src=10.0.0.1-10.0.0.9:100-200,persistent,random))",
                "ct(commit,nat(dst=10.0.0.1-10.0.0.1:5-5));ct(commit,nat(dst=10.0.0.1:5))",
                "ct_clear;ct_clear"
            })
    void isPrintedAsOpenVSwitchDoes(String text, String printed) {
        assertThat(printed(text)).isEqualTo(printed);
        assertThat(printed(printed)).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ct(force);force of ct needs commit beside it",
                "ct(table=254);there is no table 254",
                "ct(zone=70000);is not a zone; allowed: 0 to 65535",
                "ct(zone=NXM_NX_REG3[]);a zone has 16 bits",
                "ct(commit,exec(output:1));has no place inside ct(...)",
                "ct(commit,exec(set_field:1->reg0));has no place inside ct(...)",
                "ct(exec(set_field:1->ct_mark));exec of ct needs commit beside it",
                "ct(speed=3);ct takes commit, force, zone, table, nat, exec and alg, not speed",
                "ct(alg=sip);is not a helper; allowed: ftp, tftp",
                "ct(commit=1);commit takes no value",
                "set_field:1->ct_mark;is set inside ct(exec(...)) only",
                "nat;has its place inside ct(...)",
                "ct(nat(src=10.0.0.1));nat with src or dst needs commit beside it",
                "ct(commit,nat(src=10.0.0.1:0-9));port 0 is no port to translate to",
                "ct(nat(src=10.0.0.9-10.0.0.1));the first address of the range is above the last",
                "ct(nat(src=10.0.0.1,dst=10.0.0.1));nat takes one of src and dst",
                "ct(nat(src=[::1]:5-3));the first port of the range is above the last",
                "ct(nat(hash));hash, random and persistent are for nat with src or dst"
            })
    void isRefusedWithASentence(String text, String sentence) {
        assertThatThrownBy(() -> FlowText.parseActions(text, PortNames.NUMBERS))
                .isInstanceOf(FlowTextException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void needsIp() {
        assertThatThrownBy(() -> FlowText.parseAdd("actions=ct(table=1)", PortNames.NUMBERS))
                .hasMessageContaining("ct(...) needs a match on");
        FlowText.parseAdd("ipv6,actions=ct(table=1)", PortNames.NUMBERS);
        FlowText.parseAdd("tcp,actions=ct(table=1)", PortNames.NUMBERS);
    }
}
