package io.weft.cli.appctl;

import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A verb about one setting of the connection tracker: to add one, add a constant.
 *
 * @param argument what its number is called; empty: it takes none
 * @param change what the verb asks for, by its number
 * @param answer what it prints
 */
record TrackerSetting(
        String command,
        String argument,
        String summary,
        IntFunction<TrackerChange> change,
        Function<TrackerSettings, String> answer) {
    static final TrackerSetting SET_MAXCONNS = new TrackerSetting(
            "ct-set-maxconns",
            "MAXCONNS",
            "Sets how many connections there may be, at the most as many as the table has room for.",
            n -> new TrackerChange(OptionalInt.of(n), Optional.empty(), OptionalInt.empty()),
            _ -> "setting maxconns successful");
    static final TrackerSetting GET_MAXCONNS = new TrackerSetting(
            "ct-get-maxconns",
            "",
            "Prints how many connections there may be.",
            _ -> TrackerChange.NONE,
            settings -> Integer.toString(settings.most()));
    static final TrackerSetting GET_NCONNS = new TrackerSetting(
            "ct-get-nconns",
            "",
            "Prints how many connections there are.",
            _ -> TrackerChange.NONE,
            settings -> Integer.toString(settings.connections()));
    static final TrackerSetting ENABLE_SEQ_CHK = new TrackerSetting(
            "ct-enable-tcp-seq-chk",
            "",
            "Makes TCP segments outside the windows invalid: the default.",
            _ -> checking(true),
            _ -> "enabling TCP sequence checking successful");
    static final TrackerSetting DISABLE_SEQ_CHK = new TrackerSetting(
            "ct-disable-tcp-seq-chk",
            "",
            "Accepts TCP segments whatever their numbers.",
            _ -> checking(false),
            _ -> "disabling TCP sequence checking successful");
    static final TrackerSetting GET_SEQ_CHK = new TrackerSetting(
            "ct-get-tcp-seq-chk",
            "",
            "Prints whether TCP segments outside the windows are invalid.",
            _ -> TrackerChange.NONE,
            settings -> "TCP sequence checking: " + (settings.checksSequence() ? "enabled" : "disabled"));
    static final TrackerSetting SET_SWEEP_INTERVAL = new TrackerSetting(
            "ct-set-sweep-interval",
            "MS",
            "Sets within which time an expired connection makes room; no packet ever meets one.",
            n -> new TrackerChange(OptionalInt.empty(), Optional.empty(), OptionalInt.of(n)),
            _ -> "setting sweep interval successful");
    static final TrackerSetting GET_SWEEP_INTERVAL = new TrackerSetting(
            "ct-get-sweep-interval",
            "",
            "Prints within which time an expired connection makes room, in ms.",
            _ -> TrackerChange.NONE,
            settings -> Integer.toString(settings.sweepIntervalMs()));

    private static TrackerChange checking(boolean check) {
        return new TrackerChange(OptionalInt.empty(), Optional.of(check), OptionalInt.empty());
    }
}
