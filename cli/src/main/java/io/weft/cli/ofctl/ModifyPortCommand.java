package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PortFlag;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code mod-port}. */
final class ModifyPortCommand implements OfctlCommand {
    /** By the word that clears the flag; the word that sets it has {@code no-} in front. */
    private static final Map<String, PortFlag> FLAGS = new TreeMap<>(Map.of(
            "flood", PortFlag.NO_FLOOD,
            "forward", PortFlag.NO_FWD,
            "packet-in", PortFlag.NO_PACKET_IN,
            "receive", PortFlag.NO_RECV,
            "stp", PortFlag.NO_STP));

    @Override
    public Syntax syntax() {
        return new Syntax(
                "mod-port",
                "BRIDGE PORT ACTION",
                "up, down, or one of flood, forward, packet-in, receive, stp, with no- in front to forbid it.");
    }

    @Override
    public int run(OfctlCall call) {
        String port = call.words().get(1);
        String action = call.words().get(2);
        boolean set = action.startsWith("no") || action.equals("down");
        PortFlag flag = action.equals("up") || action.equals("down")
                ? PortFlag.PORT_DOWN
                : FLAGS.get(action.replaceFirst("^no-?", ""));
        if (flag == null) {
            throw new RefusedException("unknown mod-port command '" + action + "'; allowed: up, down, "
                    + String.join(", ", FLAGS.keySet()) + ", and these with no- in front");
        }
        call.client().ports().modify(call.bridge(), port, set ? Set.of(flag) : Set.of(), set ? Set.of() : Set.of(flag));
        return 0;
    }
}
