package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;

/** One command. */
interface AppctlCommand {
    Syntax syntax();

    /** Runs; the words were counted. */
    void run(AppctlCall call);
}
