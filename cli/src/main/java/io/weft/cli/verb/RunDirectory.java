package io.weft.cli.verb;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that selects an instance of the switch: the directory with its sockets and files. */
public final class RunDirectory {
    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Run directory of the switch (default: WEFT_RUN_DIR, or /run/weft for root and"
                    + " XDG_RUNTIME_DIR/weft for others).")
    private Path given;

    /**
     * The directory, which need not exist.
     *
     * @throws UsageException when nothing names one
     */
    public Path path() {
        if (given != null) {
            return given;
        }
        String environment = System.getenv("WEFT_RUN_DIR");
        if (environment != null && !environment.isEmpty()) {
            return Path.of(environment);
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/run/weft");
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime == null || runtime.isEmpty()) {
            throw new UsageException("no run directory: give --run-dir DIR or set WEFT_RUN_DIR");
        }
        return Path.of(runtime, "weft");
    }
}
