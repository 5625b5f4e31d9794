package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import java.util.Locale;

/** {@code ping}: round trips to the switch, timed. The size is repeated in the answer and changes nothing: requests here have no payload. */
final class PingCommand implements OfctlCommand {
    private static final int TIMES = 10;
    private static final int LARGEST = 65_535;
    private static final double NS_IN_MS = 1e6;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "ping", "BRIDGE [N]", "Times ten round trips; N: their size as ovs-ofctl prints it, 0 to 65535.");
    }

    @Override
    public int run(OfctlCall call) {
        int size = size(call.word(1, "64"));
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            call.client().ports().list(call.bridge());
            double tookMs = (System.nanoTime() - begin) / NS_IN_MS;
            call.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%d bytes from %s: xid=%08x time=%.1f ms",
                            size,
                            call.bridge(),
                            i + 2,
                            tookMs));
            call.out().flush();
        }
        return 0;
    }

    private static int size(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > LARGEST) {
            throw new UsageException("ping: \"" + text + "\" is not a size; allowed: 0 to " + LARGEST);
        }
        return Integer.parseInt(text);
    }
}
