package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What this comparison needs from the machine. It installs nothing; it says what is missing. */
final class Requirements {
    private static final Map<String, String> PACKAGE_OF = packages();

    private Requirements() {}

    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("ip", "iproute2");
        packages.put("ping", "iputils-ping");
        packages.put("iperf3", "iperf3");
        packages.put("ethtool", "ethtool");
        packages.put("ovs-vswitchd", "openvswitch-switch");
        packages.put("ovs-vsctl", "openvswitch-common and openvswitch-switch");
        packages.put("ovsdb-server", "openvswitch-switch");
        packages.put("ovsdb-tool", "openvswitch-switch");
        return packages;
    }

    /** @throws RefusedException naming every Debian package that is missing, or the privilege */
    static void check() {
        TreeSet<String> missing = new TreeSet<>();
        PACKAGE_OF.forEach((program, name) -> {
            if (!Commands.isInstalled(program)) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    "this needs Debian packages that are not installed: " + String.join(", ", missing));
        }
        if (!Commands.must("id", "-u").trim().equals("0")) {
            throw new RefusedException("this needs root: it makes network namespaces and devices");
        }
    }
}
