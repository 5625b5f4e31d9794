package io.weft.northbound.client;

import io.weft.flow.group.GroupMod;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.control.GroupLine;
import io.weft.northbound.control.GroupModText;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Groups, as {@code io.weft.flow} objects and as text. */
public final class GroupCalls {
    private final Connection connection;

    GroupCalls(Connection connection) {
        this.connection = connection;
    }

    /** Changes groups; when not {@code atomic}, in order up to the first that is refused. Returns how many: all. */
    public int modify(String bridge, List<GroupMod> mods, boolean atomic) {
        return send(bridge, mods.stream().map(GroupCodec::encode).toList(), atomic);
    }

    /** The same with groups as text. A violation's field says which: {@code group_mods[3].text}. */
    public int modifyTexts(String bridge, List<GroupModText> mods, boolean atomic) {
        return send(bridge, mods.stream().map(GroupCodec::encode).toList(), atomic);
    }

    private int send(String bridge, List<SwitchProto.GroupMod> mods, boolean atomic) {
        var request = SwitchProto.GroupModBatch.newBuilder()
                .setBridge(bridge)
                .addAllGroupMods(mods)
                .setAtomic(atomic);
        return connection
                .call(SwitchGrpc.getModifyGroupsMethod(), request.build())
                .getApplied();
    }

    /** One group, or all by id. */
    public Stream<GroupView> dump(String bridge, OptionalLong id) {
        return dumpAs(bridge, id, false, GroupCodec::decode);
    }

    /** The same as text; {@code portNames}: ports by name. */
    public Stream<GroupLine> dumpLines(String bridge, OptionalLong id, boolean portNames) {
        return dumpAs(bridge, id, portNames, GroupCodec::decodeLine);
    }

    private <T> Stream<T> dumpAs(
            String bridge, OptionalLong id, boolean portNames, Function<SwitchProto.GroupView, T> decode) {
        var request =
                SwitchProto.DumpGroupsRequest.newBuilder().setBridge(bridge).setPortNames(portNames);
        id.ifPresent(one -> request.setGroupId((int) one));
        return connection.dump(
                SwitchGrpc.getDumpGroupsMethod(),
                request.build(),
                chunk -> chunk.getGroupsList().stream().map(decode).toList());
    }
}
