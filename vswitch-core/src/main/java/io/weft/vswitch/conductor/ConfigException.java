package io.weft.vswitch.conductor;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration or request is refused and nothing of it was applied. Lists every violation, not just the first. */
public final class ConfigException extends RuntimeException {
    private final transient List<Violation> violations;

    /**
     * One thing that is not allowed.
     *
     * @param field where, such as {@code bridge br0 port p1 tag}
     * @param value what was asked for
     * @param allowed what is allowed, with unit and range; without a value a whole sentence
     */
    public record Violation(String field, String value, String allowed) {
        @Override
        public String toString() {
            if (value.isEmpty()) {
                return field + ": " + allowed;
            }
            return field + ": \"" + value + "\" is not allowed; allowed: " + allowed;
        }
    }

    /** At least one violation. */
    public ConfigException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    public ConfigException(String field, String value, String allowed) {
        this(List.of(new Violation(field, value, allowed)));
    }

    /** There is no {@code kind} (bridge, port, ...) named {@code name}. */
    public static ConfigException unknown(String kind, String name, List<String> known) {
        return new ConfigException(kind, name, known.isEmpty() ? "there is no " + kind : String.join(", ", known));
    }

    public List<Violation> violations() {
        return violations;
    }
}
