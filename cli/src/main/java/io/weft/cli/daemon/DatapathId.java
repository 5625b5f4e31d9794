package io.weft.cli.daemon;

import io.weft.vswitch.conductor.BridgeConfig;
import java.util.HexFormat;

/** By what number programs know a bridge. */
final class DatapathId {
    private static final String KEY = "datapath-id";
    private static final int DIGITS = 16;

    private DatapathId() {}

    /**
     * The number in {@code other_config:datapath-id}, 16 hexadecimal digits and not 0, perhaps behind {@code 0x}; {@code mac} where there is
     * none, or none that can be read, as ovs-vswitchd.conf.db(5) has it.
     *
     * @param mac the bridge's address
     */
    static long of(BridgeConfig bridge, long mac) {
        String text = bridge.otherConfig().getOrDefault(KEY, "");
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return mac;
        }
        long chosen = HexFormat.fromHexDigitsToLong(digits);
        return chosen == 0 ? mac : chosen;
    }
}
