package io.weft.northbound.control;

import java.util.Optional;
import java.util.OptionalInt;

/** New values of {@link TrackerSettings}; what is empty stays as it is. They hold until the switch ends. */
public record TrackerChange(OptionalInt most, Optional<Boolean> checksSequence, OptionalInt sweepIntervalMs) {
    /** Nothing. */
    public static final TrackerChange NONE =
            new TrackerChange(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());
}
