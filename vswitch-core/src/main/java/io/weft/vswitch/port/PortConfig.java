package io.weft.vswitch.port;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the user asked for.
 *
 * @param name the port's name, 1 to 15 bytes of letters, digits, dot, dash, underscore for kernel devices
 * @param type the driver's type
 * @param options {@code options:key=value}, validated by the driver
 * @param mtu requested MTU in bytes, or 0 for the device's own
 */
public record PortConfig(String name, String type, Map<String, String> options, int mtu) {
    public PortConfig {
        options = Map.copyOf(options);
    }

    public String option(String key, String defaultValue) {
        return options.getOrDefault(key, defaultValue);
    }

    /**
     * Refuses an option that the driver does not have.
     *
     * @throws PortException naming the option and those that are allowed
     */
    public void requireKnown(List<PortOption> known) throws PortException {
        List<String> names = known.stream().map(PortOption::name).toList();
        for (String key : new TreeSet<>(options.keySet())) {
            if (!names.contains(key)) {
                String allowed = names.isEmpty() ? "none" : String.join(", ", names);
                throw new PortException(
                        "options:" + key,
                        "options:" + key + ": no such option of type \"" + type + "\"; allowed: " + allowed);
            }
        }
    }

    /**
     * The value of an option that is one of some words.
     *
     * @throws PortException naming the option, the value and what is allowed
     */
    public String wordOption(String key, List<String> allowed, String defaultValue) throws PortException {
        String text = options.getOrDefault(key, defaultValue);
        if (!allowed.contains(text)) {
            throw new PortException("options:" + key, text, String.join(", ", allowed));
        }
        return text;
    }

    /**
     * The value of a numeric option.
     *
     * @throws PortException naming the option, the value and what is allowed
     */
    public int intOption(String key, int min, int max, int defaultValue) throws PortException {
        String text = options.get(key);
        if (text == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw new PortException("options:" + key, text, min + " to " + max);
    }
}
