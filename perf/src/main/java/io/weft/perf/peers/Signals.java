package io.weft.perf.peers;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;

/** Stops processes and lets them go on. */
final class Signals {
    private Signals() {}

    static void stop(ProcessHandle process) {
        send("-STOP", process);
    }

    static void go(ProcessHandle process) {
        send("-CONT", process);
    }

    private static void send(String signal, ProcessHandle process) {
        HostCommand.Result result = HostCommand.run("kill", signal, Long.toString(process.pid()));
        if (!result.succeeded()) {
            throw new RefusedException(
                    "kill " + signal + ": " + result.output().trim() + " (process " + process.pid() + ")");
        }
    }
}
