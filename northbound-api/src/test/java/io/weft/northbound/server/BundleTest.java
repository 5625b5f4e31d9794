package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.netty.channel.EventLoopGroup;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that do not fit in one message and are nevertheless one. */
final class BundleTest {
    private final ServedSwitch served = new ServedSwitch();
    private final ScriptedSwitch control = served.control;

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private static List<FlowModText> flows(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> new FlowModText(FlowMod.Kind.ADD, "priority=1,reg0=" + i + ",actions=drop"))
                .toList());
    }

    @Test
    void anAtomicChangeOfAnySizeIsOneCommit() {
        assertThat(served.client.modifyFlowTexts("br0", flows(150_000), true)).isEqualTo(150_000);
        assertThat(control.asked)
                .singleElement()
                .satisfies(items ->
                        assertThat((List<?>) items).hasSize(150_000).allMatch(BundleItem.Flow.class::isInstance));
    }

    @Test
    void aFlowThatIsWrongEndsTheWholeBundleAndIsNamed() {
        List<FlowModText> mods = flows(150_000);
        mods.set(120_000, new FlowModText(FlowMod.Kind.ADD, "priority=1,regg0=1,actions=drop"));
        assertThatThrownBy(() -> served.client.modifyFlowTexts("br0", mods, true))
                .isInstanceOfSatisfying(ControlException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ControlException.Kind.INVALID);
                    assertThat(e.violations().getFirst().field()).isEqualTo("flow_mods[120000].text");
                    assertThat(e.span().text()).contains("regg0");
                });
        assertThat(control.asked).isEmpty();
    }

    @Test
    void aClientThatGoesLeavesNothingBehind() throws Exception {
        EventLoopGroup loop = Transport.eventLoop("test");
        ManagedChannel channel = Transport.channel(
                        SwitchAddress.inRunDirectory(served.socket().getParent()), loop)
                .directExecutor()
                .build();
        ClientCall<SwitchProto.BundlePart, SwitchProto.FlowModResult> call =
                channel.newCall(SwitchGrpc.getBundleMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(SwitchProto.BundlePart.newBuilder()
                .setBridge("br0")
                .addFlowMods(SwitchProto.FlowMod.newBuilder().setText("actions=drop"))
                .build());
        call.cancel("gone", null);
        channel.shutdownNow();
        var _ = loop.shutdownGracefully();
        assertThat(served.client.modifyFlowTexts("br0", flows(1), true)).isEqualTo(1);
        assertThat(control.asked).hasSize(1);
    }

    @Test
    void whatBundlesHoldTogetherIsBounded() {
        StagingSpace space = new StagingSpace(10);
        SwitchProto.BundlePart part = SwitchProto.BundlePart.newBuilder()
                .addAllFlowMods(java.util.Collections.nCopies(6, SwitchProto.FlowMod.getDefaultInstance()))
                .build();
        long taken = space.take(part);
        assertThatThrownBy(() -> space.take(part))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(ControlException.Kind.EXHAUSTED))
                .hasMessageContaining("at most 10 changes");
        space.giveBack(taken);
        assertThat(space.take(part)).isEqualTo(6);
    }
}
