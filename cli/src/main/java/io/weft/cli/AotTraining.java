package io.weft.cli;

import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Runs the command lines of {@code config/aot-training} in one JVM, so that the ahead-of-time cache recorded from that JVM
 * knows the classes and profiles of all of them. The launcher runs this once per build; nothing else does.
 *
 * <p>Lines whose verb talks to a switch ({@code vsctl}, {@code ofctl}, {@code appctl}) talk to an empty one that is served here, through
 * the real server and a real socket. A command line that fails still trains what it loaded: its exit status and its output are dropped.
 */
final class AotTraining {
    private static final List<String> CLIENTS = List.of("vsctl", "ofctl", "appctl");

    /** In a command line: the name of a file of flows. */
    private static final String FLOWS = "FLOWS";

    private AotTraining() {}

    public static void main(String[] args) throws IOException {
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(silence);
        System.setErr(silence);
        Path directory = Files.createTempDirectory("weft-training");
        Files.writeString(directory.resolve(FLOWS), "priority=10,ip,nw_dst=10.0.0.1,actions=output:2\n".repeat(100));
        SwitchServer server = serve(directory);
        try {
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                String verb = line.strip();
                if (!verb.isEmpty() && !verb.startsWith("#")) {
                    Weft.run(words(verb, directory));
                }
            }
        } finally {
            server.close();
            Files.deleteIfExists(directory.resolve(FLOWS));
            Files.deleteIfExists(directory);
        }
        System.exit(0);
    }

    private static String[] words(String line, Path directory) {
        List<String> words = new ArrayList<>(List.of(line.split("\\s+", -1)));
        words.replaceAll(word -> word.equals(FLOWS) ? directory.resolve(FLOWS).toString() : word);
        if (CLIENTS.contains(words.getFirst())) {
            words.addAll(1, List.of("--run-dir", directory.toString()));
        }
        return words.toArray(String[]::new);
    }

    /** A switch without bridges: every question has an empty answer. */
    private static SwitchServer serve(Path directory) {
        SwitchControl empty = (SwitchControl) Proxy.newProxyInstance(
                SwitchControl.class.getClassLoader(),
                new Class<?>[] {SwitchControl.class},
                (proxy, method, arguments) -> emptyAnswer(method.getReturnType()));
        return SwitchServer.start(empty, List.of(SwitchAddress.inRunDirectory(directory)), ServerLimits.DEFAULT);
    }

    private static Object emptyAnswer(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        if (type == Iterator.class) {
            return Collections.emptyIterator();
        }
        if (type == String.class) {
            return "";
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }
}
