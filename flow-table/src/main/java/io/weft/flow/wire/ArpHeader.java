package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * An ARP or RARP packet for IPv4 over Ethernet (RFC 826, RFC 903).
 *
 * <pre>
 *   0 hardware type (2)  2 protocol type (2)  4 lengths (1, 1)  6 operation (2)
 *   8 sender MAC (6)  14 sender IPv4 (4)  18 target MAC (6)  24 target IPv4 (4)
 * </pre>
 */
public final class ArpHeader {
    /** Bytes. */
    public static final int LENGTH = 28;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    /** Ethernet, IPv4, 6 and 4 bytes: the first six bytes of every packet that this class understands. */
    private static final int ETHERNET_IPV4 = 0x0001_0800;

    private static final int ADDRESS_LENGTHS = 0x0604;
    private static final int TYPES = 0;
    private static final int LENGTHS = 4;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_IP = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_IP = 24;

    private ArpHeader() {}

    /** Whether {@code readable} bytes hold a packet for IPv4 over Ethernet. */
    public static boolean isValid(long header, int readable) {
        return readable >= LENGTH
                && Memory.getIntNetwork(header + TYPES) == ETHERNET_IPV4
                && Memory.getShortNetwork(header + LENGTHS) == ADDRESS_LENGTHS;
    }

    /** Writes the types and lengths. */
    public static void init(long header) {
        Memory.putIntNetwork(header + TYPES, ETHERNET_IPV4);
        Memory.putShortNetwork(header + LENGTHS, ADDRESS_LENGTHS);
    }

    public static int operation(long header) {
        return Memory.getShortNetwork(header + OPERATION);
    }

    public static void operation(long header, int operation) {
        Memory.putShortNetwork(header + OPERATION, operation);
    }

    public static long senderMac(long header) {
        return Memory.getMacNetwork(header + SENDER_MAC);
    }

    public static void senderMac(long header, long mac) {
        Memory.putMacNetwork(header + SENDER_MAC, mac);
    }

    public static int senderIp(long header) {
        return Memory.getIntNetwork(header + SENDER_IP);
    }

    public static void senderIp(long header, int address) {
        Memory.putIntNetwork(header + SENDER_IP, address);
    }

    public static long targetMac(long header) {
        return Memory.getMacNetwork(header + TARGET_MAC);
    }

    public static void targetMac(long header, long mac) {
        Memory.putMacNetwork(header + TARGET_MAC, mac);
    }

    public static int targetIp(long header) {
        return Memory.getIntNetwork(header + TARGET_IP);
    }

    public static void targetIp(long header, int address) {
        Memory.putIntNetwork(header + TARGET_IP, address);
    }
}
