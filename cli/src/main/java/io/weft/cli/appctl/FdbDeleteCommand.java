package io.weft.cli.appctl;

import io.weft.cli.verb.MacText;
import io.weft.cli.verb.Syntax;
import java.util.List;

/** {@code fdb/del}. */
final class FdbDeleteCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("fdb/del", "BRIDGE VLAN MAC", "Removes an address that does not age.");
    }

    @Override
    public void run(AppctlCall call) {
        List<String> words = call.words();
        call.client().macs().deleteStatic(words.get(0), VlanWord.parse(words.get(1)), MacText.parse(words.get(2)));
    }
}
