package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.Transport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listening, limits, deadlines, and clients that misbehave. */
class SwitchServerTest {
    @TempDir
    private Path directory;

    private SwitchServer start(SwitchAddress... addresses) {
        return SwitchServer.start(new ScriptedSwitch(), List.of(addresses), ServerLimits.DEFAULT);
    }

    private SwitchAddress.Unix socket() {
        return (SwitchAddress.Unix) SwitchAddress.inRunDirectory(directory);
    }

    private static void withChannel(SwitchAddress address, Consumer<ManagedChannel> use) {
        EventLoopGroup loop = Transport.eventLoop("test");
        ManagedChannel channel = Transport.channel(address, loop).build();
        try {
            use.accept(channel);
        } finally {
            channel.shutdownNow();
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void theSocketIsForItsOwnerAndGoesWithTheServer() throws IOException {
        try (SwitchServer server = start(socket())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().path())))
                    .isEqualTo("rw-------");
            assertThat(server.addresses()).containsExactly(socket());
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(socket().path());
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aSocketThatWasLeftBehindIsReplaced() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket().path()));
        }
        assertThat(socket().path()).exists();
        try (SwitchServer _ = start(socket());
                SwitchClient client = new SwitchClient(socket())) {
            assertThat(client.version().pid()).isEqualTo(42);
        }
    }

    @Test
    void aLiveSwitchKeepsItsSocket() {
        try (SwitchServer _ = start(socket());
                SwitchClient client = new SwitchClient(socket())) {
            assertThatThrownBy(() -> start(socket()))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("no other switch listens");
            assertThat(client.bridges().list()).hasSize(1);
        }
    }

    @Test
    void whatIsNoSocketIsNeverRemoved() throws IOException {
        Files.writeString(socket().path(), "precious");
        assertThatThrownBy(() -> start(socket())).hasMessageContaining("it is a file and no socket");
        assertThat(socket().path()).hasContent("precious");
    }

    @Test
    void addressesThatCannotWorkAreRefusedWithASentence() {
        assertThatThrownBy(() -> SwitchAddress.inRunDirectory(Path.of("/" + "x".repeat(120))))
                .hasMessageContaining("1 to 107 bytes");
        assertThatThrownBy(() -> start(SwitchAddress.parse("unix:/nowhere/s", null)))
                .hasMessageContaining("/nowhere does not exist");
        assertThatThrownBy(() -> start(SwitchAddress.parse("tcp:0.0.0.0:0", null)))
                .hasMessageContaining("mutual TLS");
        assertThatThrownBy(() -> start(socket(), SwitchAddress.parse("tcp:192.0.2.1:0", null)))
                .hasMessageContaining("loopback");
        assertThat(directory).isEmptyDirectory();
        for (String bad : List.of("", "tcp:x", "tcp::1", "tcp:h:99999", "ssl:h:1", "http://h")) {
            assertThatThrownBy(() -> SwitchAddress.parse(bad, null)).isInstanceOf(ControlException.class);
        }
    }

    @Test
    void loopbackTcpServesInTheClear() {
        try (SwitchServer server = start(SwitchAddress.parse("tcp:127.0.0.1:0", null));
                SwitchClient client = new SwitchClient(server.addresses().getFirst())) {
            assertThat(client.bridges().list()).hasSize(1);
        }
    }

    @Test
    void healthAndReflectionAnswer() {
        try (SwitchServer _ = start(socket())) {
            withChannel(socket(), channel -> {
                assertThat(HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
                assertThat(reflectedServices(channel)).contains("weft.switch.v1.Switch", "grpc.health.v1.Health");
            });
        }
    }

    private static List<String> reflectedServices(ManagedChannel channel) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        names.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        names.completeExceptionally(new AssertionError("no answer"));
                    }
                });
        questions.onNext(
                ServerReflectionRequest.newBuilder().setListServices("").build());
        List<String> answer = names.orTimeout(10, TimeUnit.SECONDS).join();
        questions.onCompleted();
        return answer;
    }

    @Test
    void aClientWithoutASwitchSaysSo() throws IOException {
        try (SwitchClient client = new SwitchClient(socket())) {
            assertThatThrownBy(client.bridges()::list)
                    .isInstanceOf(ControlException.class)
                    .hasMessage("no switch listens on " + socket() + "; is `weft switchd` running?");
        }
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket().path()));
        }
        try (SwitchClient client = new SwitchClient(socket())) {
            assertThatThrownBy(() -> client.packets().watch("br0").hasNext())
                    .hasMessage("no switch listens on " + socket() + "; is `weft switchd` running?");
        }
        try (SwitchClient client = new SwitchClient(SwitchAddress.parse("tcp:127.0.0.1:1", null))) {
            assertThatThrownBy(client.bridges()::list).hasMessageStartingWith("no switch listens on tcp:127.0.0.1:1");
        }
    }

    @Test
    void aCallEndsAtItsDeadline() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedSwitch served = new ServedSwitch(ServerLimits.DEFAULT, Duration.ofMillis(200))) {
            served.control.before = () -> awaitQuietly(gate);
            assertThatThrownBy(served.client.bridges()::list)
                    .isInstanceOfSatisfying(
                            ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining("did not answer in time (0.2 s)");
            gate.countDown();
        }
    }

    @Test
    void theServerGivesADeadlineToCallsWithoutOne() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedSwitch served =
                new ServedSwitch(ServerLimits.DEFAULT.withDeadline(Duration.ofMillis(200)), Duration.ofSeconds(10))) {
            served.control.before = () -> awaitQuietly(gate);
            withChannel(
                    served.address,
                    channel -> assertThatThrownBy(() -> SwitchGrpc.newBlockingStub(channel)
                                    .listBridges(SwitchProto.ListBridgesRequest.getDefaultInstance()))
                            .isInstanceOfSatisfying(
                                    StatusRuntimeException.class,
                                    e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED)));
            gate.countDown();
            served.control.before = () -> {};
            assertThat(served.client.bridges().list()).hasSize(1);
        }
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void callsBeyondTheLimitAreRefusedAndPlacesComeBack() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedSwitch served = new ServedSwitch(ServerLimits.DEFAULT.withCalls(2), SwitchClient.DEFAULT_DEADLINE);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            served.control.before = () -> awaitQuietly(gate);
            Future<?> first = callers.submit(served.client.bridges()::list);
            Future<?> second = callers.submit(served.client.bridges()::list);
            ServedSwitch.await(() -> served.control.asked.size() == 2);
            assertThatThrownBy(served.client.bridges()::list)
                    .isInstanceOfSatisfying(
                            ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.EXHAUSTED))
                    .hasMessageContaining("at most 2 calls");
            gate.countDown();
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 10; i++) {
                ServedSwitch.await(() -> succeeds(served.client));
            }
        }
    }

    private static boolean succeeds(SwitchClient client) {
        try {
            return client.bridges().list().size() == 1;
        } catch (ControlException e) {
            assertThat(e.kind()).isEqualTo(Kind.EXHAUSTED); // the place comes back just after the answer
            return false;
        }
    }

    @Test
    void concurrentClientsAreServed() throws Exception {
        try (ServedSwitch served = new ServedSwitch();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int c = 0; c < 20; c++) {
                results.add(callers.submit(() -> callManyTimes(served.address)));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(100);
            }
        }
    }

    private static int callManyTimes(SwitchAddress address) {
        int done = 0;
        try (SwitchClient client = new SwitchClient(address)) {
            for (int i = 0; i < 100; i++) {
                done += client.bridges().list().size();
            }
        }
        return done;
    }

    @Test
    void garbageAtTheSocketHarmsNobody() throws IOException {
        try (ServedSwitch served = new ServedSwitch()) {
            Random random = new Random(7);
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[random.nextInt(4096)];
                random.nextBytes(garbage);
                if (i % 2 == 0) {
                    byte[] preface =
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    System.arraycopy(preface, 0, garbage, 0, Math.min(preface.length, garbage.length));
                }
                send(served.socket(), garbage);
            }
            assertThat(served.client.bridges().list()).hasSize(1);
        }
    }

    private static void send(Path socket, byte[] bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (java.io.IOException e) {
            assertThat(e.getMessage()).containsAnyOf("Broken pipe", "reset"); // the server had enough
        }
    }

    @Test
    void anOversizeMessageIsRefusedAndTheConnectionGoesOn() throws IOException {
        try (ServedSwitch served = new ServedSwitch()) {
            withChannel(served.address, channel -> {
                var request = SwitchProto.TraceRequest.newBuilder()
                        .setFlow("x".repeat(5 * 1024 * 1024))
                        .build();
                assertThatThrownBy(() -> SwitchGrpc.newBlockingStub(channel).trace(request))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
                        .hasMessageContaining("4194304");
                assertThat(SwitchGrpc.newBlockingStub(channel)
                                .getVersion(SwitchProto.GetVersionRequest.getDefaultInstance())
                                .getPid())
                        .isEqualTo(42);
            });
        }
    }

    @Test
    void aServerThatClosesLetsCallsFinish() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        ServedSwitch served = new ServedSwitch();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            served.control.before = () -> awaitQuietly(gate);
            Future<Integer> call =
                    callers.submit(() -> served.client.bridges().list().size());
            ServedSwitch.await(() -> !served.control.asked.isEmpty());
            Future<?> closing = callers.submit(() -> served.server.close(Duration.ofSeconds(10)));
            ServedSwitch.await(() -> !Files.exists(served.socket()));
            gate.countDown();
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            closing.get(10, TimeUnit.SECONDS);
        } finally {
            served.close();
        }
    }

    @Test
    void aSwitchThatStopsIsNoticed() throws IOException {
        try (ServedSwitch served = new ServedSwitch()) {
            assertThat(served.client.bridges().list()).hasSize(1);
            served.server.close();
            assertThatThrownBy(served.client.bridges()::list)
                    .isInstanceOfSatisfying(
                            ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }
}
