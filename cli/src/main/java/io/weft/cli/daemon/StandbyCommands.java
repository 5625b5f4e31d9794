package io.weft.cli.daemon;

import io.weft.cli.verb.Standbys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** {@code standby/show}: the processes that wait for the end of this switch. Thread-safety: any thread. */
final class StandbyCommands {
    private final Path runDirectory;

    StandbyCommands(Path runDirectory) {
        this.runDirectory = runDirectory;
    }

    void register(OperatorCommands commands) {
        commands.add("standby/show", _ -> show());
    }

    private String show() {
        try {
            return Standbys.in(runDirectory).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
