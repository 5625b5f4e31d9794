package io.weft.cli;

import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A {@link FakeSwitch} behind the real server on a real socket, and verbs that talk to it as a user's would. */
public final class ServedVerbs implements AutoCloseable {
    public final FakeSwitch fake = new FakeSwitch();

    private final Path directory;
    private final SwitchServer server;

    public ServedVerbs() {
        try {
            directory = Files.createTempDirectory("weft-verbs");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server = SwitchServer.start(fake, List.of(SwitchAddress.inRunDirectory(directory)), ServerLimits.DEFAULT);
    }

    /** What a verb printed and how it ended. */
    public record Answer(int status, String out, String err) {}

    /** Runs {@code verb} with this switch. */
    public Answer run(String verb, String... arguments) {
        List<String> line = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        line.addAll(List.of(arguments));
        return runAsIs(line.toArray(String[]::new));
    }

    /** Runs {@code verb} with this switch, as long as it takes, with its messages to {@code err}. */
    public int runTo(StringWriter err, String verb, String... arguments) {
        List<String> line = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        line.addAll(List.of(arguments));
        return Weft.run(new PrintWriter(new StringWriter()), new PrintWriter(err), line.toArray(String[]::new));
    }

    /** Runs a command line without a switch. */
    public static Answer runAsIs(String... line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Weft.run(new PrintWriter(out), new PrintWriter(err), line);
        return new Answer(status, out.toString(), err.toString());
    }

    /** A file in the run directory. */
    public Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
