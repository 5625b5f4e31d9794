package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.northbound.control.TableStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static TableStatistics named(int table, String name, int limit) {
        OptionalInt flowLimit = limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
        return new TableStatistics(table, name, 0, 0, 0, flowLimit, false, Optional.empty());
    }

    /** What Open vSwitch 3.1 printed of the same tables. */
    @Test
    void aTableWithANameHasALineOfItsOwn() {
        TableStatistics used = new TableStatistics(0, "", 9, 0, 0, OptionalInt.empty(), false, Optional.empty());
        Map<Integer, TableStatistics> known = Map.of(
                0, used, 3, named(3, "", 10), 5, named(5, "acl", 0), 6, named(6, "foo", 20), 7, named(7, "foo2", 20));
        assertThat(TableText.print(known, true)).endsWith("""

                  table 2: ditto

                  table 3:
                    active=0, lookup=0, matched=0
                    max_entries=10
                    (same matching)

                  table 4:
                    active=0, lookup=0, matched=0
                    max_entries=1000000
                    (same matching)

                  table 5 ("acl"): ditto
                  table 6 ("foo"):
                    active=0, lookup=0, matched=0
                    max_entries=20
                    (same matching)

                  table 7 ("foo2"): ditto
                  table 8:
                    active=0, lookup=0, matched=0
                    max_entries=1000000
                    (same matching)

                  tables 9...253: ditto
                """);
        assertThat(TableText.print(known, false)).endsWith("\n  tables 2...253: ditto\n");
    }
}
