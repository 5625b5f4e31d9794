package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Report;
import io.weft.perf.report.Rounds;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PeersChartTest {
    @Test
    void everyRowThatHasARatioIsABarOfAWellFormedPicture() throws Exception {
        Report report = new Report("peers");
        report.add(row(Scenario.NORMAL, 1000, "Mpps", 20, 10).result());
        report.add(row(Scenario.ATTACK, 10_000, "% kept", 95, 12).result());
        report.add(row(Scenario.LATENCY, 1000, "us", 40, 20).result());
        report.add(row(Scenario.RESTART, 1000, "s", 2, 4).result());
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        PeersChart.svg(JsonParser.parseString(report.json()).getAsJsonObject())
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        String text = svg.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("normal, 1k flows / ovs-dpdk")
                .contains("2.00  (20.00 Mpps)")
                .contains("keeps 95 %, peer 12 %")
                .contains("latency")
                .doesNotContain("restart");
    }

    @Test
    void aLineSaysWhatWasMeasuredAndWhatWasAsked() {
        String line = text(row(Scenario.NORMAL, 1000, "Mpps", 20, 10));
        assertThat(line)
                .startsWith("normal           1000    64    1  20.00 (20.00-20.00) Mpps")
                .contains("10.00 (10.00-10.00) ovs-dpdk", "2.00 (2.00-2.00)", "holds >= 1.8, aim 2.5");
        assertThat(text(row(Scenario.NORMAL, 1000, "Mpps", 15, 10))).endsWith("MISSES >= 1.8, aim 2.5");
        assertThat(text(row(Scenario.NORMAL, 1000, "Mpps", 25, 10))).endsWith("reaches >= 1.8, aim 2.5");
        assertThat(text(row(Scenario.RESTART, 1000, "s", 3, 10))).endsWith("holds <= 10, aim 2");
        assertThat(text(row(Scenario.ATTACK, 10_000, "% kept", 50, 10))).endsWith("MISSES >= 60, aim 90");
        assertThat(text(row(Scenario.WIRE, 1, "Mpps", 20, 10))).endsWith("1.00");
    }

    @Test
    void aRatioThatMayBeChanceIsNoFigure() {
        assertThat(noisy(Scenario.NORMAL, 10, 20).requireSteady()).isNotNull();
        assertThatThrownBy(() -> noisy(Scenario.NORMAL, 1.5, 20).requireSteady())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("differ 2.00 times")
                .hasMessageContaining("not quiet");
        assertThatThrownBy(() -> noisy(Scenario.WIRE, 0.5, 1.5).requireSteady()).isInstanceOf(RefusedException.class);
        assertThat(noisy(Scenario.LATENCY, 0.5, 1.5).requireSteady()).isNotNull();
    }

    private static Row noisy(Scenario scenario, double worst, double best) {
        Rounds ratio = rounds(worst);
        ratio.add(best);
        Rounds other = rounds(1);
        other.add(2);
        return new Row(scenario, 1000, 64, 1, "ovs-dpdk", "Mpps", rounds(10), other, ratio, Map.of());
    }

    private static String text(Row row) {
        JsonObject kept = new Report("peers").add(row.result());
        return RowText.of(kept);
    }

    private static Row row(Scenario scenario, int flows, String unit, double weft, double other) {
        return new Row(
                scenario, flows, 64, 1, "ovs-dpdk", unit, rounds(weft), rounds(other), rounds(weft / other), Map.of());
    }

    private static Rounds rounds(double value) {
        Rounds rounds = new Rounds();
        rounds.add(value);
        return rounds;
    }
}
