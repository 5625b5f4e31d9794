package io.weft.cli.host;

import io.weft.cli.host.HostCommand.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A named network namespace that we made.
 *
 * @param name as {@code ip netns} knows it
 */
public record NetworkNamespace(String name) implements AutoCloseable {

    /** Makes the namespace, with its loopback device up and without IPv6 autoconfiguration noise. */
    public static NetworkNamespace create(String name) throws HostCommandException {
        HostCommand.run("ip", "netns", "add", name).orThrow();
        NetworkNamespace namespace = new NetworkNamespace(name);
        namespace.ip("link", "set", "lo", "up").orThrow();
        namespace.exec("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        return namespace;
    }

    public static boolean exists(String name) {
        return java.nio.file.Files.exists(java.nio.file.Path.of("/run/netns", name));
    }

    /** Runs a program inside, for at most 20 seconds. */
    public Result exec(String... command) {
        return exec(Duration.ofSeconds(20), command);
    }

    public Result exec(Duration limit, String... command) {
        return HostCommand.run(limit, command(command));
    }

    /** The command line that runs {@code command} inside. */
    public List<String> command(String... command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
        line.addAll(List.of(command));
        return line;
    }

    /** Runs {@code ip ...} on the devices inside. */
    public Result ip(String... arguments) {
        List<String> line = new ArrayList<>(List.of("ip", "-n", name));
        line.addAll(List.of(arguments));
        return HostCommand.run(Duration.ofSeconds(20), line);
    }

    /** Joins this namespace and {@code other} by a veth pair; both ends are up. */
    public void veth(String device, NetworkNamespace other, String otherDevice) throws HostCommandException {
        ip("link", "add", device, "type", "veth", "peer", "name", otherDevice, "netns", other.name())
                .orThrow();
        ip("link", "set", device, "up").orThrow();
        other.ip("link", "set", otherDevice, "up").orThrow();
    }

    /** Processes that run inside, by id. */
    public List<Long> processes() {
        Result pids = HostCommand.run("ip", "netns", "pids", name);
        return pids.succeeded()
                ? pids.output()
                        .lines()
                        .map(String::strip)
                        .filter(l -> !l.isEmpty())
                        .map(Long::valueOf)
                        .toList()
                : List.of();
    }

    /** Ends what runs inside and removes the namespace with its devices. */
    @Override
    public void close() {
        for (long pid : processes()) {
            ProcessHandle.of(pid).ifPresent(process -> HostCommand.end(process, Duration.ofSeconds(3)));
        }
        HostCommand.run("ip", "netns", "del", name);
    }
}
