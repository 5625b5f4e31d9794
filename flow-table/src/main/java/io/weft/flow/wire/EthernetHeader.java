package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The Ethernet header (IEEE 802.3 section 3.2), without preamble and check sequence.
 *
 * <pre>
 *   0  destination (6)   6  source (6)   12  type or length (2)
 * </pre>
 */
public final class EthernetHeader {
    /** Bytes. */
    public static final int LENGTH = 14;

    /** Offset of the type, from which tags are counted. */
    public static final int TYPE_OFFSET = 12;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_RARP = 0x8035;
    public static final int TYPE_IPV6 = 0x86DD;

    /** Smaller numbers in the place of the type are a length (IEEE 802.3 section 3.2.6). */
    public static final int SMALLEST_TYPE = 0x600;

    /** What a key says of a frame whose payload has no Ethernet type (ovs-fields(7), {@code eth_type}). */
    public static final int TYPE_NONE = 0x05FF;

    /** Bytes of LLC and SNAP header between a length and a SNAP type, including that type. */
    public static final int SNAP_LENGTH = 8;

    /** The first six bytes of an LLC/SNAP header whose type is an Ethernet type (RFC 1042): aa-aa-03-00-00-00. */
    public static final long SNAP_ETHERNET = 0xAAAA_0300_0000L;

    private static final int DESTINATION = 0;
    private static final int SOURCE = 6;

    private EthernetHeader() {}

    /** Whether {@code readable} bytes hold the header. */
    public static boolean isValid(int readable) {
        return readable >= LENGTH;
    }

    public static long destination(long header) {
        // One load: a valid header goes on for 8 bytes behind the address.
        return Memory.getLongNetwork(header + DESTINATION) >>> 16;
    }

    public static void destination(long header, long mac) {
        Memory.putMacNetwork(header + DESTINATION, mac);
    }

    public static long source(long header) {
        return Memory.getLongNetwork(header + SOURCE) >>> 16;
    }

    public static void source(long header, long mac) {
        Memory.putMacNetwork(header + SOURCE, mac);
    }

    /** The 16 bits behind the addresses: a type, a length, or the TPID of a tag. */
    public static int type(long header) {
        return Memory.getShortNetwork(header + TYPE_OFFSET);
    }

    public static void type(long header, int type) {
        Memory.putShortNetwork(header + TYPE_OFFSET, type);
    }
}
