package io.weft.vswitch.port.dummy;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connection of a wire: frames one after another, each behind its length in two bytes, as the dummy ports of Open vSwitch send them.
 *
 * <p>Thread-safety: one thread receives, one sends; any thread closes.
 */
final class DummyStream {
    private static final int LENGTH_BYTES = 2;
    private static final int BUFFER = 256 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] frame = new byte[0x10000];
    private volatile boolean broken;

    /** {@code channel} connected and not blocking. */
    DummyStream(SocketChannel channel) {
        this.channel = channel;
    }

    /** The other end has gone, or broke the rules. */
    boolean isBroken() {
        return broken;
    }

    /** Receives whole frames into {@code packets[from..limit)}; returns the index behind the last. */
    int receive(FrameCache frames, long[] packets, int from, int limit) {
        int count = take(frames, packets, from, limit);
        if (count < limit && !broken && fill()) {
            count = take(frames, packets, count, limit);
        }
        return count;
    }

    private boolean fill() {
        try {
            int bytes = channel.read(in);
            broken |= bytes < 0;
            return bytes > 0;
        } catch (IOException e) {
            broken = true; // the link connects again, and says so
            return false;
        }
    }

    private int take(FrameCache frames, long[] packets, int from, int limit) {
        int count = from;
        in.flip();
        while (count < limit && in.remaining() >= LENGTH_BYTES) {
            int length = in.getShort(in.position()) & 0xFFFF;
            if (in.remaining() < LENGTH_BYTES + length) {
                break;
            }
            in.position(in.position() + LENGTH_BYTES);
            in.get(frame, 0, length);
            long packet = packet(frames, length);
            if (packet != Packet.NONE) {
                packets[count++] = packet;
            }
        }
        in.compact();
        return count;
    }

    private long packet(FrameCache frames, int length) {
        long base = length <= frames.memory().frameCapacity() ? frames.allocate() : frames.allocateLarge();
        if (base == 0) {
            return Packet.NONE;
        }
        Memory.copyFrom(frame, 0, base + PacketMemory.DATA_OFFSET, length);
        return Packet.of(base + PacketMemory.DATA_OFFSET, length);
    }

    /** Takes a copy of a frame for sending; false when too much waits already. */
    boolean send(byte[] bytes, int length) {
        if (broken || out.remaining() < LENGTH_BYTES + length) {
            return false;
        }
        out.putShort((short) length).put(bytes, 0, length);
        return true;
    }

    /** Sends what waits, as far as the other end takes it. */
    void flush() {
        if (broken || out.position() == 0) {
            return;
        }
        out.flip();
        try {
            channel.write(out);
        } catch (IOException e) {
            broken = true;
        }
        out.compact();
    }

    boolean isOutstanding() {
        return !broken && out.position() > 0;
    }

    void close() {
        broken = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // closing a socket of this process does not fail
        }
    }
}
