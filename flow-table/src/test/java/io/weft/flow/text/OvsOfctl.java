package io.weft.flow.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real {@code ovs-ofctl}, where it is installed: what it makes of flows. It needs no switch for that. */
final class OvsOfctl {
    private static final String ADD = ": ADD ";

    private OvsOfctl() {}

    /** Skips the test, with the reason, where there is no ovs-ofctl 3.1. */
    static void assumeInstalled() {
        String version = "";
        try {
            version = run(List.of("ovs-ofctl", "--version"));
        } catch (IOException absent) {
            assumeTrue(false, "ovs-ofctl is not installed: " + absent.getMessage());
        }
        assumeTrue(version.contains(" 3.1."), "the comparison is with ovs-ofctl 3.1, here is: " + version);
    }

    /**
     * Each flow as ovs-ofctl prints it after a journey through {@code version} of the protocol, without its table and cookie.
     *
     * @param directory for a file of its own
     */
    static List<String> normalForms(List<String> flows, String version, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("flows.txt"), String.join("\n", flows) + "\n");
        List<String> forms = new ArrayList<>();
        String output = run(List.of("ovs-ofctl", "-O", version, "parse-flows", file.toString()));
        for (String line : output.lines().toList()) {
            int add = line.indexOf(ADD);
            if (add >= 0) {
                forms.add(line.substring(add + ADD.length()).replaceAll("^table:\\d+ |cookie:\\S+ ", ""));
            } else if (line.contains("ovs-ofctl:") || line.contains("decode error")) {
                throw new AssertionError("ovs-ofctl refuses flow " + forms.size() + ", "
                        + (forms.size() < flows.size() ? flows.get(forms.size()) : "") + ": " + line);
            }
        }
        return forms;
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("ovs-ofctl does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return output;
    }
}
