package io.weft.cli.ofctl;

import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.FlowAggregate;

/** {@code dump-aggregate}. */
final class DumpAggregateCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-aggregate", "BRIDGE [FLOW]", "Prints sums over all flows, or those that FLOW covers.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowAggregate sums = call.client().flows().aggregate(call.bridge(), call.word(1, ""));
        if (call.options().json()) {
            JsonObject object = new JsonObject();
            object.addProperty("packet_count", sums.packets());
            object.addProperty("byte_count", sums.bytes());
            object.addProperty("flow_count", sums.flows());
            JsonText.print(call.out(), object);
        } else {
            call.out()
                    .println(ReplyHeader.ofFlows(call, "AGGREGATE") + " packet_count="
                            + Long.toUnsignedString(sums.packets()) + " byte_count="
                            + Long.toUnsignedString(sums.bytes()) + " flow_count=" + sums.flows());
        }
        return 0;
    }
}
