package io.weft.perf.micro;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.KeyHash;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
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

/** Parse and hash: the price of looking at a packet at all. 1,024 frames of 64 bytes (longer where the headers need it). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeyExtractionBenchmark {
    private static final int FRAMES = 1024;
    private static final int STRIDE = 128;

    @Param({"udp4", "tcp4", "udp6", "vlan"})
    public String packet;

    private Memory.Block frames;
    private Memory.Block keys;
    private int length;
    private int next;

    @Setup
    public void build() {
        frames = Memory.allocate((long) FRAMES * STRIDE);
        keys = Memory.allocate((long) Keys.BURST * FlowKey.PACKET_BYTES);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frame(i).build(60);
            length = frame.length;
            Memory.copyFrom(frame, 0, frames.address() + (long) i * STRIDE, frame.length);
        }
    }

    private FrameBuilder frame(int i) {
        FrameBuilder frame = new FrameBuilder().ethernet(0x0200_0000_0001L, 0x0200_0000_0002L);
        return switch (packet) {
            case "udp4" -> frame.ipv4(0x0A00_0000 + i, 0x0A80_0000 + i).udp(1024 + i, 53);
            case "tcp4" -> frame.ipv4(0x0A00_0000 + i, 0x0A80_0000 + i).tcp(1024 + i, 80, 0x10);
            case "udp6" -> frame.ipv6(0xFD00L << 48, i, 0xFD00L << 48, 1L + i).udp(1024 + i, 53);
            case "vlan" ->
                frame.vlan(100).ipv4(0x0A00_0000 + i, 0x0A80_0000 + i).udp(1024 + i, 53);
            default -> throw new IllegalArgumentException(packet);
        };
    }

    /** One burst; the result keeps the compiler from leaving it out. */
    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public int extractAndHash() {
        long frame = frames.address() + (long) next * STRIDE;
        long key = keys.address();
        int sum = 0;
        for (int i = 0; i < Keys.BURST; i++) {
            sum += (int) KeyExtractor.extract(frame, length, 1, key);
            sum += KeyHash.hash(key);
            frame += STRIDE;
            key += FlowKey.PACKET_BYTES;
        }
        next = next + Keys.BURST & FRAMES - 1;
        return sum;
    }

    @TearDown
    public void free() {
        frames.close();
        keys.close();
    }
}
