package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Three namespaces under random names (two pods, and one for the switch) and a directory. A pod's interface is {@code eth0} with the address
 * 10.99.0.1 or .2. Close it after the switch has ended.
 */
final class Lab implements AutoCloseable {
    /** Both pods, by index. */
    static final int PODS = 2;

    private final String suffix =
            String.format(Locale.ROOT, "%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    private final List<String> namespaces = new ArrayList<>();
    private final Path directory;

    Lab() {
        try {
            directory = Files.createTempDirectory("weft-pods-" + suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String role : List.of("s", "0", "1")) {
            addNamespace("wb" + suffix + role);
        }
    }

    private void addNamespace(String namespace) {
        try {
            Commands.must("ip", "netns", "add", namespace);
            namespaces.add(namespace);
            Commands.must("ip", "-n", namespace, "link", "set", "lo", "up");
        } catch (RefusedException e) {
            close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    /** A device name that nobody else has, of at most 15 characters. */
    String device(String prefix, int pod) {
        return prefix + suffix + pod;
    }

    String switchNamespace() {
        return namespaces.get(0);
    }

    String podNamespace(int pod) {
        return namespaces.get(1 + pod);
    }

    static String address(int pod) {
        return "10.99.0." + (1 + pod);
    }

    /** Connects a pod to the switch's namespace by a veth pair; returns the name of the end there. */
    String addVeth(int pod) {
        String device = device("wv", pod);
        Commands.must(
                "ip",
                "-n",
                switchNamespace(),
                "link",
                "add",
                device,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                podNamespace(pod));
        Commands.must("ip", "-n", switchNamespace(), "link", "set", device, "up");
        configure(pod);
        return device;
    }

    /** Moves a device that the switch made into its pod. */
    void moveToPod(String device, int pod) {
        Commands.must("ip", "-n", switchNamespace(), "link", "set", device, "netns", podNamespace(pod), "name", "eth0");
        configure(pod);
    }

    private void configure(int pod) {
        Commands.must("ip", "-n", podNamespace(pod), "addr", "replace", address(pod) + "/24", "dev", "eth0");
        Commands.must("ip", "-n", podNamespace(pod), "link", "set", "eth0", "up");
    }

    /** The command with which something runs in a namespace. */
    static List<String> in(String namespace, String... command) {
        List<String> list = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        list.addAll(List.of(command));
        return list;
    }

    /** Whether pod 0 reaches pod 1 within {@code seconds}. */
    boolean isConnected(int seconds) {
        long deadlineNs = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() - deadlineNs < 0) {
            List<String> ping = in(podNamespace(0), "ping", "-n", "-c", "1", "-W", "1", address(1));
            if (Commands.run(5, Map.of(), ping.toArray(String[]::new)).isDone()) {
                return true;
            }
        }
        return false;
    }

    /** Errors that the pod's TCP has counted: bad checksums and other damage. */
    long checksumErrors(int pod) {
        String text =
                Commands.must(in(podNamespace(pod), "cat", "/proc/net/snmp").toArray(String[]::new));
        List<String> tcp = text.lines().filter(line -> line.startsWith("Tcp:")).toList();
        List<String> names = List.of(tcp.get(0).split(" ", -1));
        String[] values = tcp.get(1).split(" ", -1);
        return Long.parseLong(values[names.indexOf("InCsumErrors")]) + Long.parseLong(values[names.indexOf("InErrs")]);
    }

    @Override
    public void close() {
        for (String namespace : namespaces) {
            endProcesses(namespace);
            Commands.run(20, Map.of(), "ip", "netns", "del", namespace);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What still runs in a namespace would keep it alive without a name: a client whose server has gone waits for minutes. */
    private static void endProcesses(String namespace) {
        Commands.Outcome pids = Commands.run(20, Map.of(), "ip", "netns", "pids", namespace);
        if (pids.isDone()) {
            pids.output().lines().forEach(pid -> Commands.run(5, Map.of(), "kill", "-KILL", pid.trim()));
        }
    }
}
