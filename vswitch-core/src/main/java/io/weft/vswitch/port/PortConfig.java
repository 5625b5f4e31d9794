package io.weft.vswitch.port;

import java.util.Map;

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
