package io.weft.northbound.transport;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.transport.SwitchAddress.Certificates;
import io.weft.northbound.transport.SwitchAddress.Tcp;
import io.weft.northbound.transport.SwitchAddress.Unix;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Netty's epoll transport for both ends: one event loop, no name resolution beyond the address itself.
 *
 * <p>gRPC asks for SO_KEEPALIVE on every socket; a Unix socket has none and Netty would log a warning for each. An option set to null is
 * taken out again.
 */
public final class Transport {
    private Transport() {}

    /** One daemon thread that moves bytes. */
    public static EventLoopGroup eventLoop(String name) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
    }

    /** A channel builder for {@code address}; TLS is checked against the certificate files. */
    public static NettyChannelBuilder channel(SwitchAddress address, EventLoopGroup loop) {
        return switch (address) {
            case Unix unix ->
                NettyChannelBuilder.forAddress(
                                new DomainSocketAddress(unix.path().toString()))
                        .eventLoopGroup(loop)
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .withOption(ChannelOption.SO_KEEPALIVE, null)
                        .overrideAuthority("localhost")
                        .usePlaintext();
            case Tcp tcp -> {
                NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                                new InetSocketAddress(tcp.host(), tcp.port()))
                        .eventLoopGroup(loop)
                        .channelType(EpollSocketChannel.class, InetSocketAddress.class);
                yield tcp.certificates() == null
                        ? builder.usePlaintext()
                        : builder.sslContext(clientContext(tcp.certificates()));
            }
        };
    }

    /** A server builder for {@code address}; with certificates a client must show one that the authorities signed. */
    public static NettyServerBuilder server(SwitchAddress address, EventLoopGroup loop) {
        return switch (address) {
            case Unix unix ->
                NettyServerBuilder.forAddress(
                                new DomainSocketAddress(unix.path().toString()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop);
            case Tcp tcp -> {
                NettyServerBuilder builder = NettyServerBuilder.forAddress(
                                new InetSocketAddress(tcp.host(), tcp.port()))
                        .channelType(EpollServerSocketChannel.class)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop);
                yield tcp.certificates() == null ? builder : builder.sslContext(serverContext(tcp.certificates()));
            }
        };
    }

    private static SslContext clientContext(Certificates files) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forClient()
                            .trustManager(files.authorities().toFile())
                            .keyManager(
                                    files.certificate().toFile(),
                                    files.privateKey().toFile()))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw refuse(files, e);
        }
    }

    private static SslContext serverContext(Certificates files) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(
                                    files.certificate().toFile(),
                                    files.privateKey().toFile())
                            .trustManager(files.authorities().toFile())
                            .clientAuth(ClientAuth.REQUIRE))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw refuse(files, e);
        }
    }

    private static ControlException refuse(Certificates files, Exception cause) {
        String message = "certificate files " + files.authorities() + ", " + files.certificate() + ", "
                + files.privateKey() + " cannot be used: " + cause.getMessage();
        FieldViolation violation = new FieldViolation("certificates", files.toString(), "PEM files", message);
        return new ControlException(Kind.INVALID, message, List.of(violation), TextSpan.NONE, cause);
    }
}
