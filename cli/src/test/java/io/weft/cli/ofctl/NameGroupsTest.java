package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGroupsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dp_hash|dp_hash
            in_port in_port_oxm|in_{port,port_oxm}
            nw_proto nw_tos ip_dscp nw_ecn nw_ttl|nw_{proto,tos} ip_dscp nw_{ecn,ttl}
            tun_id tun_ipv6_src tun_ipv6_dst tun_flags|tun_{id,ipv6_{src,dst},flags}
            reg0 reg1 reg2 reg3 xreg0 xreg1|reg0...reg3 xreg0 xreg1
            tun_metadata0 tun_metadata1 tun_metadata2|tun_metadata0...tun_metadata2
            tun_id tun_metadata0 tun_metadata1 tun_metadata2 tun_metadata3|tun_{id,metadata0...metadata3}
            reg0 reg2 reg3|reg0 reg2 reg3
            metadata|metadata
            """)
    void likeNeighboursAreOneWord(String names, String expected) {
        assertThat(NameGroups.print(List.of(names.split(" ")))).isEqualTo(expected);
    }
}
