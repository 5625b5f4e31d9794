package io.weft.northbound.control;

import java.util.List;

/**
 * One record of a configuration table.
 *
 * @param uuid identity, as text
 * @param columns by name
 */
public record ConfigRecord(String uuid, String name, List<Column> columns) {
    public ConfigRecord {
        columns = List.copyOf(columns);
    }
}
