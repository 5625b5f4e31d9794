package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the comparison needs from the machine. It installs nothing; it says what is missing. */
final class Requirements {
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages");
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final Set<Scenario> NEED_DEVICES = EnumSet.of(Scenario.ATTACK);

    private Requirements() {}

    /**
     * Looks for what these scenarios need.
     *
     * @throws RefusedException naming everything that is missing
     */
    static void check(List<Scenario> scenarios, List<Integer> flows, List<Integer> pmds) {
        List<String> missing = new ArrayList<>();
        Set<String> packages = packages(scenarios);
        if (!packages.isEmpty()) {
            missing.add("Debian packages that are not installed: " + String.join(", ", packages));
        }
        if (!Commands.must("id", "-u").trim().equals("0")) {
            missing.add("root, for network namespaces and huge pages");
        }
        int cores = Collections.max(pmds) + 1;
        int there = Runtime.getRuntime().availableProcessors();
        if (there < cores) {
            missing.add(cores + " processors: " + (cores - 1)
                    + " to poll, and one for all else, which would take its time from those that poll; here are "
                    + there);
        }
        int wanted = Session.memoryMib(
                flows.stream().mapToInt(Integer::intValue).max().orElse(1));
        int free = freeMib();
        if (free < wanted) {
            missing.add(wanted + " MiB of huge pages, of which " + free + " are free (as root: sysctl vm.nr_hugepages="
                    + (wanted + 256) / 2 + ")");
        }
        if (!missing.isEmpty()) {
            throw new RefusedException("this needs " + String.join("; and ", missing));
        }
    }

    private static Set<String> packages(List<Scenario> scenarios) {
        Set<String> missing = new TreeSet<>();
        for (Scenario scenario : scenarios) {
            if (scenario.method() == Scenario.Method.AGAINST_IO) {
                if (!Commands.isInstalled(TestpmdPeer.PROGRAM)) {
                    missing.add("dpdk");
                }
            } else if (!Files.isExecutable(OvsPeer.VSWITCHD)) {
                missing.add("openvswitch-switch-dpdk");
            }
            if (scenario.isPaced() && !Commands.isInstalled("cc")) {
                missing.add("gcc");
            }
            if (NEED_DEVICES.contains(scenario) && !hasDriver("librte_net_af_packet.so.23")) {
                missing.add("librte-net-af-packet23");
            }
        }
        if (!hasDriver("librte_net_pcap.so.23")) {
            missing.add("librte-net-pcap23");
        }
        return missing;
    }

    private static boolean hasDriver(String library) {
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return directories.anyMatch(directory -> Files.exists(directory.resolve(library)));
        } catch (IOException e) {
            return false; // no such directory: no such library
        }
    }

    private static int freeMib() {
        try {
            return Files.exists(HUGE_PAGES)
                    ? 2 * Integer.parseInt(Files.readString(HUGE_PAGES).strip())
                    : 0;
        } catch (IOException e) {
            return 0; // what cannot be read cannot be used
        }
    }
}
