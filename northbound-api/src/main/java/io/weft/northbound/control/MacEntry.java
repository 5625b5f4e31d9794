package io.weft.northbound.control;

/**
 * An entry of a bridge's MAC table.
 *
 * @param port number, {@link PortView#LOCAL} for the bridge's own port
 * @param vlan 0 to 4095; 0: untagged
 * @param mac 48-bit address
 * @param ageS seconds since a packet was last seen from it; 0 for static entries
 */
public record MacEntry(int port, String portName, int vlan, long mac, int ageS, boolean isStatic) {}
