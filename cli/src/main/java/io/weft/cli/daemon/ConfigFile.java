package io.weft.cli.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code weft.yaml}: one {@code knob: value} a line, named like the options. Its values stand in for options that are not on the command line.
 */
final class ConfigFile implements IDefaultValueProvider {
    private static final int MAX_BYTES = 1 << 20;

    private final Map<String, String> values;

    private ConfigFile(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a file for the options of {@code command}.
     *
     * @throws IOException with a sentence that names the file and what is wrong: unreadable, not YAML, a knob that does not exist
     */
    static ConfigFile read(Path file, CommandLine command) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<?, ?> entry : parse(file).entrySet()) {
            String knob = String.valueOf(entry.getKey());
            if (command.getCommandSpec().findOption("--" + knob) == null) {
                throw new IOException(file + ": there is no knob \"" + knob + "\" (see weft switchd --help)");
            }
            if (entry.getValue() instanceof Map || entry.getValue() instanceof Iterable) {
                throw new IOException(file + ": " + knob + " wants one value");
            }
            values.put("--" + knob, String.valueOf(entry.getValue()));
        }
        return new ConfigFile(values);
    }

    private static Map<?, ?> parse(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + ": longer than " + MAX_BYTES + " bytes");
            }
            Object root = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromInputStream(new java.io.ByteArrayInputStream(bytes));
            if (root == null) {
                return Map.of();
            }
            if (root instanceof Map<?, ?> map) {
                return map;
            }
            throw new IOException(file + ": must hold \"knob: value\" lines");
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (YamlEngineException e) {
            throw new IOException(file + ": not YAML: " + e.getMessage(), e);
        }
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? values.get(option.longestName()) : null;
    }
}
