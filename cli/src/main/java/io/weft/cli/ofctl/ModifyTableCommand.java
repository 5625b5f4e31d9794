package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.flow.table.VacancyRange;
import io.weft.northbound.control.TableChange;
import java.util.Locale;
import java.util.Optional;

/** {@code mod-table}. */
final class ModifyTableCommand implements OfctlCommand {
    private static final String VACANCY = "vacancy";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "mod-table",
                "BRIDGE TABLE SETTING",
                "What a table (number, name, all) does with a packet without flow (drop, continue, controller), when full (evict, noevict),"
                        + " and whether it tells that less than LOW or more than HIGH percent are free (vacancy:LOW,HIGH, novacancy).");
    }

    @Override
    public int run(OfctlCall call) {
        String table = call.words().get(1);
        String setting = call.words().get(2);
        if (setting.equals("no" + VACANCY)) {
            call.client().tables().setVacancy(call.bridge(), table, Optional.empty());
        } else if (setting.equals(VACANCY) || setting.startsWith(VACANCY + ":")) {
            call.client().tables().setVacancy(call.bridge(), table, Optional.of(range(setting)));
        } else {
            call.client().tables().modify(call.bridge(), table, change(setting));
        }
        return 0;
    }

    private static TableChange change(String setting) {
        for (TableChange change : TableChange.values()) {
            if (change.name().toLowerCase(Locale.ROOT).equals(setting)) {
                return change;
            }
        }
        throw new UsageException("invalid table_mod setting \"" + setting
                + "\"; allowed: drop, continue, controller, evict, noevict, vacancy:LOW,HIGH, novacancy");
    }

    /** The sentences of ovs-ofctl. */
    private static VacancyRange range(String setting) {
        String[] ends = setting.substring(Math.min(setting.length(), VACANCY.length() + 1))
                .split(",", 2);
        int down = percent("down", ends[0]);
        int up = percent("up", ends.length < 2 ? "" : ends[1]);
        if (down > up) {
            throw new RefusedException(
                    "Invalid vacancy range, vacancy up should be greater than vacancy down (OFPBPC_BAD_VALUE)");
        }
        return new VacancyRange(down, up);
    }

    private static int percent(String end, String text) {
        if (text.isEmpty()) {
            throw new RefusedException("Vacancy " + end + " value missing");
        }
        if (!text.matches("[0-9]{1,2}|100")) {
            throw new RefusedException("Invalid vacancy " + end + " value \"" + text + "\"; allowed: 0 to 100 percent");
        }
        return Integer.parseInt(text);
    }
}
