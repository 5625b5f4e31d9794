package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.group.GroupMod;
import io.weft.northbound.control.GroupModText;
import java.util.List;

/** The commands that change one group. */
record GroupModCommand(GroupMod.Kind kind, Syntax syntax) implements OfctlCommand {
    static final GroupModCommand ADD =
            new GroupModCommand(GroupMod.Kind.ADD, new Syntax("add-group", "BRIDGE GROUP", "Adds a group."));
    static final GroupModCommand MODIFY = new GroupModCommand(
            GroupMod.Kind.MODIFY,
            new Syntax(
                    "mod-group",
                    "BRIDGE GROUP",
                    "Makes a group what GROUP says; --may-create: adds it if there is none."));
    static final GroupModCommand DELETE = new GroupModCommand(
            GroupMod.Kind.DELETE,
            new Syntax(
                    "del-groups",
                    "BRIDGE [GROUP]",
                    "Removes all groups, or group_id=N, with the flows that use them."));
    static final GroupModCommand INSERT_BUCKETS = new GroupModCommand(
            GroupMod.Kind.INSERT_BUCKETS,
            new Syntax(
                    "insert-buckets",
                    "BRIDGE GROUP",
                    "Inserts buckets: group_id=N,command_bucket_id=first|last|ID,bucket=..."));
    static final GroupModCommand REMOVE_BUCKETS = new GroupModCommand(
            GroupMod.Kind.REMOVE_BUCKETS,
            new Syntax(
                    "remove-buckets",
                    "BRIDGE GROUP",
                    "Removes buckets: group_id=N,command_bucket_id=first|last|all|ID."));

    @Override
    public int run(OfctlCall call) {
        boolean mayCreate = kind == GroupMod.Kind.MODIFY && call.options().mayCreate();
        GroupMod.Kind meant = mayCreate ? GroupMod.Kind.ADD_OR_MODIFY : kind;
        call.client().groups().modifyTexts(call.bridge(), List.of(new GroupModText(meant, call.word(1, ""))), true);
        return 0;
    }
}
