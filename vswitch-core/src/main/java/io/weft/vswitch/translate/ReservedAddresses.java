package io.weft.vswitch.translate;

import java.util.Set;

/** Destination addresses of protocols between neighbouring bridges, which no bridge forwards. */
final class ReservedAddresses {
    private static final long STANDARD = 0x0180_C200_0000L;
    private static final long SIXTEEN = ~0xFL;
    private static final long CISCO_CFM = 0x0100_0CCC_CCC0L;
    private static final long EIGHT = ~0x7L;

    /** Extreme EDP and EAPS; Cisco ISL, CDP and its kin, PVST+, and fast uplink. */
    private static final Set<Long> VENDORS = Set.of(
            0x00E0_2B00_0000L,
            0x00E0_2B00_0004L,
            0x00E0_2B00_0006L,
            0x0100_0C00_0000L,
            0x0100_0CCC_CCCCL,
            0x0100_0CCC_CCCDL,
            0x0100_0CCD_CDCDL);

    private ReservedAddresses() {}

    /** {@code mac} 48 bits; the first range is that of IEEE 802.1Q table 8-1. */
    static boolean contains(long mac) {
        return (mac & SIXTEEN) == STANDARD || (mac & EIGHT) == CISCO_CFM || VENDORS.contains(mac);
    }
}
