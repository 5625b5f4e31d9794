package io.weft.cli.appctl;

import io.weft.cli.verb.MacText;
import io.weft.cli.verb.Syntax;
import java.util.List;

/** {@code fdb/add}. */
final class FdbAddCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("fdb/add", "BRIDGE PORT VLAN MAC", "Adds an address that does not age.");
    }

    @Override
    public void run(AppctlCall call) {
        List<String> words = call.words();
        int vlan = VlanWord.parse(words.get(2));
        call.client().macs().addStatic(words.get(0), words.get(1), vlan, MacText.parse(words.get(3)));
    }
}
