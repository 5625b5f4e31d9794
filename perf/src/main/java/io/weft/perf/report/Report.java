package io.weft.perf.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** Adds one result: what was measured, by name, in the order given. Values are strings, numbers or {@link Rounds}. */
    public void add(Map<String, Object> result) {
        JsonObject object = new JsonObject();
        result.forEach((key, value) -> object.add(key, json(value)));
        results.add(object);
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
        Path directory = Path.of(System.getProperty("weft.home", ".")).resolve("perf/baselines");
        Files.createDirectories(directory);
        String date = started.toString().substring(0, 10);
        Path file = directory.resolve(date + "-" + name + ".json");
        for (int i = 2; Files.exists(file); i++) {
            file = directory.resolve(date + "-" + name + "-" + i + ".json");
        }
        return Files.writeString(file, json() + "\n");
    }
}
