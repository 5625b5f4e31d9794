package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;

/** Columns of bridges, for the commands that have a verb of their own. */
final class Bridges {
    static final String TABLE = "Bridge";

    private Bridges() {}

    static Column column(SwitchClient client, String bridge, String column) {
        ConfigRecord record = Plan.find(client, TABLE, bridge);
        if (record == null) {
            throw new RefusedException("no bridge named " + bridge);
        }
        return RecordColumns.of(record, column, TABLE);
    }
}
