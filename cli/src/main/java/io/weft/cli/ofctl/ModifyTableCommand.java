package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.TableChange;
import java.util.Locale;

/** {@code mod-table}. */
final class ModifyTableCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "mod-table",
                "BRIDGE TABLE SETTING",
                "What a table (number, name, all) does with a packet without flow (drop, continue, controller) or when full (evict, noevict).");
    }

    @Override
    public int run(OfctlCall call) {
        call.client()
                .modifyTable(
                        call.bridge(), call.words().get(1), change(call.words().get(2)));
        return 0;
    }

    private static TableChange change(String setting) {
        for (TableChange change : TableChange.values()) {
            if (change.name().toLowerCase(Locale.ROOT).equals(setting)) {
                return change;
            }
        }
        throw new UsageException(
                "invalid table_mod setting \"" + setting + "\"; allowed: drop, continue, controller, evict, noevict");
    }
}
