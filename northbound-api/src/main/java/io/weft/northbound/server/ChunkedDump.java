package io.weft.northbound.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Streams what an iterator yields, in chunks and only as fast as the receiver takes them: between two chunks nothing waits here but the
 * iterator.
 *
 * <p>Thread-safety: gRPC runs the callbacks of one call one after another.
 */
final class ChunkedDump<T, M> {
    private final ServerCallStreamObserver<M> out;
    private final Iterator<T> items;
    private final Function<List<T>, M> encode;
    private boolean done;

    private ChunkedDump(ServerCallStreamObserver<M> out, Iterator<T> items, Function<List<T>, M> encode) {
        this.out = out;
        this.items = items;
        this.encode = encode;
    }

    /** Begins; the rest happens when the receiver is ready. */
    static <T, M> void start(StreamObserver<M> out, Iterator<T> items, Function<List<T>, M> encode) {
        ServerCallStreamObserver<M> call = (ServerCallStreamObserver<M>) out;
        ChunkedDump<T, M> dump = new ChunkedDump<>(call, items, encode);
        // With a handler a cancelled call is quiet; without one the next onNext would throw.
        call.setOnCancelHandler(dump::cancelled);
        call.setOnReadyHandler(dump::send);
    }

    private void cancelled() {
        done = true;
    }

    private void send() {
        try {
            while (!done && out.isReady()) {
                sendChunk();
            }
        } catch (ControlException e) {
            done = true;
            out.onError(StatusCodec.encode(e));
        }
    }

    private void sendChunk() {
        List<T> chunk = new ArrayList<>(Limits.CHUNK);
        while (chunk.size() < Limits.CHUNK && items.hasNext()) {
            chunk.add(items.next());
        }
        if (chunk.isEmpty()) {
            done = true;
            out.onCompleted();
        } else {
            out.onNext(encode.apply(chunk));
        }
    }
}
