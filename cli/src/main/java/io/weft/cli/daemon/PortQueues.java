package io.weft.cli.daemon;

import io.weft.northbound.control.PortQueue;
import io.weft.vswitch.PortView;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.QueueStatistics;
import io.weft.vswitch.shape.ShaperSettings;
import java.util.List;
import java.util.Optional;

/** The queues of a port as the API tells of them. */
final class PortQueues {
    private static final int WHOLE = 1_000;

    private PortQueues() {}

    static List<PortQueue> of(PortView port, long nowNs) {
        Optional<ShaperSettings> shaping = port.settings().qos().egress();
        return shaping.isEmpty()
                ? List.of()
                : port.queues().stream()
                        .map(queue -> queue(shaping.get(), queue, nowNs))
                        .toList();
    }

    private static PortQueue queue(ShaperSettings shaping, QueueStatistics queue, long nowNs) {
        ClassSettings settings = shaping.classes().getOrDefault(queue.queue(), ClassSettings.DEFAULT);
        return new PortQueue(
                queue.queue(),
                share(settings.minBps(), shaping.maxBps()),
                share(settings.maxBps(), shaping.maxBps()),
                queue.bytes(),
                queue.packets(),
                queue.dropped(),
                nowNs - queue.sinceNs());
    }

    private static int share(long bps, long ofBps) {
        return bps == 0 ? PortQueue.NONE : (int) Math.min(WHOLE, (double) bps * WHOLE / ofBps);
    }
}
