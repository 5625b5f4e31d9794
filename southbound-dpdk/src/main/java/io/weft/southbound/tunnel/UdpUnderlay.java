package io.weft.southbound.tunnel;

import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.tunnel.TunnelConfig;
import io.weft.vswitch.tunnel.TunnelType;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.agrona.concurrent.NanoClock;

/**
 * What carries the tunnels of a switch where nothing faster does: the host's own UDP sockets, routes and neighbours.
 *
 * <p>Thread-safety: the conductor, but {@link #of}.
 */
final class UdpUnderlay {
    private static final Map<PacketMemory, UdpUnderlay> ALL = new WeakHashMap<>();

    private final NanoClock clock;
    private final int pmdCount;
    private final Map<Key, Listener> listeners = new HashMap<>();
    private TunnelTxQueue[] senders = {};
    private int users;

    private record Key(TunnelType type, int port) {}

    private UdpUnderlay(PortContext context) {
        clock = context.clock();
        pmdCount = Math.max(1, context.pmdCount());
    }

    /** That of a switch. */
    static UdpUnderlay of(PortContext context) {
        synchronized (ALL) {
            return ALL.computeIfAbsent(context.memory(), _ -> new UdpUnderlay(context));
        }
    }

    /** Where packets for such a port arrive. */
    Listener listener(TunnelConfig config) {
        return listeners.computeIfAbsent(
                new Key(config.type(), config.dstPort()), key -> new Listener(key.type(), key.port(), clock));
    }

    /** One more port sends. */
    void enter(PacketMemory memory) {
        if (users++ == 0) {
            senders = new TunnelTxQueue[pmdCount];
            for (int i = 0; i < pmdCount; i++) {
                senders[i] = new TunnelTxQueue(memory);
            }
        }
    }

    /** One for each PMD, which is the only one to use it. */
    TxQueue[] senders() {
        return senders.clone();
    }

    /** One port less sends, and no PMD has its queues. */
    void leave() {
        if (--users == 0) {
            for (TunnelTxQueue sender : senders) {
                sender.close();
            }
            senders = new TunnelTxQueue[0];
        }
    }
}
