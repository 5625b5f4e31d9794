package io.weft.flow.meter;

import java.util.List;

/**
 * One change of the meters of a bridge (OpenFlow 1.5.1 section 7.3.4.5).
 *
 * @param meter what the meter shall be; for {@link Kind#DELETE} its id alone counts, which may be {@link Meter#ALL}
 */
public record MeterMod(Kind kind, Meter meter) {
    /** What a change does. */
    public enum Kind {
        ADD,
        /** Replaces what a meter is; its counters and buckets restart. */
        MODIFY,
        /** With all flow entries that use the meter; a meter that does not exist is no error. */
        DELETE
    }

    /** Deletes a meter, or {@link Meter#ALL}. */
    public static MeterMod delete(long meterId) {
        return new MeterMod(Kind.DELETE, new Meter(meterId, Meter.Unit.KBPS, false, false, List.of()));
    }
}
