package io.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The root: help, version, exit statuses, and the help of every verb as it was agreed. */
class WeftTest {
    private static final Path GOLDEN = Path.of("src/test/resources/help");

    @ParameterizedTest
    @ValueSource(strings = {"weft", "demo", "switchd", "vsctl", "ofctl", "appctl", "stat", "top"})
    void helpIsAsAgreed(String verb) throws IOException {
        Answer answer = verb.equals("weft") ? ServedVerbs.runAsIs("--help") : ServedVerbs.runAsIs(verb, "--help");
        Path golden = GOLDEN.resolve(verb + ".txt");
        if (Boolean.getBoolean("weft.golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, answer.out());
        }
        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .as("help of %s; if the change is meant: mvn test -Dtest=WeftTest -Dweft.golden.update=true", verb)
                .isEqualTo(Files.readString(golden));
    }

    @Test
    void versionIsOneLine() {
        Answer answer = ServedVerbs.runAsIs("--version");
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).isEqualTo(Weft.VERSION + System.lineSeparator());
    }

    @Test
    void unknownVerbIsUsageWithASuggestion() {
        Answer answer = ServedVerbs.runAsIs("ofct", "show");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).isEqualTo("weft: unknown verb \"ofct\" (did you mean \"ofctl\"?) (see weft --help)\n");
    }

    @Test
    void noVerbIsUsage() {
        assertThat(ServedVerbs.runAsIs().status()).isEqualTo(2);
    }

    @Test
    void helpOfOneCommand() {
        Answer answer = ServedVerbs.runAsIs("ofctl", "add-flow", "--help");
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).startsWith("Usage: weft ofctl [OPTIONS] add-flow BRIDGE FLOW\n");
    }

    @Test
    void anAbsentSwitchIsASentence() {
        Answer answer = ServedVerbs.runAsIs("vsctl", "--run-dir", "/nonexistent/weft", "add-br", "br0");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .isEqualTo("weft: vsctl add-br: no switch listens on /nonexistent/weft/switch.sock; is `weft switchd`"
                        + " running?\n");
    }
}
