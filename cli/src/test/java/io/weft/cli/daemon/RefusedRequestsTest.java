package io.weft.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.netty.channel.EventLoopGroup;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.Transport;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.port.dummy.DummyDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing of a refused request is done: random requests of several parts go to a real switch behind the real server, and whenever one is refused,
 * flows, groups, meters, tables, ports, addresses and configuration are what they were. {@code -Dweft.seed} repeats a run, {@code
 * -Dweft.fuzz.inputs} makes a campaign of parts.
 */
final class RefusedRequestsTest {
    private static final Set<Status.Code> DEFECTS =
            Set.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DEADLINE_EXCEEDED, Status.Code.UNIMPLEMENTED);

    @TempDir
    private Path runDirectory;

    private VirtualSwitch weft;
    private LocalSwitch control;

    @Test
    void nothingOfARefusedRequestIsDone() throws IOException {
        campaign(2_000);
    }

    @Test
    @Tag("long")
    void nothingOfARefusedRequestIsDoneForLong() throws IOException {
        campaign(Integer.getInteger("weft.fuzz.inputs", 500_000));
    }

    private void campaign(int requests) throws IOException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        WarpClock clock = new WarpClock();
        clock.stop(); // or entries with a timeout expire beside a refused request
        DummyDriver dummies = new DummyDriver();
        Map<Status.Code, Integer> statuses = new EnumMap<>(Status.Code.class);
        EventLoopGroup loop = Transport.eventLoop("refused");
        SwitchAddress address = SwitchAddress.inRunDirectory(runDirectory);
        try (VirtualSwitch opened = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .drivers(List.of(dummies)))) {
            weft = opened;
            control = new LocalSwitch(
                    weft, new ConfigStore(runDirectory), new OperatorCommands(clock, dummies, () -> {}, () -> {}));
            try (SwitchServer _ = SwitchServer.start(control, List.of(address), ServerLimits.DEFAULT)) {
                ManagedChannel channel =
                        Transport.channel(address, loop).directExecutor().build();
                requests(new RandomRequests(new Random(seed)), requests, channel, statuses, seed);
                channel.shutdownNow();
            }
        } finally {
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        System.out.println(
                "refused requests: -Dweft.seed=" + seed + " -Dweft.fuzz.inputs=" + requests + ": " + statuses);
        assertThat(statuses.get(Status.Code.OK)).as("seed %d, accepted", seed).isGreaterThan(requests / 20);
    }

    private void requests(
            RandomRequests source, int count, ManagedChannel channel, Map<Status.Code, Integer> statuses, long seed)
            throws IOException {
        for (RandomRequests.Request first : source.setUp()) {
            assertThat(call(channel, first).getCode()).isEqualTo(Status.Code.OK);
        }
        String before = state();
        for (int i = 0; i < count; i++) {
            RandomRequests.Request request = source.next();
            Status status = call(channel, request);
            weft.step();
            statuses.merge(status.getCode(), 1, Integer::sum);
            assertThat(DEFECTS)
                    .as("seed %d, request %d, %s: %s", seed, i, request, status)
                    .doesNotContain(status.getCode());
            String after = state();
            if (!status.isOk()) {
                assertThat(after)
                        .as("seed %d, request %d, %s: %s", seed, i, request, status)
                        .isEqualTo(before);
            }
            before = after;
        }
    }

    /** All that requests can change, but for counters and times. */
    private String state() throws IOException {
        StringBuilder text = new StringBuilder();
        Path saved = runDirectory.resolve("config.json");
        text.append(Files.exists(saved) ? Files.readString(saved) : "").append('\n');
        weft.ports().stream()
                .map(port -> port.bridge() + " " + port.name() + " " + port.ofPort() + " " + port.flags() + " "
                        + port.settings())
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        for (BridgeSnapshot bridge : weft.snapshot().bridges()) {
            String name = bridge.name();
            text.append(name).append(' ').append(bridge.settings()).append('\n');
            text.append(weft.tlvMap(name, map -> map).mappings()).append('\n');
            text.append(weft.tableSettings(name)).append('\n');
            weft.flows(name, FlowFilter.ALL).stream()
                    .map(RefusedRequestsTest::text)
                    .sorted()
                    .forEach(line -> text.append(line).append('\n'));
            weft.groups(name)
                    .forEach(group -> text.append(group.entry().group()).append('\n'));
            weft.meters(name)
                    .forEach(meter -> text.append(meter.entry().meter()).append('\n'));
            weft.macs().entries(name).stream()
                    .filter(MacEntry::isStatic)
                    .map(mac -> mac.vlan() + " " + mac.mac() + " " + mac.port())
                    .sorted()
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static String text(FlowEntry entry) {
        return entry.table() + " " + entry.priority() + " " + FlowText.print(entry.match(), PortNames.NUMBERS) + " "
                + entry.cookie() + " " + entry.life() + " " + FlowText.print(entry.actions(), PortNames.NUMBERS);
    }

    private static Status call(ManagedChannel channel, RandomRequests.Request request) {
        MethodDescriptor<?, ?> method = SwitchGrpc.getServiceDescriptor().getMethods().stream()
                .filter(one -> one.getBareMethodName().equals(request.method()))
                .findFirst()
                .orElseThrow();
        return call(channel, method, request.messages());
    }

    private static <T> Status call(ManagedChannel channel, MethodDescriptor<?, T> method, List<Message> messages) {
        CompletableFuture<Status> done = new CompletableFuture<>();
        ClientCall<Message, T> call = channel.newCall(
                method.toBuilder(
                                ProtoUtils.marshaller(messages.getFirst().getDefaultInstanceForType()),
                                method.getResponseMarshaller())
                        .build(),
                CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        done.complete(status);
                    }
                },
                new Metadata());
        call.request(2);
        messages.forEach(call::sendMessage);
        call.halfClose();
        return done.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
