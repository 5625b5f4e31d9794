package io.weft.northbound.codec;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import io.weft.northbound.proto.v1.SwitchProto;

/** The operations that edit a column of a record, from requests. */
final class ColumnEditCodec {
    private ColumnEditCodec() {}

    static Operation decode(SwitchProto.Operation from, String at, RequestCheck check) {
        return switch (from.getOperationCase()) {
            case SET -> set(from.getSet(), at + "set.", check);
            case ADD -> {
                SwitchProto.AddToColumn add = from.getAdd();
                place(add.getTable(), add.getRecord(), add.getColumn(), at + "add.", check);
                yield new Operation.AddToColumn(
                        add.getTable(),
                        add.getRecord(),
                        add.getColumn(),
                        argument(add.getArgument(), at + "add.", check));
            }
            case REMOVE -> {
                SwitchProto.RemoveFromColumn remove = from.getRemove();
                place(remove.getTable(), remove.getRecord(), remove.getColumn(), at + "remove.", check);
                yield new Operation.RemoveFromColumn(
                        remove.getTable(),
                        remove.getRecord(),
                        remove.getColumn(),
                        argument(remove.getArgument(), at + "remove.", check));
            }
            case CLEAR -> {
                SwitchProto.ClearColumn clear = from.getClear();
                place(clear.getTable(), clear.getRecord(), clear.getColumn(), at + "clear.", check);
                yield new Operation.ClearColumn(clear.getTable(), clear.getRecord(), clear.getColumn());
            }
            case ADD_BRIDGE, DEL_BRIDGE, ADD_PORT, DEL_PORT, CREATE, DESTROY, NAME, OPERATION_NOT_SET ->
                throw new IllegalArgumentException(from.getOperationCase() + " edits no column");
        };
    }

    private static Operation set(SwitchProto.SetColumn set, String at, RequestCheck check) {
        place(set.getTable(), set.getRecord(), set.getColumn(), at, check);
        ColumnArgument argument = argument(set.getArgument(), at, check);
        if (!set.getKey().isEmpty()) {
            check.word(at + "key", set.getKey());
            check.size(at + "argument.atoms", argument.atoms().size(), 1, 1);
            check.size(at + "argument.entries", argument.entries().size(), 0, 0);
        }
        return new Operation.SetColumn(set.getTable(), set.getRecord(), set.getColumn(), set.getKey(), argument);
    }

    private static void place(String table, String record, String column, String at, RequestCheck check) {
        check.word(at + "table", table);
        check.name(at + "record", record);
        check.word(at + "column", column);
    }

    private static ColumnArgument argument(SwitchProto.ColumnArgument from, String at, RequestCheck check) {
        if (check.size(at + "argument.atoms", from.getAtomsCount(), 0, Limits.LIST)) {
            from.getAtomsList().forEach(atom -> check.text(at + "argument.atoms", atom));
        }
        ConfigCodec.entries(at + "argument.entries", from.getEntriesMap(), check);
        if (from.getAtomsCount() > 0 && from.getEntriesCount() > 0 && !at.endsWith("remove.")) {
            check.refuse(at + "argument", "atoms and entries", "atoms or entries");
        }
        return new ColumnArgument(from.getAtomsList(), from.getEntriesMap());
    }
}
