package io.weft.vswitch;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.program.ProgramText;
import java.util.Arrays;
import java.util.Locale;

/** Makes the lines of {@code dpctl/dump-flows}. */
final class MegaflowText {
    private static final long KIND_BITS = 0xFFFF;
    private static final double NS_PER_S = 1e9;

    private MegaflowText() {}

    static MegaflowView view(Megaflow megaflow, SwitchSnapshot snapshot, long nowNs) {
        long[] key = Arrays.copyOf(megaflow.key(), FlowKey.WORDS);
        long[] mask = Arrays.copyOf(megaflow.mask(), FlowKey.WORDS);
        Match match = new Match(key, mask);
        long packets = Math.max(0, megaflow.packets());
        long bytes = Math.max(0, megaflow.bytes());
        long idleNs = nowNs - Math.max(megaflow.installedNs(), megaflow.usedNs());
        String text = String.format(
                Locale.ROOT,
                "%s, packets:%d, bytes:%d, used:%.3fs, actions:%s",
                match(key, mask, snapshot),
                packets,
                bytes,
                idleNs / NS_PER_S,
                ProgramText.format(megaflow.program(), key, mask, port -> name(snapshot, port)));
        return new MegaflowView(megaflow.pmd().pmd(), match, packets, bytes, idleNs, megaflow.program(), text);
    }

    private static String match(long[] key, long[] mask, SwitchSnapshot snapshot) {
        String inPort = "recirc_id(0),in_port(" + name(snapshot, (int) Fields.IN_PORT.low(key)) + ")";
        long[] rest = mask.clone();
        Fields.IN_PORT.set(rest, 0, 0);
        rest[0] &= ~KIND_BITS;
        String text = FlowText.print(new Match(key, rest), PortNames.NUMBERS);
        return text.isEmpty() ? inPort : inPort + "," + text;
    }

    private static String name(SwitchSnapshot snapshot, int datapathPort) {
        BridgePort port = snapshot.port(datapathPort);
        return port == null ? Integer.toString(datapathPort) : port.name();
    }
}
