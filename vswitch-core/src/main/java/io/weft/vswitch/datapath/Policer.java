package io.weft.vswitch.datapath;

import io.weft.flow.meter.MeterEntry;
import java.util.List;

/**
 * What a port may receive: a token bucket of bytes, one of packets, or both. A packet must find tokens in each; the bucket of bytes is asked first, and
 * keeps the tokens of packets that the other one refuses, as two policers one behind the other do.
 *
 * <p>Thread-safety: shared by all PMDs that poll the port.
 */
public final class Policer {
    final MeterEntry[] buckets;

    /** @param buckets each of one band */
    public Policer(List<MeterEntry> buckets) {
        this.buckets = buckets.toArray(MeterEntry[]::new);
    }
}
