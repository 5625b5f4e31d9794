package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowListener;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One receiver of table changes.
 *
 * <pre>
 *   switch --changed--> [ queue, bounded ] --when ready--> receiver
 *                             | full: "lost"
 *                             v
 *        forget the queue, RESYNC_BEGIN, a dump as ADDED, RESYNC_END, then the queue again
 * </pre>
 *
 * The queue is emptied before the dump starts, so whatever it does not hold is in the dump. It may hold changes that the dump has already;
 * they end in the same state. A dump that was begun is finished even if the queue overflows meanwhile, so a slow receiver makes
 * progress under any load.
 *
 * <p>Thread-safety: the switch calls the listener, gRPC and the executor send; see {@link PushedStream}.
 */
final class FlowWatch extends PushedStream<SwitchProto.FlowEventChunk> implements FlowListener {
    /** Changes that wait for a slow receiver before it has to start over. */
    static final int QUEUE = 16_384;

    private final ArrayBlockingQueue<FlowEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Supplier<Iterator<FlowView>> dump;
    private final Function<FlowEvent, SwitchProto.FlowEvent> encode;
    private volatile boolean lost = true;
    private Iterator<FlowView> resync;

    FlowWatch(
            StreamObserver<SwitchProto.FlowEventChunk> out,
            Executor executor,
            Supplier<Iterator<FlowView>> dump,
            Function<FlowEvent, SwitchProto.FlowEvent> encode) {
        super(out, executor);
        this.dump = dump;
        this.encode = encode;
    }

    @Override
    public void changed(FlowEvent event) {
        if (!lost && !queue.offer(event)) {
            lost = true;
        }
        signal();
    }

    @Override
    public void ended(String reason) {
        end(reason);
    }

    @Override
    SwitchProto.FlowEventChunk next() {
        SwitchProto.FlowEventChunk.Builder chunk = SwitchProto.FlowEventChunk.newBuilder();
        if (resync == null && lost) {
            // In this order: a change that comes between is either queued, or in the dump, or sets "lost" again.
            lost = false;
            queue.clear();
            resync = dump.get();
            add(chunk, new FlowEvent(FlowEvent.Kind.RESYNC_BEGIN, null));
        }
        if (resync != null) {
            addResync(chunk);
        } else {
            addChanges(chunk);
        }
        return chunk.getEventsCount() == 0 ? null : chunk.build();
    }

    private void addResync(SwitchProto.FlowEventChunk.Builder chunk) {
        while (chunk.getEventsCount() < Limits.CHUNK && resync.hasNext()) {
            add(chunk, new FlowEvent(FlowEvent.Kind.ADDED, resync.next()));
        }
        if (chunk.getEventsCount() < Limits.CHUNK) {
            add(chunk, new FlowEvent(FlowEvent.Kind.RESYNC_END, null));
            resync = null;
        }
    }

    private void addChanges(SwitchProto.FlowEventChunk.Builder chunk) {
        while (chunk.getEventsCount() < Limits.CHUNK) {
            FlowEvent event = queue.poll();
            if (event == null) {
                return;
            }
            add(chunk, event);
        }
    }

    private void add(SwitchProto.FlowEventChunk.Builder chunk, FlowEvent event) {
        chunk.addEvents(encode.apply(event));
    }
}
