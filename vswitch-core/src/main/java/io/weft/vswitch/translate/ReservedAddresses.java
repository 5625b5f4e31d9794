package io.weft.vswitch.translate;

/** Destination addresses of protocols between neighbouring bridges, which no bridge forwards. */
final class ReservedAddresses {
    private static final int OUI_SHIFT = 24;
    private static final int REST = 0xFF_FFFF;

    private ReservedAddresses() {}

    /** {@code mac} 48 bits. Asked for every packet that NORMAL forwards, of which hardly one has such an address. */
    static boolean contains(long mac) {
        int rest = (int) mac & REST;
        return switch ((int) (mac >>> OUI_SHIFT)) {
            case 0x0180C2 -> isStandard(rest);
            case 0x00E02B -> isExtreme(rest);
            case 0x01000C -> isCisco(rest);
            default -> false;
        };
    }

    /** IEEE 802.1Q table 8-1. */
    private static boolean isStandard(int rest) {
        return rest <= 0xF;
    }

    /** EDP, EAPS. */
    private static boolean isExtreme(int rest) {
        return rest == 0x000000 || rest == 0x000004 || rest == 0x000006;
    }

    /** ISL; CFM, a range; CDP and its kin, PVST+, fast uplink. */
    private static boolean isCisco(int rest) {
        boolean isCfm = (rest & ~0x7) == 0xCCCCC0;
        return isCfm || rest == 0x000000 || rest == 0xCCCCCC || rest == 0xCCCCCD || rest == 0xCDCDCD;
    }
}
