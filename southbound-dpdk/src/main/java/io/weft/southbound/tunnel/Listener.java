package io.weft.southbound.tunnel;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.tunnel.Decapsulator;
import io.weft.vswitch.tunnel.TunnelEnd;
import io.weft.vswitch.tunnel.TunnelType;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * A UDP port that tunnel ports share. One of them, the first, shows its receive queue as its own; when that one goes, the next does. Its
 * decapsulator outlives the socket, so that what a number of a header means never changes under a cache.
 *
 * <p>Thread-safety: the conductor.
 */
final class Listener {
    private final int port;
    private final Decapsulator decapsulator;
    private final NanoClock clock;
    private final List<TunnelPort> ports = new ArrayList<>();

    /** Null while there are no ports. */
    private PacketMemory memory;

    private TunnelRxQueue queue;
    private String fault = "";

    Listener(TunnelType type, int port, NanoClock clock) {
        this.port = port;
        this.clock = clock;
        decapsulator = new Decapsulator(type);
    }

    Decapsulator decapsulator() {
        return decapsulator;
    }

    void join(TunnelPort tunnel, PacketMemory packets) {
        ports.add(tunnel);
        memory = packets;
        open();
    }

    /** Tries to open the socket, if it is not; returns whether it is. */
    boolean open() {
        if (queue == null) {
            try {
                queue = new TunnelRxQueue(UdpSocket.receiving(port), memory, decapsulator, clock);
                fault = "";
            } catch (NativeException e) {
                fault = e.getMessage();
            }
        }
        return queue != null;
    }

    /** The first of the ports, whose queue it is. */
    @SuppressWarnings("ReferenceEquality") // this very port
    boolean isLedBy(TunnelPort tunnel) {
        return !ports.isEmpty() && ports.getFirst() == tunnel;
    }

    /** Null while the socket cannot be opened; {@link #fault} says why. */
    TunnelRxQueue queue() {
        return queue;
    }

    String fault() {
        return fault;
    }

    void listen(TunnelEnd end) {
        decapsulator.matches(decapsulator.matches().with(end));
    }

    /** No PMD runs the queue if the port led. */
    @SuppressWarnings("ReferenceEquality") // this very port
    void leave(TunnelPort tunnel) {
        decapsulator.matches(decapsulator.matches().without(tunnel.end()));
        ports.removeIf(other -> other == tunnel);
        if (ports.isEmpty() && queue != null) {
            try (FrameCache frames = new FrameCache(memory)) {
                queue.close(frames);
            }
            queue = null;
        }
        memory = ports.isEmpty() ? null : memory;
    }
}
