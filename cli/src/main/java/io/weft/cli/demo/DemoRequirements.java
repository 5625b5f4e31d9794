package io.weft.cli.demo;

import io.weft.cli.host.HostCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the demo needs from the machine, so that it says so at once and not half-way. */
final class DemoRequirements {
    private static final Map<String, String> PACKAGE_BY_PROGRAM =
            new TreeMap<>(Map.of("ip", "iproute2", "ping", "iputils-ping", "iperf3", "iperf3"));

    private DemoRequirements() {}

    /** What is missing, as a sentence; empty when nothing is. */
    static String missing() {
        if (!"0".equals(HostCommand.run("id", "-u").output().strip())) {
            return "needs root, to make network namespaces and AF_XDP sockets";
        }
        List<String> packages = new ArrayList<>();
        PACKAGE_BY_PROGRAM.forEach((program, name) -> {
            if (!isOnPath(program)) {
                packages.add(name);
            }
        });
        return packages.isEmpty()
                ? ""
                : "needs the Debian packages " + String.join(" ", packages) + " (apt-get install "
                        + String.join(" ", packages) + ")";
    }

    private static boolean isOnPath(String program) {
        for (String directory : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
