package io.weft.cli.host;

/** A program of the host failed; the message has the command line, how it ended and what it said. */
public final class HostCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    HostCommandException(HostCommand.Result result) {
        super("\"" + String.join(" ", result.command()) + "\" "
                + (result.status() == HostCommand.Result.TIMED_OUT
                        ? "did not end in time"
                        : "ended with status " + result.status())
                + (result.output().isBlank() ? "" : ": " + result.output().strip()));
    }
}
