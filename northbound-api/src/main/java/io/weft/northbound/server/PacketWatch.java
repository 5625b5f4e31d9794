package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.PacketCodec;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketListener;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One receiver of packets. When its queue is full the newest packets are lost, counted, and reported with the next that is sent.
 *
 * <p>Thread-safety: see {@link PushedStream}.
 */
final class PacketWatch extends PushedStream<SwitchProto.PacketIn> implements PacketListener {
    /** Packets that wait for a slow receiver. */
    static final int QUEUE = 512;

    private final ArrayBlockingQueue<PacketIn> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();

    PacketWatch(StreamObserver<SwitchProto.PacketIn> out, Executor executor) {
        super(out, executor);
    }

    @Override
    public void arrived(PacketIn packet) {
        long before = lost.getAndSet(0);
        if (!queue.offer(before == 0 ? packet : packet.withLost(before))) {
            lost.addAndGet(before + 1);
        }
        signal();
    }

    @Override
    public void ended(String reason) {
        end(reason);
    }

    @Override
    SwitchProto.PacketIn next() {
        PacketIn packet = queue.poll();
        return packet == null ? null : PacketCodec.encode(packet);
    }
}
