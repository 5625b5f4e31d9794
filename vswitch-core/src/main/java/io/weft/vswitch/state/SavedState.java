package io.weft.vswitch.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What the process before left.
 *
 * @param bridges by name
 * @param limits most connections by ct zone, -1 for those without their own
 */
public record SavedState(Map<String, SavedBridge> bridges, Map<Integer, Integer> limits) {
    /** Of the run directory. */
    public static final String FILE = "state.journal";

    /** Nothing. */
    public static final SavedState NONE = new SavedState(Map.of(), Map.of());

    public SavedState {
        bridges = Map.copyOf(bridges);
        limits = Map.copyOf(limits);
    }

    /**
     * Reads a journal; {@link #NONE} when there is none.
     *
     * @throws DamagedStateException when it cannot be believed: {@link #setAside} it
     */
    public static SavedState read(Path file, NanoClock clock, EpochClock wallClock)
            throws IOException, DamagedStateException {
        if (Files.notExists(file)) {
            return NONE;
        }
        StateReplay replay = new StateReplay();
        long aliveMs = StateJournal.read(file, replay::frame);
        return replay.state(StateClock.now(clock, wallClock), aliveMs);
    }

    /** Renames a file that cannot be believed; returns the sentence about it. */
    public static String setAside(Path file, String fault) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return "state " + file + " " + fault + ": set aside as " + aside.getFileName()
                + "; flow tables and what was learned begin empty";
    }

    /** Entries of all bridges. */
    public int flowCount() {
        return bridges.values().stream()
                .mapToInt(bridge -> bridge.flows().size())
                .sum();
    }

    public Optional<SavedBridge> bridge(String name) {
        return Optional.ofNullable(bridges.get(name));
    }
}
