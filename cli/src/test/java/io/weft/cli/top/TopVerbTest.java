package io.weft.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weft top} without a terminal. */
class TopVerbTest {
    private static ServedVerbs served;

    @BeforeAll
    static void serve() {
        served = new ServedVerbs();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static Answer top(String... arguments) {
        return served.run("top", arguments);
    }

    @Test
    void onceIsOnePage() {
        Answer answer = top("--once", "-i", "0.1");
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .startsWith("weft 0.1.0, pid 4711, up 00:00:03, last 0.")
                .contains("\nPORT ", "\nPMD ", "CONNECTIONS 14 of 1,000", "by zone    7: 10 of 20, 0: 4")
                .contains("no_match")
                .doesNotContain("\u001b", "MEGAFLOW  ");
    }

    @Test
    void withoutATerminalItPrintsPageAfterPage() {
        Answer answer = top("-n", "3", "--interval=0.1", "--flows=1");
        assertThat(answer.status()).isZero();
        assertThat(answer.out().split("weft 0.1.0", -1)).hasSize(4);
        assertThat(answer.out()).containsPattern("MEGAFLOW\n.*recirc_id.*\n\nweft");
    }

    @Test
    void jsonIsADocumentALook() {
        JsonObject one = JsonParser.parseString(
                        top("--json", "--once", "-i", "0.1").out())
                .getAsJsonObject();
        assertThat(one.keySet())
                .containsExactly(
                        "version",
                        "pid",
                        "uptime_s",
                        "seconds",
                        "flows",
                        "megaflows",
                        "ports",
                        "pmds",
                        "connections",
                        "drops");
        String[] lines = top("--json", "-n", "2", "-i", "0.1").out().split("\n");
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(JsonParser.parseString(line).isJsonObject()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--interval=0", "--interval=3601", "--interval=x", "--count=0", "--flows=1001", "--flows=-1"})
    void nonsenseIsUsage(String option) {
        Answer answer = top("--once", option);
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).startsWith("weft: top: ").contains("(see weft top --help)");
    }

    @Test
    void anAbsentSwitchIsASentence() {
        Answer answer = ServedVerbs.runAsIs("top", "--once", "--run-dir", "/nonexistent/weft");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .isEqualTo(
                        "weft: top: no switch listens on /nonexistent/weft/switch.sock; is `weft switchd` running?\n");
    }
}
