package io.weft.cli.daemon;

import io.weft.cli.Weft;
import io.weft.northbound.control.SwitchVersion;

/** Which switch this is. Immutable. */
final class LocalVersion {
    private final long startedNs = System.nanoTime();

    SwitchVersion now() {
        return new SwitchVersion(
                Weft.NUMBER,
                ProcessHandle.current().pid(),
                System.nanoTime() - startedNs,
                Runtime.version().toString());
    }
}
