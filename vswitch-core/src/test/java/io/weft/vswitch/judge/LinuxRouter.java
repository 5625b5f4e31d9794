package io.weft.vswitch.judge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A router of Linux, alone in a network namespace of its own, that frames are given to: {@code judge/router.py}. It is gone with its process. */
public final class LinuxRouter implements AutoCloseable {
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;
    private final Path script;

    private LinuxRouter(Process process, Path script) {
        this.process = process;
        this.script = script;
        to = process.outputWriter(StandardCharsets.US_ASCII);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts one; the test is skipped where there can be none. */
    public static LinuxRouter start() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root: a network namespace and packet sockets");
        for (String program : List.of("unshare", "ip", "nft", "conntrack", "python3")) {
            assumeTrue(isHere(program), "needs the program " + program);
        }
        Path script = Files.createTempFile("weft-judge", ".py");
        try (InputStream source = LinuxRouter.class.getResourceAsStream("/judge/router.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder("unshare", "-n", "python3", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        LinuxRouter router = new LinuxRouter(process, script);
        router.answer();
        return router;
    }

    private static boolean isHere(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)))
                || Files.isExecutable(Path.of("/usr/sbin", program));
    }

    /** Gives it rules of nft and makes it forget its connections. */
    public void rules(String rules) {
        ask("rules " + rules.lines().count() + "\n" + rules.stripTrailing());
    }

    /** What it sends when a frame comes on side {@code a} or {@code b}: frames, with their side. */
    public List<Sent> send(char side, byte[] frame) {
        List<Sent> sent = new ArrayList<>();
        for (String line : ask("send " + side + " " + HexFormat.of().formatHex(frame))) {
            sent.add(new Sent(line.charAt(0), HexFormat.of().parseHex(line.substring(2))));
        }
        return sent;
    }

    private List<String> ask(String question) {
        try {
            to.write(question + "\n");
            to.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> answer() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = from.readLine(); !".".equals(line); line = from.readLine()) {
            if (line == null) {
                throw new IOException("the router has ended, see what it wrote");
            }
            lines.add(line);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        to.close();
        process.destroy();
        Files.deleteIfExists(script);
    }
}
