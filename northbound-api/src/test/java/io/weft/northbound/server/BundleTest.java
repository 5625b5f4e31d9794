package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.Refusal;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        assertThat(served.client.flows().modifyTexts("br0", flows(150_000), true))
                .isEqualTo(150_000);
        assertThat(control.asked)
                .singleElement()
                .satisfies(items ->
                        assertThat((List<?>) items).hasSize(150_000).allMatch(BundleItem.Flow.class::isInstance));
    }

    @Test
    void aFlowThatIsWrongEndsTheWholeBundleAndIsNamed() {
        List<FlowModText> mods = flows(150_000);
        mods.set(120_000, new FlowModText(FlowMod.Kind.ADD, "priority=1,regg0=1,actions=drop"));
        assertThatThrownBy(() -> served.client.flows().modifyTexts("br0", mods, true))
                .isInstanceOfSatisfying(ControlException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ControlException.Kind.INVALID);
                    assertThat(e.violations().getFirst().field()).isEqualTo("flow_mods[120000].text");
                    assertThat(e.span().text()).contains("regg0");
                });
        assertThat(control.asked).isEmpty();
    }

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String file(int count) {
        StringBuilder text = new StringBuilder("# flows\n\n");
        for (int i = 0; i < count; i++) {
            text.append("priority=1,reg0=").append(i).append(",actions=drop").append(i % 1000 == 0 ? " # a\n\n" : "\n");
        }
        return text.toString();
    }

    @Test
    void linesAreReadInPartsAndStayInOrder() throws IOException {
        assertThat(served.client.flows().bundleLines("br0", lines(file(150_000))))
                .isEqualTo(150_000);
        assertThat(control.asked).singleElement().satisfies(mods -> {
            List<?> all = (List<?>) mods;
            assertThat(all).hasSize(150_000);
            for (int i = 0; i < all.size(); i += 777) {
                assertThat(((FlowMod) all.get(i)).match())
                        .isEqualTo(FlowText.parseMatch("reg0=" + i, PortNames.NUMBERS));
            }
        });
    }

    @Test
    void theFirstLineThatIsWrongIsNamed() {
        List<String> all = new ArrayList<>(file(100_000).lines().toList());
        all.set(60_000, "priority=1,regg0=1,actions=drop");
        all.set(99_000, "priority=1,reg0=1,actions=dropp");
        assertThatThrownBy(() -> served.client.flows().bundleLines("br0", lines(String.join("\n", all))))
                .isInstanceOfSatisfying(ControlException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ControlException.Kind.INVALID);
                    assertThat(e.violations().getFirst().field()).isEqualTo("flow_lines[60000].text");
                    assertThat(e.span().text()).contains("regg0");
                });
        assertThat(control.asked).isEmpty();
    }

    @Test
    void aLineThatTheTablesRefuseIsNamed() {
        control.before = () -> {
            if (!control.asked.isEmpty()) {
                throw Refusal.of(new FlowModException(2, "table", "7", "one that has room"));
            }
        };
        assertThatThrownBy(() -> served.client
                        .flows()
                        .bundleLines(
                                "br0", lines("#\nreg0=1,actions=drop\n\nreg0=2,actions=drop\n\n\nreg0=3,actions=drop")))
                .isInstanceOfSatisfying(
                        ControlException.class,
                        e -> assertThat(e.violations().getFirst().field()).isEqualTo("flow_lines[6].table"));
    }

    @Test
    void linesThatReplace() throws IOException {
        assertThat(served.client.flows().replace("br0", lines("actions=drop"), true, false))
                .isEqualTo(1);
        assertThat(served.client.flows().replace("br0", lines(""), false, false))
                .isZero();
        assertThat(control.asked)
                .containsExactly(
                        List.of(
                                "replace",
                                true,
                                List.of(FlowText.parseAdd("actions=drop", PortNames.NUMBERS)
                                        .toMod(FlowMod.Kind.ADD))),
                        List.of("replace", false, List.of()));
    }

    @Test
    void aLineOfEndlessLengthIsRefused() {
        String endless = "x".repeat(5_000_000);
        assertThatThrownBy(() -> served.client.flows().bundleLines("br0", lines(endless)))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("65536 bytes");
        String longer = "x".repeat(70_000);
        assertThatThrownBy(() -> served.client.flows().bundleLines("br0", lines("\n" + longer)))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("65536 bytes");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void linesComeAlone() {
        SwitchProto.BundlePart part = SwitchProto.BundlePart.newBuilder()
                .setBridge("br0")
                .setFlowLines(ByteString.copyFromUtf8("actions=drop\n"))
                .addFlowMods(SwitchProto.FlowMod.newBuilder().setText("actions=drop"))
                .build();
        assertThat(refusal(part)).contains("flow_lines");
        assertThat(refusal(SwitchProto.BundlePart.newBuilder()
                        .setBridge("br0")
                        .setModeValue(7)
                        .build()))
                .contains("mode");
    }

    private String refusal(SwitchProto.BundlePart part) {
        EventLoopGroup loop = Transport.eventLoop("test");
        ManagedChannel channel = Transport.channel(
                        SwitchAddress.inRunDirectory(served.socket().getParent()), loop)
                .build();
        CompletableFuture<String> refused = new CompletableFuture<>();
        StreamObserver<SwitchProto.BundlePart> parts = SwitchGrpc.newStub(channel)
                .bundle(new StreamObserver<>() {
                    @Override
                    public void onNext(SwitchProto.FlowModResult result) {
                        refused.complete("");
                    }

                    @Override
                    public void onError(Throwable error) {
                        refused.complete(String.valueOf(error.getMessage()));
                    }

                    @Override
                    public void onCompleted() {}
                });
        parts.onNext(part);
        parts.onCompleted();
        String sentence = refused.join();
        channel.shutdownNow();
        var _ = loop.shutdownGracefully();
        return sentence;
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
        assertThat(served.client.flows().modifyTexts("br0", flows(1), true)).isEqualTo(1);
        assertThat(control.asked).hasSize(1);
    }

    @Test
    void whatBundlesHoldTogetherIsBounded() {
        StagingSpace space = new StagingSpace(10);
        SwitchProto.BundlePart part = SwitchProto.BundlePart.newBuilder()
                .addAllFlowMods(java.util.Collections.nCopies(6, SwitchProto.FlowMod.getDefaultInstance()))
                .build();
        long taken = space.take(part, 0);
        assertThatThrownBy(() -> space.take(part, 0))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(ControlException.Kind.EXHAUSTED))
                .hasMessageContaining("at most 10 changes");
        space.giveBack(taken);
        assertThat(space.take(part, 0)).isEqualTo(6);
    }
}
