package io.weft.vswitch.conductor;

import io.weft.vswitch.bridge.VlanSettings;
import java.util.Map;

/**
 * A port as the user wants it: the rows {@code Port} and {@code Interface} in one.
 *
 * @param name 1 to 15 characters of letters, digits, dot, dash, underscore; unique in the switch
 * @param type the driver's type, such as {@code tap}; empty: an existing device by the best driver that works
 * @param options {@code options:key=value} for the driver
 * @param vlan tag, trunks and mode
 * @param ofportRequest the wanted OpenFlow port number (1 to 65279), or 0 for any
 * @param mtuRequest bytes, or 0 for the device's own
 * @param mac the 48-bit address that the device shall have, or 0 for its own
 * @param otherConfig of the interface, such as {@code pmd-rxq-affinity}
 * @param externalIds free for the user and agents, such as {@code iface-id}
 * @param qos what it may receive and send
 */
public record PortSettings(
        String name,
        String type,
        Map<String, String> options,
        VlanSettings vlan,
        int ofportRequest,
        int mtuRequest,
        long mac,
        Map<String, String> otherConfig,
        Map<String, String> externalIds,
        QosSettings qos) {

    public PortSettings {
        type = type == null ? "" : type;
        options = SwitchConfig.copy(options);
        otherConfig = SwitchConfig.copy(otherConfig);
        externalIds = SwitchConfig.copy(externalIds);
    }

    /** A port with every setting at its default. */
    public static PortSettings of(String name, String type) {
        return new PortSettings(name, type, Map.of(), VlanSettings.ALL, 0, 0, 0, Map.of(), Map.of(), QosSettings.NONE);
    }

    public PortSettings withType(String newType) {
        return new PortSettings(
                name, newType, options, vlan, ofportRequest, mtuRequest, mac, otherConfig, externalIds, qos);
    }

    public PortSettings withOptions(Map<String, String> newOptions) {
        return new PortSettings(
                name, type, newOptions, vlan, ofportRequest, mtuRequest, mac, otherConfig, externalIds, qos);
    }

    public PortSettings withVlan(VlanSettings newVlan) {
        return new PortSettings(
                name, type, options, newVlan, ofportRequest, mtuRequest, mac, otherConfig, externalIds, qos);
    }

    public PortSettings withOfportRequest(int ofport) {
        return new PortSettings(name, type, options, vlan, ofport, mtuRequest, mac, otherConfig, externalIds, qos);
    }

    public PortSettings withMtuRequest(int mtu) {
        return new PortSettings(name, type, options, vlan, ofportRequest, mtu, mac, otherConfig, externalIds, qos);
    }

    public PortSettings withExternalIds(Map<String, String> ids) {
        return new PortSettings(name, type, options, vlan, ofportRequest, mtuRequest, mac, otherConfig, ids, qos);
    }

    public PortSettings withOtherConfig(Map<String, String> config) {
        return new PortSettings(name, type, options, vlan, ofportRequest, mtuRequest, mac, config, externalIds, qos);
    }

    public PortSettings withMac(long newMac) {
        return new PortSettings(
                name, type, options, vlan, ofportRequest, mtuRequest, newMac, otherConfig, externalIds, qos);
    }

    public PortSettings withQos(QosSettings newQos) {
        return new PortSettings(
                name, type, options, vlan, ofportRequest, mtuRequest, mac, otherConfig, externalIds, newQos);
    }
}
