package io.weft.northbound.server;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.SwitchAddress.Tcp;
import io.weft.northbound.transport.SwitchAddress.Unix;
import io.weft.northbound.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Serves a {@link SwitchControl} on Unix sockets (mode 0600) and TCP: on loopback in the clear, elsewhere with mutual TLS only. Health
 * ({@code grpc.health.v1}) and reflection are served beside it.
 *
 * <p>Thread-safety: any thread. Close it once; {@link #close} is idempotent.
 */
public final class SwitchServer implements AutoCloseable {
    private static final Set<String> WATCHES = Set.of(
            SwitchGrpc.getWatchFlowsMethod().getFullMethodName(),
            SwitchGrpc.getWatchRemovedFlowsMethod().getFullMethodName(),
            SwitchGrpc.getWatchTablesMethod().getFullMethodName(),
            SwitchGrpc.getWatchPacketsMethod().getFullMethodName(),
            SwitchGrpc.getWatchSamplesMethod().getFullMethodName(),
            "grpc.health.v1.Health/Watch");

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final EventLoopGroup loop = Transport.eventLoop("switch-server");
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("switch-server-timer").unstarted(task));
    private final HealthStatusManager health = new HealthStatusManager();
    private final List<Server> servers = new ArrayList<>();
    private final List<SocketFile> socketFiles = new ArrayList<>();
    private final List<SwitchAddress> addresses = new ArrayList<>();
    private final List<ServerServiceDefinition> services;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SwitchServer(SwitchControl control, ServerLimits limits) {
        CallGuard guard = new CallGuard(limits, timer, WATCHES);
        services = Stream.of(
                        new SwitchService(control, executor).bindService(),
                        health.getHealthService().bindService(),
                        ProtoReflectionServiceV1.newInstance().bindService())
                .map(service -> ServerInterceptors.intercept(RequestMarshaller.guard(service), guard))
                .toList();
    }

    /**
     * Listens on every address, or on none.
     *
     * @throws ControlException with a sentence when one cannot be listened on
     */
    public static SwitchServer start(SwitchControl control, List<SwitchAddress> addresses, ServerLimits limits) {
        SwitchServer server = new SwitchServer(control, limits);
        try {
            for (SwitchAddress address : addresses) {
                switch (address) {
                    case Unix unix -> server.listen(unix, limits);
                    case Tcp tcp -> server.listen(tcp, limits);
                }
            }
        } catch (ControlException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void listen(Unix address, ServerLimits limits) {
        SocketFile file = SocketFile.claim(address);
        socketFiles.add(file);
        start(Transport.server(file.staging(), loop), limits, address);
        file.publish();
        addresses.add(address);
    }

    private void listen(Tcp address, ServerLimits limits) {
        if (address.certificates() == null) {
            requireLoopback(address);
        }
        NettyServerBuilder builder =
                Transport.server(address, loop).maxConnectionAge(limits.age().toNanos(), TimeUnit.NANOSECONDS);
        Server server = start(builder, limits, address);
        addresses.add(new Tcp(address.host(), server.getPort(), address.certificates()));
    }

    private static void requireLoopback(Tcp address) {
        try {
            for (InetAddress one : InetAddress.getAllByName(address.host())) {
                if (!one.isLoopbackAddress()) {
                    throw new ControlException(
                            Kind.INVALID,
                            FieldViolation.notAllowed(
                                    "listen address",
                                    address,
                                    "a loopback address, or any with mutual TLS (ssl:HOST:PORT and certificate files)"));
                }
            }
        } catch (UnknownHostException e) {
            throw cannotListen(address, "unknown host", e);
        }
    }

    private Server start(NettyServerBuilder builder, ServerLimits limits, SwitchAddress address) {
        builder.executor(executor)
                .maxInboundMessageSize(Limits.MESSAGE)
                .maxConcurrentCallsPerConnection(limits.calls() + limits.watches())
                .permitKeepAliveTime(limits.keepalive().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(limits.idle().toNanos(), TimeUnit.NANOSECONDS);
        services.forEach(builder::addService);
        try {
            Server server = builder.build().start();
            servers.add(server);
            return server;
        } catch (IOException e) {
            throw cannotListen(address, String.valueOf(e.getMessage()), e);
        }
    }

    private static ControlException cannotListen(SwitchAddress address, String why, Exception cause) {
        String message = "cannot listen on " + address + ": " + why;
        return new ControlException(
                Kind.FAILED_PRECONDITION,
                message,
                List.of(new FieldViolation("listen address", address.toString(), "", message)),
                TextSpan.NONE,
                cause);
    }

    /** Where it listens; a TCP port that was 0 is the one that was chosen. */
    public List<SwitchAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Stops taking calls, lets those that run finish within {@code grace}, and ends the rest. */
    public void close(Duration grace) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        health.enterTerminalState();
        servers.forEach(Server::shutdown);
        socketFiles.forEach(SocketFile::remove);
        awaitServers(grace);
        servers.forEach(Server::shutdownNow);
        awaitServers(CLOSE);
        timer.shutdownNow();
        executor.shutdown();
        try {
            // What calls still have to say goes through the event loop, so that goes last.
            if (!executor.awaitTermination(CLOSE.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void awaitServers(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (Server server : servers) {
                server.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #close(Duration)}, within a second. */
    @Override
    public void close() {
        close(CLOSE);
    }
}
