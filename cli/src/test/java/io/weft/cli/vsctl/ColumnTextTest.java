package io.weft.cli.vsctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.northbound.control.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as OVS prints them. */
class ColumnTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "up,up",
                "a.b-c_1,a.b-c_1",
                "1a,'\"1a\"'",
                "'',''",
                "'a b','\"a b\"'",
                "true,'\"true\"'",
                "00:11,'\"00:11\"'",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0,'\"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\"'",
                "aaaaaaaa-4b5a-6978-8796-a5b4c3d2e1f0,'\"aaaaaaaa-4b5a-6978-8796-a5b4c3d2e1f0\"'"
            })
    void strings(String text, String printed) {
        String expected = text == null || text.isEmpty() ? "\"\"" : printed;
        assertThat(ColumnText.string(text == null ? "" : text)).isEqualTo(expected);
    }

    @Test
    void setsAndMaps() {
        assertThat(ColumnText.of(Column.optional("tag", Column.Type.INTEGER, "")))
                .isEqualTo("[]");
        assertThat(ColumnText.of(Column.optional("tag", Column.Type.INTEGER, "5")))
                .isEqualTo("5");
        assertThat(ColumnText.of(Column.set("trunks", Column.Type.INTEGER, List.of("5"))))
                .isEqualTo("[5]");
        assertThat(ColumnText.of(Column.set("trunks", Column.Type.INTEGER, List.of("5", "6"))))
                .isEqualTo("[5, 6]");
        assertThat(ColumnText.of(Map.of())).isEqualTo("{}");
        assertThat(ColumnText.of(Map.of("k", "v w", "a", "1"))).isEqualTo("{a=\"1\", k=\"v w\"}");
    }

    /** What is printed reads back as the same value. */
    @RepeatedTest(300)
    void quotedStringsReadBack(RepetitionInfo repetition) {
        String text = RandomText.of(repetition.getCurrentRepetition());
        assertThat(ColumnExpression.assignment("external_ids:k=" + ColumnText.quote(text))
                        .argument()
                        .atoms())
                .containsExactly(text);
    }
}
