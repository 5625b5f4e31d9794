package io.weft.cli.ofctl;

import io.weft.cli.verb.HexText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import java.util.List;
import java.util.Locale;

/** {@code packet-out}, in both forms that ovs-ofctl takes. */
final class PacketOutCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "packet-out",
                "BRIDGE IN_PORT|FIELDS [ACTIONS] [PACKET]...",
                "Runs actions over frames in hexadecimal, or over in_port=PORT,packet=HEX,actions=ACTIONS.");
    }

    @Override
    public int run(OfctlCall call) {
        List<String> words = call.words();
        if (words.size() == 2) {
            fields(call, words.get(1));
            return 0;
        }
        if (words.size() == 3) {
            throw new UsageException("takes BRIDGE IN_PORT ACTIONS PACKET..., or BRIDGE FIELDS");
        }
        for (String packet : words.subList(3, words.size())) {
            send(call, words.get(1), words.get(2), packet);
        }
        return 0;
    }

    /** Actions may hold commas and spaces, so they are last and taken whole. */
    private static void fields(OfctlCall call, String text) {
        int at = text.indexOf("actions=");
        if (at < 0) {
            throw new UsageException("\"" + text + "\" has no actions=");
        }
        String inPort = "";
        String packet = "";
        for (String field : text.substring(0, at).split("[, ]+", -1)) {
            if (field.startsWith("in_port=")) {
                inPort = field.substring("in_port=".length());
            } else if (field.startsWith("packet=")) {
                packet = field.substring("packet=".length());
            } else if (!field.isEmpty()) {
                throw new UsageException("unknown field \"" + field + "\"; allowed: in_port, packet, actions");
            }
        }
        send(call, inPort, text.substring(at + "actions=".length()), packet);
    }

    private static void send(OfctlCall call, String inPort, String actions, String packet) {
        String from = switch (inPort.toUpperCase(Locale.ROOT)) {
            case "CONTROLLER", "NONE" -> "";
            default -> inPort;
        };
        call.client().packetOut(call.bridge(), from, actions, HexText.frame(packet));
    }
}
