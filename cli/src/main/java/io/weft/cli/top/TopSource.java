package io.weft.cli.top;

import io.weft.cli.top.TopSample.CachedFlow;
import io.weft.northbound.client.Stream;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.Megaflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Asks a switch for {@link TopSample}s. */
final class TopSource {
    /** A census may take this part of the time, and no more. */
    private static final int CENSUS_SHARE = 20;

    private final SwitchClient client;
    private final boolean withFlows;
    private ConnectionStatistics census = new ConnectionStatistics(0, Map.of(), Map.of());
    private long nextCensusNs = System.nanoTime();

    /** @param withFlows reads the megaflow caches, too */
    TopSource(SwitchClient client, boolean withFlows) {
        this.client = client;
        this.withFlows = withFlows;
    }

    /** @throws io.weft.northbound.control.ControlException when the switch does not answer */
    TopSample sample() {
        long flows =
                client.bridges().list().stream().mapToLong(BridgeView::flows).sum();
        return new TopSample(
                System.nanoTime(),
                client.version(),
                flows,
                client.ports().list(""),
                client.datapath().pmdStatistics(false),
                client.tracker().counters(),
                census(),
                client.datapath().drops(),
                withFlows ? megaflows() : List.of());
    }

    private ConnectionStatistics census() {
        long beginNs = System.nanoTime();
        if (beginNs - nextCensusNs >= 0) {
            census = client.tracker().statistics(OptionalInt.empty());
            long endNs = System.nanoTime();
            nextCensusNs = endNs + (endNs - beginNs) * CENSUS_SHARE;
        }
        return census;
    }

    private List<CachedFlow> megaflows() {
        List<CachedFlow> flows = new ArrayList<>();
        try (Stream<Megaflow> all = client.datapath().megaflows(OptionalInt.empty(), true, false)) {
            while (all.hasNext()) {
                Megaflow flow = all.next();
                flows.add(new CachedFlow(
                        flow.pmd() + " " + flow.ufid(),
                        flow.match() + " actions:" + flow.actions(),
                        flow.packets(),
                        flow.bytes()));
            }
        }
        return flows;
    }
}
