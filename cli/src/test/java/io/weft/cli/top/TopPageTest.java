package io.weft.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.verb.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code weft top} shows of a fixed sample, for several terminals. */
class TopPageTest {
    private static final Path GOLDEN = Path.of("src/test/resources/top");

    private static void assertGolden(String name, String text) throws IOException {
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean("weft.golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text)
                .as("%s; if the change is meant: mvn test -Dtest=TopPageTest -Dweft.golden.update=true", name)
                .isEqualTo(Files.readString(golden));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void withoutATerminalNothingIsLeftOut() throws IOException {
        assertGolden("endless.txt", text(TopPage.endless(2).lines(Samples.rates(3))));
    }

    @Test
    void onAnOrdinaryTerminal() throws IOException {
        assertGolden("80x24.txt", text(new TopPage(80, 24, 0, false).lines(Samples.rates(30))));
    }

    @Test
    void onANarrowTerminal() throws IOException {
        assertGolden("40x30.txt", text(new TopPage(40, 30, 1, false).lines(Samples.rates(3))));
    }

    @Test
    void asJson() throws IOException {
        StringWriter out = new StringWriter();
        JsonText.print(new PrintWriter(out), TopJson.of(Samples.rates(2), 1));
        assertGolden("two-ports.json", out.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 33, 50, 79, 80, 120, 200})
    void noLineIsWiderThanTheTerminalAndNoPageLonger(int width) {
        for (int height : new int[] {1, 5, 24, 60}) {
            List<String> lines = new TopPage(width, height, 5, false).lines(Samples.rates(40));
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void coloursTakeNoRoom() {
        TopRates rates = Samples.rates(10);
        List<String> plain = new TopPage(80, 30, 3, false).lines(rates);
        List<String> coloured = new TopPage(80, 30, 3, true).lines(rates);
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList())
                .isEqualTo(plain);
        assertThat(text(coloured)).contains("\u001b[1;31m95.0\u001b[m", "\u001b[33m");
    }

    @Test
    void anOwnerThatBeganAnewCountsFromZero() {
        TopRates backwards = TopRates.between(Samples.now(1), Samples.before(1));
        assertThat(backwards.ports().getFirst().rxPackets()).isNotNegative();
        TopRates fresh = TopRates.between(Samples.before(1), Samples.now(2));
        assertThat(fresh.ports()).hasSize(2);
        assertThat(fresh.ports().get(1).rxPackets()).isEqualTo((7 + 1_234_000) / 2.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.04, 0",
        "0.5, 0.5",
        "3, 3",
        "9.96, 10",
        "999.4, 999",
        "999.6, 1.00k",
        "1234, 1.23k",
        "12345, 12.3k",
        "99960, 100k",
        "999600, 1.00M",
        "1.5e9, 1.50G"
    })
    void ratesHaveThreeDigits(double value, String text) {
        assertThat(Figures.rate(value)).isEqualTo(text);
    }
}
