package io.weft.cli.top;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tracker's events in groups that belong together, each a rate. */
final class ConnectionEvents {
    private static final List<String> REFUSED =
            List.of("ct_table_full", "ct_zone_limit", "ct_clash", "ct_nat_exhausted");
    private static final String INVALID = "ct_invalid_";
    private static final String FRAGMENTS = "frag_";

    private ConnectionEvents() {}

    /** What everybody wants to know. */
    static Map<String, Double> headline(TopRates rates) {
        Map<String, Double> headline = new LinkedHashMap<>();
        headline.put("new", rates.events("ct_created"));
        headline.put("expired", rates.events("ct_expired"));
        headline.put("evicted early", rates.events("ct_early_dropped"));
        headline.put("refused", sum(refused(rates)));
        headline.put("invalid packets", sum(invalid(rates)));
        return headline;
    }

    /** New connections that were not made, by why. */
    static Map<String, Double> refused(TopRates rates) {
        Map<String, Double> refused = new LinkedHashMap<>();
        REFUSED.forEach(name -> refused.put(words(name, "ct_"), rates.events(name)));
        return refused;
    }

    /** Packets that belong to no connection and begin none, by why. */
    static Map<String, Double> invalid(TopRates rates) {
        return named(rates, INVALID);
    }

    /** What became of fragments. */
    static Map<String, Double> fragments(TopRates rates) {
        return named(rates, FRAGMENTS);
    }

    private static Map<String, Double> named(TopRates rates, String prefix) {
        Map<String, Double> chosen = new LinkedHashMap<>();
        rates.events().forEach((name, rate) -> {
            if (name.startsWith(prefix)) {
                chosen.put(words(name, prefix), rate);
            }
        });
        return chosen;
    }

    private static String words(String name, String prefix) {
        return name.substring(prefix.length()).replace('_', ' ');
    }

    private static double sum(Map<String, Double> rates) {
        return rates.values().stream().mapToDouble(rate -> rate).sum();
    }
}
