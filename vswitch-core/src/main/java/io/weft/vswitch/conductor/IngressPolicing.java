package io.weft.vswitch.conductor;

import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.datapath.Policer;
import java.util.ArrayList;
import java.util.List;

/**
 * How much an interface may receive: columns {@code ingress_policing_*} of ovs-vswitchd.conf.db(5). A frame counts from its Ethernet header to its
 * last byte, without preamble and FCS, as the kernel's policer counts it.
 *
 * @param rateKbps 1,000 bits a second, 0 to {@link #MOST_KBPS}; 0: any
 * @param burstKb 1,000 bits that may come at once, 0 to {@link #MOST_KBPS}; 0: {@link #DEFAULT_BURST_KB}
 * @param rateKpps 1,000 packets a second, 0 to {@link #MOST_KPPS}; 0: any
 * @param burstKpkts 1,000 packets that may come at once, 0 to {@link #MOST_KPPS}; 0: {@link #DEFAULT_BURST_KPKTS}
 */
public record IngressPolicing(long rateKbps, long burstKb, long rateKpps, long burstKpkts) {
    /** The largest rate and burst in kilobits. */
    public static final long MOST_KBPS = MeterBand.MAX;

    /** The largest rate and burst in kilopackets. */
    public static final long MOST_KPPS = 4_000_000;

    /** A burst of kilobits that is not given. */
    public static final long DEFAULT_BURST_KB = 8_000;

    /** A burst of kilopackets that is not given. */
    public static final long DEFAULT_BURST_KPKTS = 16;

    /** Any rate. */
    public static final IngressPolicing NONE = new IngressPolicing(0, 0, 0, 0);

    private static final int KILO = 1_000;

    /** What makes it so, its buckets full; null where any rate is allowed. */
    Policer policer(long nowNs) {
        List<MeterEntry> meters = new ArrayList<>();
        if (rateKbps > 0) {
            meters.add(meter(Meter.Unit.KBPS, rateKbps, burstKb == 0 ? DEFAULT_BURST_KB : burstKb, nowNs));
        }
        if (rateKpps > 0) {
            long packets = KILO * (burstKpkts == 0 ? DEFAULT_BURST_KPKTS : burstKpkts);
            meters.add(meter(Meter.Unit.PKTPS, KILO * rateKpps, packets, nowNs));
        }
        return meters.isEmpty() ? null : new Policer(meters);
    }

    private static MeterEntry meter(Meter.Unit unit, long rate, long burst, long nowNs) {
        Meter meter = new Meter(1, unit, true, false, List.of(MeterBand.drop(rate, burst)));
        return new MeterEntry(meter, 0, nowNs, nowNs);
    }
}
