package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.GroupLine;

/** {@code dump-group-stats}. */
final class DumpGroupStatisticsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-group-stats", "BRIDGE [GROUP]", "Prints the counters of groups: all, or group_id=N.");
    }

    @Override
    public int run(OfctlCall call) {
        try (Stream<GroupLine> groups = call.client()
                .groups()
                .dumpLines(call.bridge(), ReplyHeader.number("group_id", call.word(1, "")), false)) {
            if (call.options().json()) {
                DumpGroupsCommand.print(groups, call);
            } else {
                call.out().println(ReplyHeader.ofGroups(call, "GROUP"));
                groups.forEachRemaining(group -> call.out().println(GroupLineText.statistics(group)));
            }
        }
        return 0;
    }
}
