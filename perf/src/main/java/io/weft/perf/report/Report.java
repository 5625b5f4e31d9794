package io.weft.perf.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of one run of a benchmark, with its circumstances; becomes JSON. Not thread-safe. */
public final class Report {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private final String name;
    private final Machine machine = Machine.here();
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final JsonArray results = new JsonArray();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    /** @param name letters, digits and dashes: part of the file's name */
    public Report(String name) {
        this.name = name;
        if (machine.load() > machine.cores() / 2.0) {
            remark("busy", "other work had the processors: load " + machine.load() + " on " + machine.cores());
        }
    }

    /** Adds one result: what was measured, by name, in the order given. Values are strings, numbers or {@link Rounds}. Returns how it is kept. */
    public JsonObject add(Map<String, Object> result) {
        JsonObject object = new JsonObject();
        result.forEach((key, value) -> object.add(key, json(value)));
        results.add(object);
        return object;
    }

    /** Adds something that a reader must know, such as what was not measured. */
    public void remark(String key, String text) {
        remarks.put(key, text);
    }

    private static JsonElement json(Object value) {
        if (!(value instanceof Rounds rounds)) {
            return GSON.toJsonTree(value);
        }
        JsonObject object = new JsonObject();
        object.addProperty("median", rounds.median());
        object.addProperty("min", rounds.min());
        object.addProperty("max", rounds.max());
        object.addProperty("spread", rounds.spread());
        object.add("rounds", GSON.toJsonTree(rounds.values()));
        return object;
    }

    /** The whole report. */
    public String json() {
        JsonObject object = new JsonObject();
        object.addProperty("benchmark", name);
        object.addProperty("started", started.toString());
        object.add("machine", GSON.toJsonTree(machine));
        object.add("remarks", GSON.toJsonTree(remarks));
        object.add("results", results);
        return GSON.toJson(object);
    }

    /** Writes {@code perf/baselines/DATE-NAME.json} of the source tree; a second one of a day gets a number. Returns the file. */
    public Path save() throws IOException {
        Path file = baseline("");
        for (int i = 2; Files.exists(file); i++) {
            file = baseline("-" + i);
        }
        return Files.writeString(file, json() + "\n");
    }

    /**
     * Puts the results into the day's file, which short runs fill one after the other: a result takes the place of the one that has the same values under
     * {@code key}, and keeps beside it the commit, time and load that it was measured with. Machine and remarks are those of the last run. Returns the file.
     */
    public Path merge(List<String> key) throws IOException {
        Path file = baseline("");
        JsonArray merged = new JsonArray();
        if (Files.exists(file)) {
            JsonObject before = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            Set<List<String>> measured = new HashSet<>();
            results.forEach(result -> measured.add(values(result, key)));
            for (JsonElement result : before.getAsJsonArray("results")) {
                if (!measured.contains(values(result, key))) {
                    merged.add(result);
                }
            }
        }
        for (JsonElement result : results) {
            JsonObject dated = result.getAsJsonObject();
            dated.addProperty("commit", machine.commit());
            dated.addProperty("measured", started.toString());
            dated.addProperty("load", machine.load());
            merged.add(dated);
        }
        JsonObject whole = JsonParser.parseString(json()).getAsJsonObject();
        whole.add("results", merged);
        return Files.writeString(file, GSON.toJson(whole) + "\n");
    }

    /** As text, since a number that was read is not equal to the same one that was not. */
    private static List<String> values(JsonElement result, List<String> key) {
        return key.stream()
                .map(name -> String.valueOf(result.getAsJsonObject().get(name)))
                .toList();
    }

    private Path baseline(String suffix) throws IOException {
        Path directory = Path.of(System.getProperty("weft.home", ".")).resolve("perf/baselines");
        Files.createDirectories(directory);
        return directory.resolve(started.toString().substring(0, 10) + "-" + name + suffix + ".json");
    }
}
