package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowEvent.Kind;
import io.weft.northbound.control.FlowListener;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One receiver of table changes.
 *
 * <pre>
 *   switch --changed--> [ queue, bounded ] ----when ready----> receiver
 *                             | full: paused                     ^
 *                             v                                  | when the queue is empty: PAUSED, the sums, RESUMED
 *                      [ backlog: one sum a flow, bounded ] -----+
 *                             | full, or the switch lost changes
 *                             v
 *                      a dump: PAUSED, RESYNC_BEGIN, every flow as ADDED, RESYNC_END, RESUMED
 * </pre>
 *
 * Before a dump starts queue and backlog are emptied, so whatever they do not hold is in the dump. They may hold changes that the dump has
 * already; they end in the same state. A dump that was begun is finished whatever comes, so a slow receiver makes progress under
 * any load.
 *
 * <p>Thread-safety: the switch calls the listener, gRPC and the executor send; see {@link PushedStream}.
 */
final class FlowWatch extends PushedStream<SwitchProto.FlowEventChunk> implements FlowListener {
    /** Changes that wait for a slow receiver before it is paused. */
    static final int QUEUE = 16_384;

    private final Supplier<Iterator<FlowView>> dump;
    private final Function<FlowEvent, SwitchProto.FlowEvent> encode;

    /** Guards the three below. */
    private final Object lock = new Object();

    private final Queue<FlowEvent> queue = new ArrayDeque<>();
    private final FlowBacklog backlog = new FlowBacklog();
    private boolean paused;

    private boolean wantsInitial;
    private Queue<FlowEvent> sums = new ArrayDeque<>();
    private Iterator<FlowView> resync;
    private boolean resuming;

    /** @param initial whether the present flows come first */
    FlowWatch(
            StreamObserver<SwitchProto.FlowEventChunk> out,
            Executor executor,
            Supplier<Iterator<FlowView>> dump,
            Function<FlowEvent, SwitchProto.FlowEvent> encode,
            boolean initial) {
        super(out, executor);
        this.dump = dump;
        this.encode = encode;
        this.wantsInitial = initial;
    }

    @Override
    public void changed(FlowEvent event) {
        synchronized (lock) {
            paused |= queue.size() >= QUEUE;
            if (paused) {
                backlog.add(event);
            } else {
                queue.add(event);
            }
        }
        signal();
    }

    @Override
    public void lost() {
        synchronized (lock) {
            paused = true;
            backlog.overflow();
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
        if (wantsInitial) {
            wantsInitial = false;
            beginResync(chunk);
        }
        boolean more = true;
        while (more && chunk.getEventsCount() < Limits.CHUNK) {
            more = addResync(chunk) || addSum(chunk) || addChange(chunk) || addPause(chunk);
        }
        return chunk.getEventsCount() == 0 ? null : chunk.build();
    }

    private void beginResync(SwitchProto.FlowEventChunk.Builder chunk) {
        synchronized (lock) {
            // In this order: a change that comes between is either queued, or in the dump, or makes another pause.
            queue.clear();
            backlog.take();
            paused = false;
        }
        resync = dump.get();
        add(chunk, new FlowEvent(Kind.RESYNC_BEGIN, null));
    }

    private boolean addResync(SwitchProto.FlowEventChunk.Builder chunk) {
        if (resync == null) {
            return false;
        }
        if (resync.hasNext()) {
            add(chunk, new FlowEvent(Kind.ADDED, resync.next()));
        } else {
            add(chunk, new FlowEvent(Kind.RESYNC_END, null));
            resync = null;
        }
        return true;
    }

    /** What is left of a pause, and its end. */
    private boolean addSum(SwitchProto.FlowEventChunk.Builder chunk) {
        if (!resuming) {
            return false;
        }
        FlowEvent sum = sums.poll();
        resuming = sum != null;
        add(chunk, resuming ? sum : new FlowEvent(Kind.RESUMED, null));
        return true;
    }

    private boolean addChange(SwitchProto.FlowEventChunk.Builder chunk) {
        FlowEvent event;
        synchronized (lock) {
            event = queue.poll();
        }
        if (event != null) {
            add(chunk, event);
        }
        return event != null;
    }

    /** The queue is empty: if that is because of a pause, it ends. */
    private boolean addPause(SwitchProto.FlowEventChunk.Builder chunk) {
        boolean resyncs;
        synchronized (lock) {
            if (!paused || !queue.isEmpty()) {
                return false;
            }
            paused = false;
            resyncs = backlog.isOverflown();
            sums = backlog.take();
        }
        resuming = true;
        add(chunk, new FlowEvent(Kind.PAUSED, null));
        if (resyncs) {
            beginResync(chunk);
        }
        return true;
    }

    private void add(SwitchProto.FlowEventChunk.Builder chunk, FlowEvent event) {
        chunk.addEvents(encode.apply(event));
    }
}
