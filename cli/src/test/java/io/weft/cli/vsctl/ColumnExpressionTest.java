package io.weft.cli.vsctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.ColumnArgument;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Values as users write them. */
class ColumnExpressionTest {
    @Test
    void columnsAndKeys() {
        assertThat(ColumnExpression.assignment("tag=5"))
                .isEqualTo(new ColumnExpression(new ColumnPath("tag", ""), "=", ColumnArgument.of("5")));
        assertThat(ColumnExpression.assignment("options:remote_ip=10.0.0.1").path())
                .isEqualTo(new ColumnPath("options", "remote_ip"));
        assertThat(ColumnExpression.assignment("external_ids:\"a:b=c\"=d").path())
                .isEqualTo(new ColumnPath("external_ids", "a:b=c"));
    }

    @Test
    void theValueOfAKeyIsTakenWhole() {
        assertThat(ColumnExpression.assignment("other_config:x=a,b=c d:e").argument())
                .isEqualTo(ColumnArgument.of("a,b=c d:e"));
        assertThat(ColumnExpression.assignment("other_config:x=\"a \\\"b\\\"\"").argument())
                .isEqualTo(ColumnArgument.of("a \"b\""));
        assertThat(ColumnExpression.assignment("other_config:x=").argument()).isEqualTo(ColumnArgument.of(""));
    }

    @Test
    void setsAndMaps() {
        assertThat(ColumnExpression.value("1,2")).isEqualTo(ColumnArgument.of("1", "2"));
        assertThat(ColumnExpression.value("[1, 2]")).isEqualTo(ColumnArgument.of("1", "2"));
        assertThat(ColumnExpression.value("[]")).isEqualTo(ColumnArgument.EMPTY);
        assertThat(ColumnExpression.value("{a=b, \"c d\"=e}"))
                .isEqualTo(ColumnArgument.of(Map.of("a", "b", "c d", "e")));
        assertThat(ColumnExpression.value("aa:bb:cc:dd:ee:ff")).isEqualTo(ColumnArgument.of("aa:bb:cc:dd:ee:ff"));
    }

    @Test
    void conditions() {
        assertThat(ColumnExpression.condition("ofport>=3").operator()).isEqualTo(">=");
        assertThat(ColumnExpression.condition("name!=p1").operator()).isEqualTo("!=");
    }

    @Test
    void nonsenseIsRefusedWithTheText() {
        assertThatThrownBy(() -> ColumnExpression.assignment("tag"))
                .isInstanceOf(UsageException.class)
                .hasMessage("\"tag\" is not COLUMN[:KEY]=VALUE");
        assertThatThrownBy(() -> ColumnExpression.value("[1,2")).hasMessageContaining("brackets");
        assertThatThrownBy(() -> ColumnExpression.value("\"ab")).hasMessageContaining("quotation mark");
        assertThatThrownBy(() -> ColumnExpression.value("a,b=c")).hasMessageContaining("mixes");
    }

    /** Any text is read or refused with a sentence. */
    @RepeatedTest(500)
    void neverAnythingElse(RepetitionInfo repetition) {
        String text = RandomText.of(repetition.getCurrentRepetition());
        try {
            ColumnExpression.condition(text);
        } catch (UsageException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
