package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.BundleText;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.GroupModText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bundle}: changes of flows and groups of a file, all or none, and packets to send once they are in effect. */
final class BundleCommand implements OfctlCommand {
    /** Bundles begin with OpenFlow 1.4. */
    private static final int VERSION = 4;

    private static final String FLOW = "flow ";
    private static final String GROUP = "group ";
    private static final String PACKET = "packet-out ";
    private static final Pattern PLACE = Pattern.compile("^(flow|group)_mods\\[([0-9]{1,9})]");

    private record Line(int number, BundleText item) {}

    @Override
    public Syntax syntax() {
        return new Syntax(
                "bundle",
                "BRIDGE FILE",
                "Applies the lines of a file (flow [add|modify|delete...] FLOW, group [add|...] GROUP, packet-out FIELDS) or none.");
    }

    @Override
    public int run(OfctlCall call) {
        String name = call.words().get(1);
        List<Line> lines = new ArrayList<>();
        FlowFile.forEachLine(name, (number, text) -> lines.add(new Line(number, item(name, number, text))));
        if (lines.isEmpty()) {
            return 0;
        }
        try {
            call.client()
                    .flows()
                    .bundle(call.bridge(), lines.stream().map(Line::item).toList());
        } catch (ControlException e) {
            throw locate(name, lines, e);
        }
        return 0;
    }

    private static BundleText item(String name, int number, String text) {
        if (text.startsWith(PACKET)) {
            try {
                return PacketOutCommand.fields(text.substring(PACKET.length()).strip());
            } catch (UsageException e) {
                throw new RefusedException(name + ":" + number + ": " + e.getMessage(), e);
            }
        }
        if (text.startsWith(GROUP)) {
            return GroupFile.mod(text.substring(GROUP.length()).strip());
        }
        return FlowModText.of(
                        text.startsWith(FLOW) ? text.substring(FLOW.length()).strip() : text)
                .as(VERSION);
    }

    /** The same refusal with the file and the line in front: refusals count the changes of each kind. */
    private static ControlException locate(String name, List<Line> lines, ControlException refusal) {
        for (FieldViolation violation : refusal.violations()) {
            Matcher place = PLACE.matcher(violation.field());
            if (!place.find()) {
                continue;
            }
            Class<?> kind = place.group(1).equals("flow") ? FlowModText.class : GroupModText.class;
            List<Line> alike =
                    lines.stream().filter(line -> kind.isInstance(line.item())).toList();
            int index = Integer.parseInt(place.group(2));
            if (index < alike.size()) {
                return FlowFile.prefixed(refusal, name, alike.get(index).number());
            }
        }
        return refusal;
    }
}
