package io.weft.northbound.control;

import io.weft.flow.meter.Meter;
import java.util.List;

/**
 * A meter with its statistics.
 *
 * @param durationNs how long it has existed
 * @param references flow entries that use it
 * @param packets that came, with {@code bytes}
 * @param bands the traffic to which each band was applied, in their order
 */
public record MeterView(
        Meter meter, long durationNs, int references, long packets, long bytes, List<GroupView.Traffic> bands) {
    public MeterView {
        bands = List.copyOf(bands);
    }
}
