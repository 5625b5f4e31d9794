package io.weft.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @Test
    void roundsSayHowFarTheyAreApart() {
        Rounds rounds = new Rounds();
        assertThat(rounds.median()).isNaN();
        for (double value : new double[] {3, 1, 4, 2}) {
            rounds.add(value);
        }
        assertThat(rounds.median()).isEqualTo(2.5);
        assertThat(rounds.spread()).isEqualTo(4);
        assertThat(rounds.text()).isEqualTo("2.50 (1.00-4.00)");
        rounds.add(9);
        assertThat(rounds.median()).isEqualTo(3);
        assertThat(rounds.values()).containsExactly(3.0, 1.0, 4.0, 2.0, 9.0);
    }

    @Test
    void aBaselineNamesItsCircumstances(@TempDir Path home) throws IOException {
        String before = System.setProperty("weft.home", home.toString());
        try {
            Rounds rounds = new Rounds();
            rounds.add(1.5);
            Report report = new Report("some");
            report.add(Map.of("figure", rounds));
            Path first = report.save();
            Path second = report.save();
            assertThat(first.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d-some\\.json");
            assertThat(second).isNotEqualTo(first).exists();
            JsonObject json = JsonParser.parseString(Files.readString(first)).getAsJsonObject();
            JsonObject machine = json.getAsJsonObject("machine");
            assertThat(machine.keySet()).contains("processor", "cores", "system", "load", "jvm", "flags", "commit");
            assertThat(json.getAsJsonArray("results")
                            .get(0)
                            .getAsJsonObject()
                            .getAsJsonObject("figure")
                            .get("median")
                            .getAsDouble())
                    .isEqualTo(1.5);
        } finally {
            if (before == null) {
                System.clearProperty("weft.home");
            } else {
                System.setProperty("weft.home", before);
            }
        }
    }

    @Test
    void shortRunsFillOneBaseline(@TempDir Path home) throws IOException {
        String before = System.setProperty("weft.home", home.toString());
        try {
            Report first = new Report("parts");
            first.add(Map.of("row", "a", "flows", 1, "figure", 10));
            first.add(Map.of("row", "a", "flows", 2, "figure", 20));
            Path file = first.merge(List.of("row", "flows"));
            Report second = new Report("parts");
            second.add(Map.of("row", "a", "flows", 2, "figure", 21));
            second.add(Map.of("row", "b", "flows", 2, "figure", 30));
            assertThat(second.merge(List.of("row", "flows"))).isEqualTo(file);
            JsonArray results = JsonParser.parseString(Files.readString(file))
                    .getAsJsonObject()
                    .getAsJsonArray("results");
            assertThat(results.asList())
                    .extracting(result -> result.getAsJsonObject().get("figure").getAsInt())
                    .containsExactlyInAnyOrder(10, 21, 30);
            assertThat(results.get(0).getAsJsonObject().keySet()).contains("commit", "measured", "load");
        } finally {
            if (before == null) {
                System.clearProperty("weft.home");
            } else {
                System.setProperty("weft.home", before);
            }
        }
    }
}
