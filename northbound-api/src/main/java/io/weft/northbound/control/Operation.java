package io.weft.northbound.control;

/**
 * One step of a configuration transaction. Tables have the names of ovs-vswitchd.conf.db(5), in any case; a record is named by its name,
 * by its UUID, or by the {@code @ID} that another step gives it; that of {@code Open_vSwitch} is {@code "."}.
 */
public sealed interface Operation {

    /** Makes a bridge; with {@code mayExist} an existing one is left as it is. */
    record AddBridge(String bridge, boolean mayExist) implements Operation {}

    /** Removes a bridge and its ports; with {@code ifExists} a missing one is no error. */
    record DeleteBridge(String bridge, boolean ifExists) implements Operation {}

    /** Makes a port; with {@code mayExist} one that the bridge has is left as it is. */
    record AddPort(String bridge, PortSpec port, boolean mayExist) implements Operation {}

    /** Removes a port; an empty {@code bridge} is whichever has it; with {@code ifExists} a missing one is no error. */
    record DeletePort(String bridge, String port, boolean ifExists) implements Operation {}

    /**
     * Sets a column.
     *
     * @param key sets only this key of a map to the one atom of the argument; empty: the column becomes the argument
     */
    record SetColumn(String table, String record, String column, String key, ColumnArgument argument)
            implements Operation {}

    /** Adds to a set or map; keys that a map already has keep their value. */
    record AddToColumn(String table, String record, String column, ColumnArgument argument) implements Operation {}

    /** Removes members, keys (atoms) or key-value pairs (entries); those that are absent are no error. */
    record RemoveFromColumn(String table, String record, String column, ColumnArgument argument) implements Operation {}

    /** Empties an optional, set or map column. */
    record ClearColumn(String table, String record, String column) implements Operation {}

    /**
     * Makes a record with every column at its default; what nothing refers to when the transaction ends goes again.
     *
     * @param id {@code @NAME} for references from steps before and after this one; empty: none
     */
    record CreateRecord(String table, String id) implements Operation {}

    /**
     * Removes a record, unless others need it.
     *
     * @param record empty: every record of the table
     */
    record DestroyRecord(String table, String record, boolean ifExists) implements Operation {}

    /**
     * Gives a record a name for the steps that follow.
     *
     * @param id {@code @NAME}
     */
    record NameRecord(String table, String record, String id) implements Operation {}
}
