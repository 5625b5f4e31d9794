package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;

/** A command that the switch runs and answers in text. */
final class ForwardedCommand implements AppctlCommand {
    private final Syntax syntax;

    ForwardedCommand(String name, String arguments, String summary) {
        syntax = new Syntax(name, arguments, summary);
    }

    @Override
    public Syntax syntax() {
        return syntax;
    }

    @Override
    public void run(AppctlCall call) {
        call.text(call.client().runCommand(syntax.name(), call.words()));
    }
}
