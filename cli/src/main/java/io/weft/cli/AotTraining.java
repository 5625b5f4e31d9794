package io.weft.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the command lines of {@code config/aot-training} in one JVM, so that the ahead-of-time cache recorded from that JVM
 * knows the classes and profiles of all of them. The launcher runs this once per build; nothing else does.
 *
 * <p>A command line that fails still trains what it loaded: its exit status and its output are dropped.
 */
final class AotTraining {
    private AotTraining() {}

    public static void main(String[] args) throws IOException {
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(silence);
        System.setErr(silence);
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String verb = line.strip();
            if (!verb.isEmpty() && !verb.startsWith("#")) {
                Weft.run(verb.split("\\s+", -1));
            }
        }
        System.exit(0);
    }
}
