package io.weft.northbound.client;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.northbound.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection to a switch: makes calls and turns whatever goes wrong into sentences. */
final class Connection implements AutoCloseable {
    /** A dump may take longer than a call: it moves as fast as it is read. */
    private static final Duration SHORTEST_DUMP = Duration.ofMinutes(2);

    private final SwitchAddress address;
    private final Duration deadline;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    Connection(SwitchAddress address, Duration deadline) {
        this.address = address;
        this.deadline = deadline;
        loop = Transport.eventLoop("switch-client");
        channel = Transport.channel(address, loop)
                .directExecutor()
                .offloadExecutor(Runnable::run)
                .disableRetry()
                .disableServiceConfigLookUp()
                .maxInboundMessageSize(Limits.ANSWER)
                .maxInboundMetadataSize(64 * 1024)
                .build();
    }

    SwitchAddress address() {
        return address;
    }

    <Q extends MessageLite, R> R call(MethodDescriptor<Q, R> method, Q request) {
        requireSize(request);
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options(deadline), request);
        } catch (StatusRuntimeException e) {
            throw refusal(e);
        }
    }

    /** A stream that ends by itself. */
    <Q extends MessageLite, R, T> Stream<T> dump(
            MethodDescriptor<Q, R> method, Q request, Function<R, List<T>> elements) {
        return stream(method, request, elements, options(longest()));
    }

    /** A stream that goes on until it is closed. */
    <Q extends MessageLite, R, T> Stream<T> watch(
            MethodDescriptor<Q, R> method, Q request, Function<R, List<T>> elements) {
        return stream(method, request, elements, CallOptions.DEFAULT);
    }

    /** A call with many requests, which moves as fast as the switch takes them. */
    <Q extends MessageLite, R> Upload<Q, R> upload(MethodDescriptor<Q, R> method) {
        return new Upload<>(channel.newCall(method, options(longest())), this::refusal);
    }

    private Duration longest() {
        return deadline.compareTo(SHORTEST_DUMP) > 0 ? deadline : SHORTEST_DUMP;
    }

    private <Q extends MessageLite, R, T> Stream<T> stream(
            MethodDescriptor<Q, R> method, Q request, Function<R, List<T>> elements, CallOptions options) {
        requireSize(request);
        return MessageStream.start(channel, method, options, request, elements, this::refusal);
    }

    private static CallOptions options(Duration deadline) {
        return CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void requireSize(MessageLite request) {
        int size = request.getSerializedSize();
        if (size > Limits.MESSAGE) {
            throw new ControlException(
                    Kind.EXHAUSTED, "the request has " + size + " bytes; allowed: at most " + Limits.MESSAGE);
        }
    }

    private ControlException refusal(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                unavailable("the switch at " + address + " did not answer in time (" + seconds() + " s)", failure);
            case UNAVAILABLE -> StatusCodec.isRefusal(failure) ? StatusCodec.decode(failure) : unreachable(failure);
            default -> StatusCodec.decode(failure);
        };
    }

    private String seconds() {
        return String.valueOf(deadline.toMillis() / 1000.0).replaceAll("\\.0$", "");
    }

    private ControlException unreachable(StatusRuntimeException failure) {
        Throwable cause = failure.getStatus().getCause();
        if (!(cause instanceof IOException)) {
            return unavailable("the switch at " + address + " closed the connection; did it stop?", failure);
        }
        String why = String.valueOf(cause.getMessage());
        if (why.contains("Permission denied")) {
            return unavailable("no permission to talk to the switch at " + address, failure);
        }
        if (why.contains("reset by peer") || why.contains("Broken pipe")) {
            return unavailable("the switch at " + address + " closed the connection; did it stop?", failure);
        }
        return unavailable("no switch listens on " + address + "; is `weft switchd` running?", failure);
    }

    private static ControlException unavailable(String sentence, Throwable cause) {
        return new ControlException(Kind.UNAVAILABLE, sentence, List.of(), TextSpan.NONE, cause);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
