package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;

/** One command: turns its words into operations and questions. It may look at the switch, and changes nothing. */
interface VsctlCommand {
    Syntax syntax();

    /**
     * Adds what {@code invocation} asks for to {@code plan}.
     *
     * @throws io.weft.cli.verb.UsageException when a word is not in the grammar
     */
    void plan(Invocation invocation, Plan plan);
}
