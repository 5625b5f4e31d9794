package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * A VLAN tag (IEEE 802.1Q section 9), which stands where the Ethernet type would.
 *
 * <pre>
 *   0  TPID (2)   2  TCI (2): priority (3 bits), DEI (1), VLAN ID (12)
 * </pre>
 */
public final class VlanHeader {
    /** Bytes. */
    public static final int LENGTH = 4;

    public static final int TPID_8021Q = 0x8100;
    public static final int TPID_8021AD = 0x88A8;

    public static final int ID_MASK = 0xFFF;
    public static final int PRIORITY_SHIFT = 13;

    private static final int TPID = 0;
    private static final int TCI = 2;

    private VlanHeader() {}

    /** Whether an Ethernet type is the TPID of a tag. */
    public static boolean isTpid(int type) {
        return type == TPID_8021Q || type == TPID_8021AD;
    }

    public static int tpid(long header) {
        return Memory.getShortNetwork(header + TPID);
    }

    public static void tpid(long header, int tpid) {
        Memory.putShortNetwork(header + TPID, tpid);
    }

    public static int tci(long header) {
        return Memory.getShortNetwork(header + TCI);
    }

    public static void tci(long header, int tci) {
        Memory.putShortNetwork(header + TCI, tci);
    }
}
