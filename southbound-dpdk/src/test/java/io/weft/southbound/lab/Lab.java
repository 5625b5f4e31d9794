package io.weft.southbound.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of its own for system tests: the test's thread is the host, in a namespace nobody else sees; pods are named namespaces with a random
 * suffix, deleted at close.
 *
 * <p>Commands run where the thread is, since a child inherits the namespace of the thread that starts it.
 */
public final class Lab implements AutoCloseable {
    private final String suffix =
            Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000, 0xFFFFF));
    private final List<String> pods = new ArrayList<>();
    private final List<Process> background = new ArrayList<>();

    private Lab() {}

    /** Enters a new namespace with the calling thread, for good; skips the test with a printed reason when that cannot be. */
    public static Lab enter() throws NativeException {
        String missing = missing();
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: system test with network namespaces: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        Libc.check(Libc.unshare(LinuxConstants.CLONE_NEWNET), "unshare", "test");
        return new Lab();
    }

    private static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "not root";
        }
        for (String tool : List.of("ip", "ping", "iperf3", "tcpdump", "ss")) {
            boolean found = List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder + tool)));
            if (!found) {
                return tool + " is not installed";
            }
        }
        return Files.exists(Path.of("/dev/net/tun")) ? "" : "no /dev/net/tun";
    }

    /** Makes a pod; returns its namespace. */
    public String pod(String name) {
        String pod = "weft-" + name + "-" + suffix;
        run("ip netns add " + pod);
        pods.add(pod);
        in(pod, "ip link set lo up");
        return pod;
    }

    /** A veth pair: {@code host} here, eth0 with {@code address} in the pod. */
    public void veth(String host, String pod, String address) {
        run("ip link add " + host + " type veth peer name eth0 netns " + pod);
        run("ip link set " + host + " up");
        in(pod, "ip addr add " + address + " dev eth0");
        in(pod, "ip link set eth0 up");
    }

    /** Moves the device into the pod as its eth0 with {@code address}. */
    public void move(String device, String pod, String address) {
        run("ip link set " + device + " netns " + pod + " name eth0");
        in(pod, "ip addr add " + address + " dev eth0");
        in(pod, "ip link set eth0 up");
    }

    public String in(String pod, String command) {
        return run("ip netns exec " + pod + " " + command);
    }

    /** Runs a command and returns what it printed; fails with its words. */
    public String run(String command) {
        try {
            Process process =
                    new ProcessBuilder(words(command)).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> words(String command) {
        return List.of(command.split(" ", -1));
    }

    /** Starts a command that ends with the lab. */
    public Process start(String command) {
        try {
            Process process = new ProcessBuilder(words(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            background.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Echoes that came back, of {@code count}. */
    public int ping(String pod, String address, int count, String options) {
        String command = "ip netns exec " + pod + " ping -q -i 0.01 -W 1 -c " + count + options + " " + address;
        try {
            Process process = new ProcessBuilder(words(command)).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            Matcher received = Pattern.compile("(\\d+) received").matcher(output);
            Matcher times = Pattern.compile("rtt .*").matcher(output);
            if (times.find()) {
                System.out.println("ping " + address + ": " + times.group());
            }
            return received.find() ? Integer.parseInt(received.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Throughput in Gbit/s of one iperf3 run of {@code seconds} from one pod to the other. */
    public double iperf(String client, String server, String address, String options) {
        // The server of the run before may still be on its way out.
        await("port is free", () -> !in(server, "ss -ltn").contains(":5201"));
        start("ip netns exec " + server + " iperf3 -s -1");
        await("iperf3 listens", () -> in(server, "ss -ltn").contains(":5201"));
        String output = in(client, "iperf3 -f m -c " + address + " " + options);
        Matcher line = Pattern.compile("([0-9.]+) Mbits/sec.*receiver").matcher(output);
        double rate = -1;
        while (line.find()) {
            rate = Double.parseDouble(line.group(1)) / 1000;
        }
        System.out.println("iperf3 " + options + ": " + rate + " Gbit/s");
        return rate;
    }

    /** TCP and UDP segments a pod received with a wrong checksum. */
    public long checksumErrors(String pod) {
        List<String> lines = in(pod, "cat /proc/net/snmp").lines().toList();
        long errors = 0;
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            List<String> names = words(lines.get(i));
            int column = names.indexOf("InCsumErrors");
            if (column >= 0
                    && (names.getFirst().equals("Tcp:") || names.getFirst().equals("Udp:"))) {
                errors += Long.parseLong(words(lines.get(i + 1)).get(column));
            }
        }
        return errors;
    }

    /** Runs {@code task} on a thread in the pod's network namespace. */
    public static void within(String pod, Task task) {
        Throwable[] failure = {null};
        Thread thread = Thread.ofPlatform().start(() -> {
            int fd = Libc.open("/run/netns/" + pod, 0);
            try {
                Libc.check(Libc.setns(fd, LinuxConstants.CLONE_NEWNET), "setns", pod);
                task.run();
            } catch (Exception | AssertionError e) {
                failure[0] = e;
            } finally {
                Libc.close(fd);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
    }

    /** What {@link #within} runs. */
    public interface Task {
        void run() throws Exception;
    }

    /** Waits up to 5 s for {@code condition}. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 5 s: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        background.forEach(Process::destroyForcibly);
        pods.forEach(pod -> run("ip netns del " + pod));
    }
}
