package io.weft.vswitch.mac;

/**
 * A line of {@code fdb/show}.
 *
 * @param port OpenFlow number of the port
 * @param vlan 0 to 4095
 * @param mac 48-bit address
 * @param ageNs since the address was last heard; 0 for a static entry
 * @param isStatic configured: never moved, aged or evicted
 */
public record MacEntry(int port, int vlan, long mac, long ageNs, boolean isStatic) {}
