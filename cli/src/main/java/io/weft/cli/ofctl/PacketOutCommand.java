package io.weft.cli.ofctl;

import io.weft.cli.verb.HexText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.flow.action.Bytes;
import io.weft.northbound.control.BundleText;
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
            BundleText.Packet packet = fields(words.get(1));
            call.client()
                    .packets()
                    .send(
                            call.bridge(),
                            packet.inPort(),
                            packet.actions(),
                            packet.frame().toArray());
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
    static BundleText.Packet fields(String text) {
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
        return new BundleText.Packet(
                port(inPort), text.substring(at + "actions=".length()), Bytes.of(HexText.frame(packet)));
    }

    private static void send(OfctlCall call, String inPort, String actions, String packet) {
        call.client().packets().send(call.bridge(), port(inPort), actions, HexText.frame(packet));
    }

    private static String port(String inPort) {
        return switch (inPort.toUpperCase(Locale.ROOT)) {
            case "CONTROLLER", "NONE" -> "";
            default -> inPort;
        };
    }
}
