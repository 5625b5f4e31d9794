package io.weft.northbound.codec;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Configuration transactions, both ways. Decoding from a request checks names, sizes and ranges. */
public final class ConfigCodec {
    private static final Set<String> VLAN_MODES = Set.of("", "access", "trunk", "native-tagged", "native-untagged");
    private static final int LAST_VLAN = 4095;

    private ConfigCodec() {}

    public static SwitchProto.TransactRequest encode(List<Operation> operations) {
        SwitchProto.TransactRequest.Builder request = SwitchProto.TransactRequest.newBuilder();
        operations.forEach(operation -> request.addOperations(encode(operation)));
        return request.build();
    }

    private static SwitchProto.Operation.Builder encode(Operation operation) {
        SwitchProto.Operation.Builder to = SwitchProto.Operation.newBuilder();
        return switch (operation) {
            case Operation.AddBridge add ->
                to.setAddBridge(SwitchProto.AddBridge.newBuilder()
                        .setBridge(add.bridge())
                        .setMayExist(add.mayExist()));
            case Operation.DeleteBridge del ->
                to.setDelBridge(SwitchProto.DeleteBridge.newBuilder()
                        .setBridge(del.bridge())
                        .setIfExists(del.ifExists()));
            case Operation.AddPort add ->
                to.setAddPort(SwitchProto.AddPort.newBuilder()
                        .setBridge(add.bridge())
                        .setPort(encode(add.port()))
                        .setMayExist(add.mayExist()));
            case Operation.DeletePort del ->
                to.setDelPort(SwitchProto.DeletePort.newBuilder()
                        .setBridge(del.bridge())
                        .setPort(del.port())
                        .setIfExists(del.ifExists()));
            case Operation.SetColumn set ->
                to.setSet(SwitchProto.SetColumn.newBuilder()
                        .setTable(set.table())
                        .setRecord(set.record())
                        .setColumn(set.column())
                        .setKey(set.key())
                        .setArgument(encode(set.argument())));
            case Operation.AddToColumn add ->
                to.setAdd(SwitchProto.AddToColumn.newBuilder()
                        .setTable(add.table())
                        .setRecord(add.record())
                        .setColumn(add.column())
                        .setArgument(encode(add.argument())));
            case Operation.RemoveFromColumn remove ->
                to.setRemove(SwitchProto.RemoveFromColumn.newBuilder()
                        .setTable(remove.table())
                        .setRecord(remove.record())
                        .setColumn(remove.column())
                        .setArgument(encode(remove.argument())));
            case Operation.ClearColumn clear ->
                to.setClear(SwitchProto.ClearColumn.newBuilder()
                        .setTable(clear.table())
                        .setRecord(clear.record())
                        .setColumn(clear.column()));
            case Operation.CreateRecord create ->
                to.setCreate(SwitchProto.CreateRecord.newBuilder()
                        .setTable(create.table())
                        .setId(create.id()));
            case Operation.DestroyRecord destroy ->
                to.setDestroy(SwitchProto.DestroyRecord.newBuilder()
                        .setTable(destroy.table())
                        .setRecord(destroy.record())
                        .setIfExists(destroy.ifExists()));
            case Operation.NameRecord name ->
                to.setName(SwitchProto.NameRecord.newBuilder()
                        .setTable(name.table())
                        .setRecord(name.record())
                        .setId(name.id()));
        };
    }

    private static SwitchProto.ColumnArgument encode(ColumnArgument argument) {
        return SwitchProto.ColumnArgument.newBuilder()
                .addAllAtoms(argument.atoms())
                .putAllEntries(argument.entries())
                .build();
    }

    static SwitchProto.PortSpec encode(PortSpec port) {
        SwitchProto.PortSpec.Builder to = SwitchProto.PortSpec.newBuilder()
                .setName(port.name())
                .addAllTrunks(port.trunks())
                .setVlanMode(port.vlanMode())
                .setType(port.type())
                .putAllOptions(port.options())
                .setOfportRequest(port.ofportRequest())
                .setMtuRequest(port.mtuRequest())
                .putAllExternalIds(port.externalIds());
        port.tag().ifPresent(to::setTag);
        return to.build();
    }

    /** Decodes and checks; throws {@code INVALID} with every violation. */
    public static List<Operation> decode(SwitchProto.TransactRequest request) {
        RequestCheck check = new RequestCheck();
        List<Operation> operations = new ArrayList<>();
        if (check.size("operations", request.getOperationsCount(), 1, Limits.OPERATIONS)) {
            for (int i = 0; i < request.getOperationsCount(); i++) {
                decode(request.getOperations(i), "operations[" + i + "].", check, operations);
            }
        }
        check.done();
        return operations;
    }

    private static void decode(SwitchProto.Operation from, String at, RequestCheck check, List<Operation> operations) {
        switch (from.getOperationCase()) {
            case ADD_BRIDGE -> {
                SwitchProto.AddBridge add = from.getAddBridge();
                operations.add(new Operation.AddBridge(
                        check.bridge(at + "add_bridge.bridge", add.getBridge()), add.getMayExist()));
            }
            case DEL_BRIDGE -> {
                SwitchProto.DeleteBridge del = from.getDelBridge();
                operations.add(new Operation.DeleteBridge(
                        check.bridge(at + "del_bridge.bridge", del.getBridge()), del.getIfExists()));
            }
            case ADD_PORT -> {
                SwitchProto.AddPort add = from.getAddPort();
                operations.add(new Operation.AddPort(
                        check.bridge(at + "add_port.bridge", add.getBridge()),
                        decode(add.getPort(), at + "add_port.port.", check),
                        add.getMayExist()));
            }
            case DEL_PORT -> {
                SwitchProto.DeletePort del = from.getDelPort();
                operations.add(new Operation.DeletePort(
                        check.bridgeOrEmpty(at + "del_port.bridge", del.getBridge()),
                        check.name(at + "del_port.port", del.getPort()),
                        del.getIfExists()));
            }
            case CREATE -> {
                SwitchProto.CreateRecord create = from.getCreate();
                operations.add(new Operation.CreateRecord(
                        check.word(at + "create.table", create.getTable()),
                        check.symbolOrEmpty(at + "create.id", create.getId())));
            }
            case DESTROY -> {
                SwitchProto.DestroyRecord destroy = from.getDestroy();
                operations.add(new Operation.DestroyRecord(
                        check.word(at + "destroy.table", destroy.getTable()),
                        check.nameOrEmpty(at + "destroy.record", destroy.getRecord()),
                        destroy.getIfExists()));
            }
            case NAME -> {
                SwitchProto.NameRecord name = from.getName();
                operations.add(new Operation.NameRecord(
                        check.word(at + "name.table", name.getTable()),
                        check.name(at + "name.record", name.getRecord()),
                        check.symbol(at + "name.id", name.getId())));
            }
            case SET, ADD, REMOVE, CLEAR -> operations.add(ColumnEditCodec.decode(from, at, check));
            case OPERATION_NOT_SET -> check.refuse(at + "operation", "", "one operation");
        }
    }

    static PortSpec decode(SwitchProto.PortSpec from, String at, RequestCheck check) {
        check.name(at + "name", from.getName());
        if (from.hasTag()) {
            check.unsigned(at + "tag", from.getTag(), 0, LAST_VLAN);
        }
        if (check.size(at + "trunks", from.getTrunksCount(), 0, Limits.LIST)) {
            from.getTrunksList().forEach(vlan -> check.unsigned(at + "trunks", vlan, 0, LAST_VLAN));
        }
        if (!VLAN_MODES.contains(from.getVlanMode())) {
            check.refuse(
                    at + "vlan_mode", from.getVlanMode(), "access, trunk, native-tagged, native-untagged, or empty");
        }
        if (!from.getType().isEmpty()) {
            check.word(at + "type", from.getType());
        }
        entries(at + "options", from.getOptionsMap(), check);
        check.zeroOr(at + "ofport_request", from.getOfportRequest(), 1, io.weft.flow.action.Ports.MAX);
        check.zeroOr(at + "mtu_request", from.getMtuRequest(), 68, 65_535);
        entries(at + "external_ids", from.getExternalIdsMap(), check);
        return decode(from);
    }

    /** Decodes without checks, as what a switch says is trusted. */
    static PortSpec decode(SwitchProto.PortSpec from) {
        return new PortSpec(
                from.getName(),
                from.hasTag() ? OptionalInt.of(from.getTag()) : OptionalInt.empty(),
                from.getTrunksList(),
                from.getVlanMode(),
                from.getType(),
                from.getOptionsMap(),
                from.getOfportRequest(),
                from.getMtuRequest(),
                from.getExternalIdsMap());
    }

    static Map<String, String> entries(String field, Map<String, String> entries, RequestCheck check) {
        if (check.size(field, entries.size(), 0, Limits.LIST)) {
            entries.forEach((key, value) -> {
                check.word(field, key);
                check.text(field + ":" + Abbreviation.of(key), value);
            });
        }
        return entries;
    }

    public static SwitchProto.TransactResponse encodeResults(List<OperationResult> results) {
        SwitchProto.TransactResponse.Builder response = SwitchProto.TransactResponse.newBuilder();
        results.forEach(result -> response.addResults(SwitchProto.OperationResult.newBuilder()
                .setChanged(result.changed())
                .setWarning(result.warning())
                .setRecord(result.record())));
        return response.build();
    }

    public static List<OperationResult> decode(SwitchProto.TransactResponse response) {
        return response.getResultsList().stream()
                .map(result -> new OperationResult(result.getChanged(), result.getWarning(), result.getRecord()))
                .toList();
    }
}
