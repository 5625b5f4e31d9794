package io.weft.vswitch.conductor;

import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** By what address a bridge is known on its own port (ovs-vswitchd.conf.db(5), {@code other_config:hwaddr} of a Bridge). */
public final class BridgeAddress {
    /** What is allowed where an address is configured, in words. */
    public static final String ALLOWED = "a unicast address such as 02:00:00:00:00:01";

    static final String KEY = "hwaddr";

    private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}");
    private static final long GROUP = 1L << 40;
    private static final long LOCALLY_ADMINISTERED = 1L << 41;

    private BridgeAddress() {}

    /**
     * The one that is configured; else the lowest of the other ports; else 0: the own port keeps its own.
     *
     * @param others addresses of the other ports; those of groups, and those that somebody made up (locally administered), do not count
     */
    public static long of(BridgeConfig bridge, LongStream others) {
        long configured = parse(bridge.otherConfig().getOrDefault(KEY, ""));
        return configured != 0
                ? configured
                : others.filter(mac -> isUnicast(mac) && (mac & LOCALLY_ADMINISTERED) == 0)
                        .min()
                        .orElse(0);
    }

    private static boolean isUnicast(long mac) {
        return mac != 0 && (mac & GROUP) == 0;
    }

    /** A unicast address as text, as 48 bits; 0 when it is none. */
    public static long parse(String text) {
        if (!MAC.matcher(text).matches()) {
            return 0;
        }
        long mac = 0;
        for (String octet : text.split(":", -1)) {
            mac = mac << 8 | Integer.parseInt(octet, 16);
        }
        return isUnicast(mac) ? mac : 0;
    }
}
