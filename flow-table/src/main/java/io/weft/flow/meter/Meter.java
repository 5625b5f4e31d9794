package io.weft.flow.meter;

import java.util.List;

/**
 * What a meter is (OpenFlow 1.5.1 section 5.11; ovs-ofctl(8), "Meter Syntax"). {@link MeterEntry} is a meter in force, with what it counted.
 *
 * @param id 1 to {@link #MAX_ID}, {@link #SLOWPATH} or {@link #CONTROLLER}
 * @param unit of rates and bursts
 * @param burst whether bands say how much may come at once
 * @param stats whether the user asked for statistics; they are kept in any case
 * @param bands 1 to {@link #MAX_BANDS}
 */
public record Meter(long id, Unit unit, boolean burst, boolean stats, List<MeterBand> bands) {
    /** The largest id that flow entries use. */
    public static final long MAX_ID = 0xffff_0000L;

    /** The meter of packets that need a translation. */
    public static final long SLOWPATH = 0xffff_fffdL;

    /** The meter of packets for the controller. */
    public static final long CONTROLLER = 0xffff_fffeL;

    /** In a deletion: every meter. */
    public static final long ALL = 0xffff_ffffL;

    /** Bands of one meter. */
    public static final int MAX_BANDS = 8;

    /** Meters of a bridge. */
    public static final int MAX_METERS = 262_144;

    /** What rates count. */
    public enum Unit {
        /** Kilobits a second. */
        KBPS,
        /** Packets a second. */
        PKTPS
    }

    public Meter {
        bands = List.copyOf(bands);
    }

    /** Whether flow entries can use it. */
    public boolean isForFlows() {
        return id <= MAX_ID;
    }
}
