package io.weft.cli.daemon;

import io.weft.flow.action.Ports;
import io.weft.flow.text.PortNames;
import java.util.HashMap;
import java.util.Map;

/** The names of a bridge's ports and flow tables at one moment. Immutable. */
final class BridgePortNames implements PortNames {
    private final Map<String, Integer> numbers;
    private final Map<String, Integer> tables;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> tableNames = new HashMap<>();

    /**
     * @param numbers of ports by name
     * @param tables numbers of flow tables by name
     */
    BridgePortNames(Map<String, Integer> numbers, Map<String, Integer> tables) {
        this.numbers = Map.copyOf(numbers);
        this.tables = Map.copyOf(tables);
        numbers.forEach((name, number) -> names.put(number, name));
        tables.forEach((name, number) -> tableNames.put(number, name));
    }

    @Override
    public int table(String name) {
        return tables.getOrDefault(name, -1);
    }

    @Override
    public String tableName(int number) {
        return tableNames.get(number);
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
