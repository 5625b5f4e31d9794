package io.weft.perf.micro;

import io.weft.flow.wire.TcpHeader;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.CtState;
import io.weft.vswitch.track.PacketTracker;
import io.weft.vswitch.track.TrackOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Packets of established TCP connections in random order, half of them replies: lookup, window check, new deadline. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConnectionLookupBenchmark {
    private static final int CAPACITY_FACTOR = 2;
    private static final TrackOrder LOOK = TrackOrder.look(1);
    private static final long TRUSTED = PacketTracker.CHECKSUMS_TRUSTED;

    @Param({"1000", "100000", "1000000"})
    public int connections;

    private ConnectionTracker tracker;
    private PacketTracker tracked;
    private TcpPackets packets;
    private long random = 1;
    private long nowMs = 1;

    @Setup
    public void fill() {
        tracker = ConnectionTracker.inMemory(CAPACITY_FACTOR * connections, nowMs);
        tracked = tracker.newPacketTracker();
        packets = new TcpPackets();
        for (int number = 0; number < connections; number++) {
            track(LOOK.committing(), number, false, TcpHeader.SYN, 0, 0);
            track(LOOK, number, true, TcpHeader.SYN | TcpHeader.ACK, 0, 1);
            if (track(LOOK, number, false, TcpHeader.ACK, 1, 1) != (CtState.TRK | CtState.EST)) {
                throw new IllegalStateException("connection " + number + ": " + tracked.reason());
            }
        }
    }

    private int track(TrackOrder order, int number, boolean reply, int flags, int sent, int acknowledged) {
        packets.set(0, number, reply, flags, sent, acknowledged);
        return tracked.track(order, packets.packet(0), packets.layers(0), packets.key(0), TRUSTED, nowMs);
    }

    private void burst() {
        nowMs++;
        for (int slot = 0; slot < Keys.BURST; slot++) {
            random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            int number = (int) ((random >>> 32) * connections >>> 32);
            packets.set(slot, number, (random >>> 31 & 1) != 0, TcpHeader.ACK, 1, 1);
        }
    }

    /** What it costs to make the packets, which the others do, too. */
    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public void packetsAlone() {
        burst();
    }

    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public int oneByOne() {
        burst();
        return trackAll();
    }

    /** All index buckets and records of a burst are asked for before the first is needed. */
    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public long touchedBefore() {
        burst();
        long touched = 0;
        for (int slot = 0; slot < Keys.BURST; slot++) {
            touched += tracked.touch(LOOK, packets.key(slot));
        }
        return touched + trackAll();
    }

    private int trackAll() {
        int states = 0;
        for (int slot = 0; slot < Keys.BURST; slot++) {
            states +=
                    tracked.track(LOOK, packets.packet(slot), packets.layers(slot), packets.key(slot), TRUSTED, nowMs);
        }
        return states;
    }

    @TearDown
    public void free() {
        packets.close();
        tracker.close();
    }
}
