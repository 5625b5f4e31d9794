package io.weft.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.BridgeConfig;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatapathIdTest {
    private static final long MAC = 0x0200_0000_0001L;

    @ParameterizedTest
    @CsvSource({
        "fedcba9876543210, fedcba9876543210",
        "0xFEDCBA9876543210, fedcba9876543210",
        "0000000000000000, 20000000001",
        "fedcba987654321, 20000000001",
        "fedcba9876543210f, 20000000001",
        "fedcba987654321g, 20000000001",
        "'', 20000000001"
    })
    void isWhatTheBridgeSaysOrElseItsAddress(String text, String expected) {
        BridgeConfig bridge = BridgeConfig.of("br0").withOtherConfig(Map.of("datapath-id", text));

        assertThat(Long.toHexString(DatapathId.of(bridge, MAC))).isEqualTo(expected);
    }
}
