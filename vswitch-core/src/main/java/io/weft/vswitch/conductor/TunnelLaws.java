package io.weft.vswitch.conductor;

import io.weft.vswitch.conductor.ConfigException.Violation;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.tunnel.TunnelConfig;
import io.weft.vswitch.tunnel.TunnelOptions;
import io.weft.vswitch.tunnel.TunnelType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tunnel ports of a switch may not be beside each other, so that it is clear which of them a packet that arrives is for. */
final class TunnelLaws {
    private TunnelLaws() {}

    /** All violations; options that say nothing are not judged here: opening the port refuses them. */
    static List<Violation> check(SwitchConfig config) {
        List<Violation> violations = new ArrayList<>();
        Map<String, TunnelConfig> before = new LinkedHashMap<>();
        for (BridgeConfig bridge : config.bridges()) {
            for (PortSettings port : bridge.ports()) {
                TunnelConfig tunnel = read(port);
                if (tunnel != null) {
                    String where = "bridge " + bridge.name() + " port " + port.name();
                    if (!port.qos().ingress().equals(IngressPolicing.NONE)) {
                        violations.add(new Violation(
                                where + " ingress_policing_rate, ingress_policing_kpkts_rate",
                                "",
                                "a port of type " + port.type() + " cannot be policed yet; a meter of its flows can"));
                    }
                    before.forEach((name, other) -> compare(where, tunnel, name, other, violations));
                    before.put(port.name(), tunnel);
                }
            }
        }
        return violations;
    }

    private static TunnelConfig read(PortSettings port) {
        TunnelType type = TunnelType.of(port.type());
        try {
            return type == null ? null : TunnelOptions.read(type, port.options());
        } catch (PortException e) {
            return null; // told when the port is opened
        }
    }

    private static void compare(
            String where, TunnelConfig tunnel, String name, TunnelConfig other, List<Violation> violations) {
        if (tunnel.dstPort() != other.dstPort()) {
            return;
        }
        if (tunnel.type() != other.type()) {
            violations.add(new Violation(
                    where + " options:dst_port",
                    "" + tunnel.dstPort(),
                    "a UDP port that no tunnel of another type has; " + name + " of type "
                            + other.type().text() + " has it"));
        } else if (tunnel.gbp() != other.gbp()) {
            violations.add(new Violation(
                    where + " options:exts",
                    tunnel.gbp() ? "gbp" : "",
                    "the same for all ports with one dst_port; " + name + " has " + (other.gbp() ? "gbp" : "none")));
        } else if (tunnel.isSameAs(other)) {
            violations.add(new Violation(
                    where + " options",
                    "remote_ip, local_ip and key of port " + name,
                    "others than those of another tunnel port with its dst_port"));
        }
    }
}
