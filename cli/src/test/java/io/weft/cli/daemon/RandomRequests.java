package io.weft.cli.daemon;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.weft.northbound.proto.v1.SwitchProto.AddBridge;
import io.weft.northbound.proto.v1.SwitchProto.AddPort;
import io.weft.northbound.proto.v1.SwitchProto.AddStaticMacRequest;
import io.weft.northbound.proto.v1.SwitchProto.BundlePart;
import io.weft.northbound.proto.v1.SwitchProto.ClearColumn;
import io.weft.northbound.proto.v1.SwitchProto.ColumnArgument;
import io.weft.northbound.proto.v1.SwitchProto.CreateRecord;
import io.weft.northbound.proto.v1.SwitchProto.DeleteBridge;
import io.weft.northbound.proto.v1.SwitchProto.DeletePort;
import io.weft.northbound.proto.v1.SwitchProto.DeleteStaticMacRequest;
import io.weft.northbound.proto.v1.SwitchProto.DestroyRecord;
import io.weft.northbound.proto.v1.SwitchProto.FlowMod;
import io.weft.northbound.proto.v1.SwitchProto.FlowModBatch;
import io.weft.northbound.proto.v1.SwitchProto.FlushMacsRequest;
import io.weft.northbound.proto.v1.SwitchProto.GroupMod;
import io.weft.northbound.proto.v1.SwitchProto.GroupModBatch;
import io.weft.northbound.proto.v1.SwitchProto.MeterMod;
import io.weft.northbound.proto.v1.SwitchProto.MeterModBatch;
import io.weft.northbound.proto.v1.SwitchProto.ModifyPortRequest;
import io.weft.northbound.proto.v1.SwitchProto.ModifyTableRequest;
import io.weft.northbound.proto.v1.SwitchProto.Operation;
import io.weft.northbound.proto.v1.SwitchProto.PacketOutRequest;
import io.weft.northbound.proto.v1.SwitchProto.PortSpec;
import io.weft.northbound.proto.v1.SwitchProto.ResumeRequest;
import io.weft.northbound.proto.v1.SwitchProto.SetColumn;
import io.weft.northbound.proto.v1.SwitchProto.SetFragmentModeRequest;
import io.weft.northbound.proto.v1.SwitchProto.TlvMapRequest;
import io.weft.northbound.proto.v1.SwitchProto.TransactRequest;
import io.weft.northbound.proto.v1.SwitchProto.VacancyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that change a switch in several parts, of which some cannot be carried out. The same seed gives the same requests. */
final class RandomRequests {
    /** What to call, and its messages: more than one for a stream. */
    record Request(String method, List<Message> messages) {}

    private static final int GROUPS = 6;

    private final Random random;

    RandomRequests(Random random) {
        this.random = random;
    }

    /** Two bridges with ports. */
    List<Request> setUp() {
        TransactRequest.Builder request = TransactRequest.newBuilder();
        for (String bridge : List.of("br0", "br1")) {
            request.addOperations(
                    Operation.newBuilder().setAddBridge(AddBridge.newBuilder().setBridge(bridge)));
            request.addOperations(Operation.newBuilder().setSet(simulated(bridge)));
            for (int port = 1; port <= 3; port++) {
                request.addOperations(Operation.newBuilder()
                        .setAddPort(AddPort.newBuilder()
                                .setBridge(bridge)
                                .setPort(PortSpec.newBuilder()
                                        .setName((bridge.equals("br0") ? "p" : "q") + port)
                                        .setType("dummy")
                                        .setOfportRequest(port))));
            }
        }
        return List.of(one("Transact", request.build()));
    }

    /** No device of the host for the bridge's own port. */
    private static SetColumn simulated(String bridge) {
        return SetColumn.newBuilder()
                .setTable("Bridge")
                .setRecord(bridge)
                .setColumn("datapath_type")
                .setArgument(ColumnArgument.newBuilder().addAtoms("dummy"))
                .build();
    }

    Request next() {
        return switch (random.nextInt(21)) {
            case 0, 1, 2, 3 -> one("ModifyFlows", flows());
            case 4, 5, 6 -> bundle();
            case 7, 8 -> one("ModifyGroups", groups());
            case 9, 10 -> one("ModifyMeters", meters());
            case 11, 12, 13, 14 -> one("Transact", transaction());
            case 15 -> one("TlvMap", tlvs());
            case 16 -> one("ModifyPort", port());
            case 17 -> one("ModifyTable", table());
            case 18 -> one("PacketOut", packet().setBridge(bridge()).build());
            case 19 -> one("Resume", resumed());
            default -> addresses();
        };
    }

    private static Request one(String method, Message message) {
        return new Request(method, List.of(message));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    private String bridge() {
        return oneIn(20) ? pick("", "br9") : pick("br0", "br0", "br1");
    }

    private int number(int most) {
        return oneIn(20) ? pick(-1, 70_000) : random.nextInt(most);
    }

    // ---- flows

    private String match() {
        return pick(
                        "",
                        "ip,",
                        "tcp,tp_dst=80,",
                        "in_port=" + (1 + random.nextInt(4)) + ",",
                        "ip,nw_src=10.0.0.0/8,",
                        "arp,")
                + (oneIn(30) ? pick("nw_src=300.0.0.1,", "tcp_dst=1,", "frobnicate=1,", "in_port=p77,") : "");
    }

    private String action() {
        return pick(
                "output:" + (1 + random.nextInt(4)),
                "group:" + number(GROUPS),
                "meter:" + (1 + random.nextInt(3)),
                "resubmit(," + number(5) + ")",
                "set_field:" + random.nextInt(3) + "->reg0",
                "learn(table=3,cookie=7,delete_learned,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[])",
                "goto_table:" + random.nextInt(4),
                oneIn(10)
                        ? pick("output:p77", "set_field:1->nw_ttl", "load:1->NXM_NX_REG0[33]", "drop,drop")
                        : "NORMAL");
    }

    private String actions() {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> action())
                .collect(Collectors.joining(","));
    }

    private String flow(boolean isDeletion) {
        String table = oneIn(3) ? "" : "table=" + number(4) + ",";
        if (isDeletion) {
            return table + match() + pick("", "out_port=2", "cookie=1/-1");
        }
        String life = pick(
                "", "", "idle_timeout=5,", "hard_timeout=70000,", "importance=3,", "check_overlap,", "send_flow_rem,");
        return table + "priority=" + random.nextInt(4) + ",cookie=" + random.nextInt(3) + "," + life + match()
                + "actions=" + actions();
    }

    private FlowMod flowMod() {
        FlowMod.Command command = pick(
                FlowMod.Command.ADD,
                FlowMod.Command.ADD,
                FlowMod.Command.ADD,
                FlowMod.Command.ADD,
                FlowMod.Command.MODIFY,
                FlowMod.Command.MODIFY_STRICT,
                FlowMod.Command.DELETE,
                FlowMod.Command.DELETE_STRICT);
        boolean isDeletion = command == FlowMod.Command.DELETE || command == FlowMod.Command.DELETE_STRICT;
        return FlowMod.newBuilder()
                .setCommand(command)
                .setText(flow(isDeletion && !oneIn(10)))
                .setResetCounts(oneIn(4))
                .build();
    }

    private FlowModBatch flows() {
        FlowModBatch.Builder batch =
                FlowModBatch.newBuilder().setBridge(bridge()).setAtomic(true);
        IntStream.range(0, 1 + random.nextInt(6)).forEach(_ -> batch.addFlowMods(flowMod()));
        return batch.build();
    }

    private Request bundle() {
        String bridge = bridge();
        boolean isLines = oneIn(2);
        BundlePart.Mode mode = isLines ? pick(BundlePart.Mode.values()[random.nextInt(3)]) : BundlePart.Mode.CHANGE;
        List<Message> parts = new ArrayList<>();
        for (int part = 0; part <= random.nextInt(3); part++) {
            BundlePart.Builder to = BundlePart.newBuilder().setBridge(bridge).setMode(mode);
            if (isLines) {
                StringBuilder lines = new StringBuilder();
                IntStream.range(0, 1 + random.nextInt(6))
                        .forEach(_ -> lines.append(line(mode)).append('\n'));
                to.setFlowLines(ByteString.copyFromUtf8(lines.toString()));
            } else {
                IntStream.range(0, random.nextInt(4)).forEach(_ -> to.addFlowMods(flowMod()));
                IntStream.range(0, random.nextInt(3)).forEach(_ -> to.addGroupMods(groupMod()));
                IntStream.range(0, random.nextInt(2)).forEach(_ -> to.addPacketOuts(packet()));
            }
            parts.add(to.build());
        }
        return new Request("Bundle", parts);
    }

    private String line(BundlePart.Mode mode) {
        boolean isAdded = mode != BundlePart.Mode.CHANGE || !oneIn(4);
        return isAdded ? flow(false) : pick("delete ", "delete_strict ", "modify ") + flow(oneIn(2));
    }

    // ---- groups, meters

    private GroupMod groupMod() {
        GroupMod.Command command = GroupMod.Command.forNumber(random.nextInt(6));
        String id = "group_id=" + number(GROUPS);
        String text = switch (command) {
            case DELETE -> oneIn(5) ? "" : id;
            case INSERT_BUCKETS ->
                id + ",command_bucket_id=" + pick("first", "last", "1") + ",bucket=bucket_id:" + number(4)
                        + ",output:1";
            case REMOVE_BUCKETS -> id + ",command_bucket_id=" + pick("first", "last", "all", "1");
            default -> id + ",type=" + pick("all", "select", "indirect", "ff", "fast_failover") + buckets();
        };
        return GroupMod.newBuilder().setCommand(command).setText(text).build();
    }

    private String buckets() {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(_ -> ",bucket=" + (oneIn(2) ? "watch_port:" + (1 + random.nextInt(3)) + "," : "") + "actions="
                        + pick("output:1", "output:2", "group:" + number(GROUPS), "output:p77"))
                .collect(Collectors.joining());
    }

    private GroupModBatch groups() {
        GroupModBatch.Builder batch =
                GroupModBatch.newBuilder().setBridge(bridge()).setAtomic(true);
        IntStream.range(0, 1 + random.nextInt(4)).forEach(_ -> batch.addGroupMods(groupMod()));
        return batch.build();
    }

    private MeterModBatch meters() {
        MeterModBatch.Builder batch = MeterModBatch.newBuilder().setBridge(bridge());
        for (int i = 0; i <= random.nextInt(4); i++) {
            MeterMod.Command command = MeterMod.Command.forNumber(random.nextInt(3));
            String id = "meter=" + number(4);
            String bands = ",kbps,bands=type=drop,rate=" + pick("1", "100", "0", "x");
            batch.addMeterMods(MeterMod.newBuilder()
                    .setCommand(command)
                    .setText(command == MeterMod.Command.DELETE ? id : id + bands));
        }
        return batch.build();
    }

    // ---- configuration

    private TransactRequest transaction() {
        TransactRequest.Builder request = TransactRequest.newBuilder();
        IntStream.range(0, 1 + random.nextInt(5)).forEach(_ -> request.addOperations(operation()));
        return request.build();
    }

    private Operation operation() {
        Operation.Builder operation = Operation.newBuilder();
        String port = pick("p1", "p2", "p3", "q1", "x1", "x2");
        return switch (random.nextInt(8)) {
            case 0 ->
                operation
                        .setAddBridge(AddBridge.newBuilder()
                                .setBridge(pick("br0", "br1", "br2"))
                                .setMayExist(oneIn(2)))
                        .build();
            case 1 ->
                operation
                        .setDelBridge(DeleteBridge.newBuilder()
                                .setBridge(pick("br2", "br3"))
                                .setIfExists(oneIn(2)))
                        .build();
            case 2, 3 -> operation.setAddPort(addPort(port)).build();
            case 4 ->
                operation
                        .setDelPort(DeletePort.newBuilder()
                                .setBridge(pick("", "br0", "br1"))
                                .setPort(port)
                                .setIfExists(oneIn(2)))
                        .build();
            case 5 ->
                operation
                        .setClear(ClearColumn.newBuilder()
                                .setTable(pick("Bridge", "Port"))
                                .setRecord(pick("br0", "p1", "p9"))
                                .setColumn(pick("tag", "trunks", "other_config", "mirrors", "nothing")))
                        .build();
            case 6 ->
                oneIn(2)
                        ? operation
                                .setCreate(CreateRecord.newBuilder()
                                        .setTable(pick("Mirror", "Controller", "QoS"))
                                        .setId(pick("@m", "m", "")))
                                .build()
                        : operation
                                .setDestroy(DestroyRecord.newBuilder()
                                        .setTable(pick("Mirror", "Port"))
                                        .setRecord(pick("", "m0", "p1"))
                                        .setIfExists(oneIn(2)))
                                .build();
            default -> operation.setSet(setColumn(port)).build();
        };
    }

    private AddPort addPort(String port) {
        PortSpec.Builder spec = PortSpec.newBuilder()
                .setName(port)
                .setType(oneIn(10) ? "nothing" : "dummy")
                .setOfportRequest(number(10));
        if (oneIn(3)) {
            spec.setTag(number(4096));
        }
        if (oneIn(10)) {
            spec.putOptions("frobnicate", "1");
        }
        return AddPort.newBuilder()
                .setBridge(bridge())
                .setPort(spec)
                .setMayExist(oneIn(2))
                .build();
    }

    private SetColumn setColumn(String port) {
        String[] choice = pick(
                new String[] {"Port", port, "tag", "", Integer.toString(number(4096))},
                new String[] {"Port", port, "vlan_mode", "", pick("access", "trunk", "native-tagged", "other")},
                new String[] {"Bridge", "br0", "fail_mode", "", pick("secure", "standalone", "other")},
                new String[] {"Bridge", bridge(), "other_config", "mac-table-size", pick("16", "100", "x", "-1")},
                new String[] {"Bridge", "br1", "mirrors", "", "@m"},
                new String[] {"Mirror", "@m", "output_vlan", "", pick("5", "5000")},
                new String[] {"Mirror", "@m", "name", "", "m0"},
                new String[] {"Interface", port, "type", "", pick("dummy", "nothing")},
                new String[] {"Interface", port, "ofport_request", "", Integer.toString(number(8))});
        return SetColumn.newBuilder()
                .setTable(choice[0])
                .setRecord(choice[1])
                .setColumn(choice[2])
                .setKey(choice[3])
                .setArgument(ColumnArgument.newBuilder().addAtoms(choice[4]))
                .build();
    }

    // ---- one thing each

    private TlvMapRequest tlvs() {
        String text = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> "{class=0xffff,type=" + random.nextInt(4) + ",len=" + pick(4, 8, 124, 3)
                        + "}->tun_metadata" + number(5))
                .collect(Collectors.joining(","));
        return TlvMapRequest.newBuilder()
                .setBridge(bridge())
                .setCommandValue(random.nextInt(4))
                .setText(oneIn(6) ? "" : text)
                .build();
    }

    private ModifyPortRequest port() {
        return ModifyPortRequest.newBuilder()
                .setBridge(bridge())
                .setPort(pick("p1", "p2", "1", "77", "br0"))
                .addSetValue(random.nextInt(8))
                .addSetValue(random.nextInt(8))
                .addClearValue(random.nextInt(8))
                .build();
    }

    private ModifyTableRequest table() {
        return ModifyTableRequest.newBuilder()
                .setBridge(bridge())
                .setTable(pick("0", "3", "all", "254", "nothing"))
                .setChangeValue(random.nextInt(8))
                .setVacancy(VacancyRange.newBuilder()
                        .setDownPercent(pick(0, 20, 80))
                        .setUpPercent(pick(0, 20, 50, 80, 101)))
                .build();
    }

    private PacketOutRequest.Builder packet() {
        return PacketOutRequest.newBuilder()
                .setInPort(pick("1", "LOCAL", "none", "controller", "p77", "99", ""))
                .setActions(actions())
                .setFrame(ByteString.copyFrom(new byte[pick(0, 13, 60, 60, 60, 9000, 70_000)]));
    }

    private ResumeRequest resumed() {
        byte[] continuation = new byte[pick(0, 31, 32, 33, 100, 500)];
        random.nextBytes(continuation);
        return ResumeRequest.newBuilder()
                .setBridge(bridge())
                .setContinuation(ByteString.copyFrom(continuation))
                .setFrame(ByteString.copyFrom(new byte[pick(0, 13, 60, 60, 70_000)]))
                .setChanges(pick("", "", "reg0=1", "ct_state=+trk", "ip", "reg0=", "metadata=1/2"))
                .build();
    }

    private Request addresses() {
        return switch (random.nextInt(4)) {
            case 0 ->
                one(
                        "FlushMacs",
                        FlushMacsRequest.newBuilder()
                                .setBridge(pick("", bridge()))
                                .setPort(pick("", "p1", "p77"))
                                .build());
            case 1 ->
                one(
                        "SetFragmentMode",
                        SetFragmentModeRequest.newBuilder()
                                .setBridge(bridge())
                                .setModeValue(random.nextInt(5))
                                .build());
            case 2 ->
                one(
                        "DeleteStaticMac",
                        DeleteStaticMacRequest.newBuilder()
                                .setBridge(bridge())
                                .setVlan(number(3))
                                .setMac(random.nextInt(4))
                                .build());
            default ->
                one(
                        "AddStaticMac",
                        AddStaticMacRequest.newBuilder()
                                .setBridge(bridge())
                                .setPort(pick("p1", "p2", "p77"))
                                .setVlan(number(3))
                                .setMac(random.nextInt(4))
                                .build());
        };
    }
}
