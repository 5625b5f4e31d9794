package io.weft.cli.top;

import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TrackerCounters;
import java.util.List;

/**
 * Totals of a switch at one moment.
 *
 * @param timeNs on a clock of this process
 * @param flows entries of all tables of all bridges
 * @param census connections by protocol and state; may be of a while ago
 * @param drops every reason
 * @param megaflows entries of the caches of all PMDs, without text unless flows were asked for
 */
record TopSample(
        long timeNs,
        SwitchVersion version,
        long flows,
        List<PortView> ports,
        List<PmdStatistics> pmds,
        TrackerCounters tracker,
        ConnectionStatistics census,
        List<DropCount> drops,
        List<CachedFlow> megaflows) {

    /** A megaflow, by what names it, with its text as {@code dpctl/dump-flows} prints it. */
    record CachedFlow(String name, String text, long packets, long bytes) {}
}
