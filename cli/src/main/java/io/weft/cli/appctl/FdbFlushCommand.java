package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;

/** {@code fdb/flush}. */
final class FdbFlushCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "fdb/flush", "[BRIDGE] [PORT]", "Forgets learned addresses, everywhere or of a bridge or port.");
    }

    @Override
    public void run(AppctlCall call) {
        call.client().macs().flush(call.word(0, ""), call.word(1, ""));
        call.out().println("table successfully flushed");
    }
}
