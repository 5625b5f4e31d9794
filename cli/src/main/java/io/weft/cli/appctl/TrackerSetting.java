package io.weft.cli.appctl;

import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Verbs about one setting of the connection tracker: to add one, add a constant. */
enum TrackerSetting {
    SET_MAXCONNS(
            "ct-set-maxconns",
            "MAXCONNS",
            "Sets how many connections there may be, at the most as many as the table has room for.",
            n -> new TrackerChange(OptionalInt.of(n), Optional.empty(), OptionalInt.empty()),
            settings -> "setting maxconns successful"),
    GET_MAXCONNS(
            "ct-get-maxconns",
            "",
            "Prints how many connections there may be.",
            n -> TrackerChange.NONE,
            settings -> Integer.toString(settings.most())),
    GET_NCONNS(
            "ct-get-nconns",
            "",
            "Prints how many connections there are.",
            n -> TrackerChange.NONE,
            settings -> Integer.toString(settings.connections())),
    ENABLE_SEQ_CHK(
            "ct-enable-tcp-seq-chk",
            "",
            "Makes TCP segments outside the windows invalid: the default.",
            n -> checking(true),
            settings -> "enabling TCP sequence checking successful"),
    DISABLE_SEQ_CHK(
            "ct-disable-tcp-seq-chk",
            "",
            "Accepts TCP segments whatever their numbers.",
            n -> checking(false),
            settings -> "disabling TCP sequence checking successful"),
    GET_SEQ_CHK(
            "ct-get-tcp-seq-chk",
            "",
            "Prints whether TCP segments outside the windows are invalid.",
            n -> TrackerChange.NONE,
            settings -> "TCP sequence checking: " + (settings.checksSequence() ? "enabled" : "disabled")),
    SET_SWEEP_INTERVAL(
            "ct-set-sweep-interval",
            "MS",
            "Sets within which time an expired connection makes room; no packet ever meets one.",
            n -> new TrackerChange(OptionalInt.empty(), Optional.empty(), OptionalInt.of(n)),
            settings -> "setting sweep interval successful"),
    GET_SWEEP_INTERVAL(
            "ct-get-sweep-interval",
            "",
            "Prints within which time an expired connection makes room, in ms.",
            n -> TrackerChange.NONE,
            settings -> Integer.toString(settings.sweepIntervalMs()));

    private final String command;
    private final String argument;
    private final String summary;
    private final IntFunction<TrackerChange> change;
    private final Function<TrackerSettings, String> answer;

    TrackerSetting(
            String command,
            String argument,
            String summary,
            IntFunction<TrackerChange> change,
            Function<TrackerSettings, String> answer) {
        this.command = command;
        this.argument = argument;
        this.summary = summary;
        this.change = change;
        this.answer = answer;
    }

    private static TrackerChange checking(boolean check) {
        return new TrackerChange(OptionalInt.empty(), Optional.of(check), OptionalInt.empty());
    }

    String command() {
        return command;
    }

    /** What its number is called; empty: it takes none. */
    String argument() {
        return argument;
    }

    String summary() {
        return summary;
    }

    TrackerChange change(int number) {
        return change.apply(number);
    }

    String answer(TrackerSettings settings) {
        return answer.apply(settings);
    }
}
