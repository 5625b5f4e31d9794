package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.FragmentMode;
import java.util.Locale;

/** {@code get-frags} and {@code set-frags}. */
final class FragmentsCommand implements OfctlCommand {
    private final boolean set;

    FragmentsCommand(boolean set) {
        this.set = set;
    }

    @Override
    public Syntax syntax() {
        return set
                ? new Syntax(
                        "set-frags",
                        "BRIDGE MODE",
                        "normal: fragments have no ports; drop: none pass; nx-match: the first shows its ports.")
                : new Syntax("get-frags", "BRIDGE", "Prints how fragments are treated.");
    }

    @Override
    public int run(OfctlCall call) {
        if (set) {
            call.client()
                    .bridges()
                    .setFragmentMode(call.bridge(), mode(call.words().get(1)));
            return 0;
        }
        BridgeView bridge = call.client().bridges().list().stream()
                .filter(view -> view.name().equals(call.bridge()))
                .findFirst()
                .orElseThrow(() -> new RefusedException("no bridge named " + call.bridge()));
        call.out().println(text(bridge.fragments()));
        return 0;
    }

    private static FragmentMode mode(String text) {
        for (FragmentMode mode : FragmentMode.values()) {
            if (text(mode).equals(text)) {
                return mode;
            }
        }
        throw new RefusedException(text + ": unknown fragment handling mode; allowed: normal, drop, nx-match");
    }

    /** As OVS writes it. */
    static String text(FragmentMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
