package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.LimitChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dpctl/ct-set-limits}, {@code ct-get-limits} and {@code ct-del-limits}: how many connections a zone may have. */
final class ConnectionLimitsCommand implements AppctlCommand {
    private static final Pattern LIMIT = Pattern.compile("zone=([^,]*),limit=(.*)");
    private static final String DEFAULT = "default=";
    private static final String ZONE = "zone=";
    private static final int LAST_ZONE = 65_535;

    private final Kind kind;

    /** Which of the three. */
    enum Kind {
        SET,
        GET,
        DELETE
    }

    ConnectionLimitsCommand(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return switch (kind) {
            case SET ->
                new Syntax(
                        "dpctl/ct-set-limits",
                        "[DATAPATH] [default=L] [zone=N,limit=L]...",
                        "Limits the connections of zones until the switch ends; 0: no limit.");
            case GET ->
                new Syntax(
                        "dpctl/ct-get-limits",
                        "[DATAPATH] [zone=N[,N]...]",
                        "Prints limits and numbers of connections, of these zones or of those with limits of their own.");
            case DELETE ->
                new Syntax("dpctl/ct-del-limits", "[DATAPATH] zone=N[,N]...", "Gives zones the default limit again.");
        };
    }

    @Override
    public void run(AppctlCall call) {
        List<String> words = new ArrayList<>(call.words());
        words.removeIf(word -> word.matches("(.*@)?ovs-(netdev|system|dummy)"));
        switch (kind) {
            case SET -> call.client().tracker().limits(change(words));
            case DELETE -> {
                Set<Integer> zones = new HashSet<>(zones(words));
                if (zones.isEmpty()) {
                    throw new UsageException("which zones? allowed: zone=N[,N]...");
                }
                call.client().tracker().limits(new LimitChange(OptionalInt.empty(), Map.of(), zones));
            }
            case GET -> print(call, call.client().tracker().limits(zones(words)));
        }
    }

    private static void print(AppctlCall call, ConnectionLimits limits) {
        call.out().println("default limit=" + limits.defaultLimit());
        limits.zones()
                .forEach(zone -> call.out()
                        .println("zone=" + zone.zone() + ",limit=" + zone.limit() + ",count=" + zone.count()));
    }

    private static LimitChange change(List<String> words) {
        OptionalInt ofAll = OptionalInt.empty();
        Map<Integer, Integer> set = new HashMap<>();
        for (String word : words) {
            Matcher limit = LIMIT.matcher(word);
            if (limit.matches()) {
                set.put(
                        TrackerWords.number("zone", limit.group(1), LAST_ZONE),
                        TrackerWords.number("limit", limit.group(2), Integer.MAX_VALUE));
            } else if (word.startsWith(DEFAULT)) {
                ofAll = OptionalInt.of(
                        TrackerWords.number("default", word.substring(DEFAULT.length()), Integer.MAX_VALUE));
            } else {
                throw new UsageException(
                        "failed to parse zone limit \"" + word + "\"; allowed: default=L, zone=N,limit=L");
            }
        }
        if (ofAll.isEmpty() && set.isEmpty()) {
            throw new UsageException("which limits? allowed: default=L, zone=N,limit=L");
        }
        return new LimitChange(ofAll, set, Set.of());
    }

    private static List<Integer> zones(List<String> words) {
        List<Integer> zones = new ArrayList<>();
        for (String word : words) {
            if (!word.startsWith(ZONE)) {
                throw new UsageException("invalid argument \"" + word + "\"; allowed: zone=N[,N]...");
            }
            zones.addAll(TrackerWords.zones(word.substring(ZONE.length())));
        }
        return zones;
    }
}
