package io.weft.perf.micro;

import io.weft.flow.action.NatSpec;
import io.weft.flow.wire.TcpHeader;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.PacketTracker;
import io.weft.vswitch.track.TrackOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Connections from the SYN to the last acknowledgement, six packets each, and the sweep that ends them: time a connection. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NewConnectionBenchmark {
    private static final int CAPACITY = 200_000;
    private static final int FIN_ACK = TcpHeader.FIN | TcpHeader.ACK;
    private static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;
    private static final TrackOrder LOOK = TrackOrder.look(1);
    private static final TrackOrder COMMIT = LOOK.committing();
    private static final TrackOrder TRANSLATE =
            COMMIT.translating(NatSpec.ipv4(NatSpec.Side.SRC, 0x0C000001, 0x0C0000FF));

    private ConnectionTracker tracker;
    private PacketTracker tracked;
    private TcpPackets packets;
    private int number;
    private long nowMs = 1;

    @Setup
    public void open() {
        tracker = ConnectionTracker.inMemory(CAPACITY, nowMs);
        tracked = tracker.newPacketTracker();
        packets = new TcpPackets();
    }

    private int track(TrackOrder order, boolean reply, int flags, int sent, int acknowledged) {
        packets.set(0, number, reply, flags, sent, acknowledged);
        return tracked.track(
                order, packets.packet(0), packets.layers(0), packets.key(0), PacketTracker.CHECKSUMS_TRUSTED, nowMs);
    }

    /** A whole connection. With one in a third of a millisecond, some 90,000 wait for their end. */
    @Benchmark
    public int synToLastAck() {
        number = number + 1 & 0xFF_FFFF;
        nowMs += number % 3 == 0 ? 1 : 0;
        int states = track(COMMIT, false, TcpHeader.SYN, 0, 0);
        states += track(LOOK, true, SYN_ACK, 0, 1);
        states += track(LOOK, false, TcpHeader.ACK, 1, 1);
        states += track(LOOK, false, FIN_ACK, 1, 1);
        states += track(LOOK, true, FIN_ACK, 1, 2);
        states += track(LOOK, false, TcpHeader.ACK, 2, 2);
        return states + tracker.sweep(nowMs, nowMs, 4);
    }

    /** The first packet alone: the table is full of such, which make room for each other. */
    @Benchmark
    public int synFlood() {
        number = number + 1 & 0xFF_FFFF;
        return track(COMMIT, false, TcpHeader.SYN, 0, 0);
    }

    /** The same with a source that is translated to one of 255 addresses. */
    @Benchmark
    public int synFloodTranslated() {
        number = number + 1 & 0xFF_FFFF;
        return track(TRANSLATE, false, TcpHeader.SYN, 0, 0);
    }

    @TearDown
    public void free() {
        packets.close();
        tracker.close();
    }
}
