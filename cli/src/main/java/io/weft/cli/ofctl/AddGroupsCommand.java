package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.ControlException;

/** {@code add-groups}. */
final class AddGroupsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "add-groups",
                "BRIDGE FILE",
                "Applies the lines [add|modify|add_or_mod|delete|insert_bucket|remove_bucket] GROUP of a file, or of"
                        + " standard input (-); with --bundle all of them or none.");
    }

    @Override
    public int run(OfctlCall call) {
        GroupFile file = GroupFile.read(call.words().get(1));
        if (file.lines().isEmpty()) {
            return 0;
        }
        try {
            call.client()
                    .groups()
                    .modifyTexts(call.bridge(), file.mods(), call.options().bundle());
        } catch (ControlException e) {
            throw file.locate(e);
        }
        return 0;
    }
}
