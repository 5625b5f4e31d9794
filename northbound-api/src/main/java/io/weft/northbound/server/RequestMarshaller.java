package io.weft.northbound.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests and, where the bytes are no message, yields {@link Malformed} in place of one, so that {@link CallGuard} can refuse the call
 * as the client's mistake. gRPC itself would take it for a defect of the server.
 */
final class RequestMarshaller<Q> implements MethodDescriptor.Marshaller<Q> {
    private final MethodDescriptor.Marshaller<Q> wire;

    private RequestMarshaller(MethodDescriptor.Marshaller<Q> wire) {
        this.wire = wire;
    }

    /** What stands for a request whose bytes are no message. */
    record Malformed(String sentence) {}

    /** The same service, reading its requests through this class. */
    static ServerServiceDefinition guard(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(guard(method)));
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder guarded = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(guarded::addMethod);
        return guarded.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> guard(ServerMethodDefinition<Q, R> method) {
        MethodDescriptor<Q, R> wire = method.getMethodDescriptor();
        MethodDescriptor<Q, R> guarded = wire.toBuilder(
                        new RequestMarshaller<>(wire.getRequestMarshaller()), wire.getResponseMarshaller())
                .build();
        return ServerMethodDefinition.create(guarded, method.getServerCallHandler());
    }

    @Override
    public InputStream stream(Q request) {
        return wire.stream(request);
    }

    @Override
    @SuppressWarnings("unchecked") // CallGuard sees every message first and passes no Malformed on
    public Q parse(InputStream stream) {
        try {
            return wire.parse(stream);
        } catch (StatusRuntimeException e) {
            return (Q) new Malformed(
                    "the request is no valid message: " + e.getStatus().getDescription());
        }
    }
}
