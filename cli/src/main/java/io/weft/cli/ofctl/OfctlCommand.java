package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;

/** One command. */
interface OfctlCommand {
    Syntax syntax();

    /** Runs; the words were counted. Returns the exit status. */
    int run(OfctlCall call);
}
