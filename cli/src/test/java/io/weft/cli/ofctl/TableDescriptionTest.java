package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.VacancyRange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TableDescriptionTest {
    @Command
    private static final class Options {
        @Mixin
        private OfctlOptions options;
    }

    private static String print(TableStatus status, String... words) {
        Options parsed = new Options();
        new CommandLine(parsed).parseArgs(words);
        StringWriter text = new StringWriter();
        TableDescription.print(status, parsed.options, new PrintWriter(text));
        return text.toString();
    }

    @Test
    void newsArePrintedAsOvsOfctlPrintsThem() {
        TableStatistics table = new TableStatistics(
                0, "acl", 9, 0, 0, OptionalInt.of(10), false, Optional.of(new VacancyRange(20, 80)));
        TableStatus status = new TableStatus(TableStatus.Reason.VACANCY_DOWN, table, 0);
        assertThat(print(status, "-O", "OpenFlow14")).isEqualTo("""
                OFPT_TABLE_STATUS (OF1.4) (xid=0x0): reason=VACANCY_DOWN
                table_desc:-
                  table 0:
                   eviction=off eviction_flags=OTHER|IMPORTANCE|LIFETIME
                   vacancy=on vacancy_down=20% vacancy_up=80% vacancy=10%
                """);
        assertThat(print(status.withLost(2), "-O", "OpenFlow15", "--names"))
                .startsWith(
                        "2 changes of tables were not reported: this monitor is too slow\nOFPT_TABLE_STATUS (OF1.5)")
                .contains("  table acl:\n");
    }
}
