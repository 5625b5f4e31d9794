package io.weft.southbound.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The program, instruction by instruction, against encodings made by hand from RFC 9669. */
class XdpRedirectTest {
    @Test
    void programIsSixSlots() {
        org.junit.jupiter.api.Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        String expected = "61 12 1000 00000000" // r2 = *(u32 *)(r1 + 16)
                + "18 11 0000 07000000" // r1 = map of descriptor 7
                + "00 00 0000 00000000"
                + "b7 03 0000 02000000" // r3 = XDP_PASS
                + "85 00 0000 33000000" // call redirect_map
                + "95 00 0000 00000000"; // exit
        assertThat(HexFormat.of().formatHex(XdpRedirect.code(7))).isEqualTo(expected.replace(" ", ""));
    }
}
