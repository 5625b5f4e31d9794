package io.weft.northbound.client;

import io.weft.northbound.codec.ConfigCodec;
import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** The configuration: its tables, and changes of them. */
public final class ConfigCalls {
    private final Connection connection;

    ConfigCalls(Connection connection) {
        this.connection = connection;
    }

    /** Applies all operations or none; one result per operation. */
    public List<OperationResult> transact(List<Operation> operations) {
        return ConfigCodec.decode(connection.call(SwitchGrpc.getTransactMethod(), ConfigCodec.encode(operations)));
    }

    /** Records of a configuration table with all columns; an empty {@code record} means all records. */
    public List<ConfigRecord> records(String table, String record) {
        var request = SwitchProto.ListRecordsRequest.newBuilder()
                .setTable(table)
                .setRecord(record)
                .build();
        return connection.call(SwitchGrpc.getListRecordsMethod(), request).getRecordsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }
}
