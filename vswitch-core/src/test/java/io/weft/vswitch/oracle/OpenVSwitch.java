package io.weft.vswitch.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A private Open vSwitch: database and switch of their own in a directory of their own, dummy devices only, nothing of the system
 * touched. It is asked through its control socket; flow entries go in through {@code ovs-ofctl}. One owner; close it.
 */
public final class OpenVSwitch implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");

    private final Path directory;
    private final List<Process> daemons = new ArrayList<>();
    private UnixControl control;

    private OpenVSwitch(Path directory) {
        this.directory = directory;
    }

    /** Why no Open vSwitch can be had here, or null. */
    public static String absence() {
        for (String program : List.of("ovs-vswitchd", "ovsdb-server", "ovsdb-tool", "ovs-vsctl", "ovs-ofctl")) {
            if (!isInstalled(program)) {
                return "no " + program + " here: install the Debian package openvswitch-switch";
            }
        }
        return Files.isReadable(SCHEMA) ? null : SCHEMA + " is not there";
    }

    private static boolean isInstalled(String program) {
        return java.util.stream.Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** Starts one in {@code directory}, whose path should be short: sockets are made there. */
    public static OpenVSwitch start(Path directory) throws IOException {
        OpenVSwitch started = new OpenVSwitch(directory);
        try {
            started.startDaemons();
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void startDaemons() throws IOException {
        String database = "unix:" + directory.resolve("db.sock");
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA.toString());
        daemon("ovsdb-server", "--remote=p" + database, "--unixctl=" + file("ovsdb.ctl"), file("conf.db"));
        await("db.sock");
        vsctl("--no-wait", "init");
        daemon("ovs-vswitchd", "--enable-dummy=override", "--disable-system", "--unixctl=" + file("vs.ctl"), database);
        await("vs.ctl");
        control = new UnixControl(directory.resolve("vs.ctl"));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void daemon(String... command) throws IOException {
        daemons.add(builder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(directory.resolve("log").toFile()))
                .start());
    }

    private void await(String socket) throws IOException {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!isListened(directory.resolve(socket))) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "nobody listens on " + socket + ": " + Files.readString(directory.resolve("log")));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** A socket's file is there a moment before anybody listens. */
    private static boolean isListened(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        for (String place : List.of("OVS_RUNDIR", "OVS_DBDIR", "OVS_LOGDIR", "OVS_SYSCONFDIR")) {
            builder.environment().put(place, directory.toString());
        }
        return builder;
    }

    /** Runs a program to its end; returns what it printed, and throws with that when it fails. */
    public String run(String... command) throws IOException {
        Process process = builder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }

    public String vsctl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + file("db.sock")));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Writes {@code lines} to a file of the directory and returns its path. */
    public String lines(String name, List<String> lines) throws IOException {
        return Files.write(directory.resolve(name), lines).toString();
    }

    /** A command of {@code ovs-appctl}. */
    public String appctl(String command, String... arguments) throws IOException {
        return control.call(command, arguments);
    }

    @Override
    public void close() {
        try {
            if (control != null) {
                control.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            daemons.reversed().forEach(OpenVSwitch::end);
        }
    }

    private static void end(Process daemon) {
        daemon.destroy();
        try {
            if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            daemon.destroyForcibly();
        }
    }
}
