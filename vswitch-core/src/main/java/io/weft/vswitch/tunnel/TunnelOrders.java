package io.weft.vswitch.tunnel;

import io.weft.vswitch.packet.PacketMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The orders of all programs of a switch by number, so that a packet on its way out carries 32 bits in its frame's descriptor, wherever it waits.
 *
 * <pre>
 *   number:  31 | 30 ......... 16 | 15 ...... 0
 *             0    generation, &gt; 0    slot
 * </pre>
 *
 * A slot is used again by another generation, so a packet that waited for longer than its program lived finds nothing, never another's header.
 *
 * <p>Thread-safety: any thread; taking and giving back under a lock, on the slow path alone.
 */
public final class TunnelOrders {
    /** No order: the packet is sent as it is. */
    public static final int NONE = 0;

    private static final Map<PacketMemory, TunnelOrders> ALL = new WeakHashMap<>();
    private static final int SLOT_BITS = 16;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int GENERATIONS = 0x7FFF;

    /** So many slots rest at least, the longest-resting of which is used next. */
    private static final int MOST = SLOTS - SLOTS / 4;

    private final AtomicReferenceArray<Held> bySlot = new AtomicReferenceArray<>(SLOTS);
    private final Map<TunnelOrder, Held> byOrder = new HashMap<>();
    private final Deque<Held> resting = new ArrayDeque<>();
    private int next;

    /** An order in a slot. */
    private static final class Held {
        private final TunnelOrder order;
        private final int number;
        private int users;

        private Held(TunnelOrder order, int number) {
            this.order = order;
            this.number = number;
        }
    }

    private TunnelOrders() {}

    /** Those of the packets of a packet memory. */
    public static TunnelOrders of(PacketMemory memory) {
        synchronized (ALL) {
            return ALL.computeIfAbsent(memory, _ -> new TunnelOrders());
        }
    }

    /** The slot of a number: 0 to 65535. */
    public static int slot(int number) {
        return number & SLOTS - 1;
    }

    /** The number of an order, with one more user; {@link #NONE} when there are too many. */
    public synchronized int acquire(TunnelOrder order) {
        Held held = byOrder.get(order);
        if (held == null) {
            if (byOrder.size() == MOST) {
                return NONE;
            }
            held = new Held(order, number());
            byOrder.put(order, held);
            bySlot.set(slot(held.number), held);
        }
        held.users++;
        return held.number;
    }

    private int number() {
        if (next < SLOTS) {
            return 1 << SLOT_BITS | next++;
        }
        int used = resting.remove().number;
        int generation = (used >>> SLOT_BITS) + 1 & GENERATIONS;
        return Math.max(1, generation) << SLOT_BITS | slot(used);
    }

    /** One user less of a number that {@link #acquire} gave. */
    public synchronized void release(int number) {
        Held held = bySlot.get(slot(number));
        if (held != null && held.number == number && --held.users == 0) {
            byOrder.remove(held.order);
            bySlot.set(slot(number), null);
            resting.add(held);
        }
    }

    /** The order with this number, or null when nobody uses it any more. */
    public TunnelOrder get(int number) {
        Held held = bySlot.get(slot(number));
        return held != null && held.number == number ? held.order : null;
    }
}
