package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.RemovedFlowListener;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One receiver of flows that ended. When its queue is full the newest are lost, counted, and reported with the next that is sent.
 *
 * <p>Thread-safety: see {@link PushedStream}.
 */
final class RemovedFlowWatch extends PushedStream<SwitchProto.RemovedFlow> implements RemovedFlowListener {
    /** Flows that wait for a slow receiver. */
    static final int QUEUE = 16_384;

    private final ArrayBlockingQueue<RemovedFlow> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final Function<RemovedFlow, SwitchProto.RemovedFlow> encode;

    RemovedFlowWatch(
            StreamObserver<SwitchProto.RemovedFlow> out,
            Executor executor,
            Function<RemovedFlow, SwitchProto.RemovedFlow> encode) {
        super(out, executor);
        this.encode = encode;
    }

    @Override
    public void removed(RemovedFlow flow) {
        long before = lost.getAndSet(0) + flow.lost();
        if (!queue.offer(flow.withLost(before))) {
            lost.addAndGet(before + 1);
        }
        signal();
    }

    @Override
    public void ended(String reason) {
        end(reason);
    }

    @Override
    SwitchProto.RemovedFlow next() {
        RemovedFlow flow = queue.poll();
        return flow == null ? null : encode.apply(flow);
    }
}
