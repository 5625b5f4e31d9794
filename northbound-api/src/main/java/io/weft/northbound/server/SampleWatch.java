package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.SampleCodec;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.SampleListener;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One receiver of samples. When its queue is full the newest samples are lost, counted, and reported with the next that is sent.
 *
 * <p>Thread-safety: see {@link PushedStream}.
 */
final class SampleWatch extends PushedStream<SwitchProto.PacketSample> implements SampleListener {
    /** Samples that wait for a slow receiver. */
    static final int QUEUE = 512;

    private final ArrayBlockingQueue<PacketSample> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();

    SampleWatch(StreamObserver<SwitchProto.PacketSample> out, Executor executor) {
        super(out, executor);
    }

    @Override
    public void arrived(PacketSample sample) {
        long before = lost.getAndSet(0);
        if (!queue.offer(before == 0 ? sample : sample.withLost(before))) {
            lost.addAndGet(before + 1);
        }
        signal();
    }

    @Override
    public void ended(String reason) {
        end(reason);
    }

    @Override
    SwitchProto.PacketSample next() {
        PacketSample sample = queue.poll();
        return sample == null ? null : SampleCodec.encode(sample);
    }
}
