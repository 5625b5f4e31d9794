package io.weft.vswitch;

import io.weft.flow.meter.MeterEntry;

/**
 * A meter of a bridge.
 *
 * @param entry what it is and what it counted
 * @param references flow entries that use it
 */
public record MeterView(MeterEntry entry, int references) {}
