package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import java.util.Map;

/** What the running switch says of a record. */
public interface LiveColumns {
    /**
     * The columns of a record that the switch knows, by name; those it leaves out are at their default.
     *
     * @param table proper name
     * @param uuid of the record
     * @param name of the record
     */
    Map<String, ColumnArgument> of(String table, String uuid, String name);
}
