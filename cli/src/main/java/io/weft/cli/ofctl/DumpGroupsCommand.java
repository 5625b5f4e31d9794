package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.GroupLine;

/** {@code dump-groups}. */
final class DumpGroupsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-groups", "BRIDGE [GROUP]", "Prints groups: all, or the one of this number.");
    }

    @Override
    public int run(OfctlCall call) {
        try (Stream<GroupLine> groups = call.client()
                .groups()
                .dumpLines(
                        call.bridge(),
                        ReplyHeader.number("group_id", call.word(1, "")),
                        call.options().names())) {
            if (call.options().json()) {
                print(groups, call);
            } else {
                call.out().println(ReplyHeader.ofGroups(call, "GROUP_DESC"));
                boolean ids = ReplyHeader.hasBucketIds(call);
                groups.forEachRemaining(group -> call.out().println(GroupLineText.of(group, ids)));
            }
        }
        return 0;
    }

    /** The same objects for definitions and statistics. */
    static void print(Stream<GroupLine> groups, OfctlCall call) {
        JsonArray array = new JsonArray();
        groups.forEachRemaining(group -> array.add(GroupLineText.json(group)));
        JsonText.print(call.out(), array);
    }
}
