package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.PacketSample;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;

/** {@code monitor-samples}: packets that sample actions draw, as they happen, until it is interrupted or the switch ends. */
final class MonitorSamplesCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("monitor-samples", "BRIDGE", "Prints the packets that sample actions of the bridge draw.");
    }

    @Override
    public int run(OfctlCall call) {
        try (Stream<PacketSample> samples = call.client().packets().watchSamples(call.bridge())) {
            call.client().ports().list(call.bridge()); // a round trip behind the watch: it is in place when it is back
            call.watching().run();
            samples.forEachRemaining(sample -> print(sample, call.out()));
        }
        return 0;
    }

    private static void print(PacketSample sample, PrintWriter out) {
        if (sample.lost() > 0) {
            out.println(sample.lost() + " samples lost: this monitor is too slow");
        }
        StringBuilder line = new StringBuilder("sample: probability=").append(sample.probability());
        line.append(" collector_set_id=").append(sample.collectorSet());
        line.append(" obs_domain_id=").append(sample.domain());
        line.append(" obs_point_id=").append(sample.point());
        sample.samplingPort().ifPresent(port -> line.append(" sampling_port=").append(PortNumber.text(port)));
        if (sample.direction() != PacketSample.Direction.DEFAULT) {
            line.append(' ').append(sample.direction().name().toLowerCase(Locale.ROOT));
        }
        line.append(" in_port=").append(PortNumber.text(sample.inPort()));
        line.append(" total_len=").append(sample.totalLength());
        line.append(" data_len=").append(sample.frame().length);
        out.println(line);
        out.println(HexFormat.of().formatHex(sample.frame()));
        out.flush();
    }
}
