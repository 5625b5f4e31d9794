package io.weft.cli.daemon;

import io.weft.flow.action.Ports;
import io.weft.flow.text.PortNames;
import java.util.HashMap;
import java.util.Map;

/** The port names of a bridge at one moment. Immutable. */
final class BridgePortNames implements PortNames {
    private final Map<String, Integer> numbers;
    private final Map<Integer, String> names = new HashMap<>();

    BridgePortNames(Map<String, Integer> numbers) {
        this.numbers = Map.copyOf(numbers);
        numbers.forEach((name, number) -> names.put(number, name));
    }

    @Override
    public int number(String name) {
        return numbers.getOrDefault(name, Ports.NONE);
    }

    @Override
    public String name(int number) {
        return names.get(number);
    }
}
