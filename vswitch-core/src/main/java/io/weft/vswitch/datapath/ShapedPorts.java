package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.shape.Loss;
import io.weft.vswitch.shape.Shaper;
import java.util.Arrays;

/**
 * The ports of one PMD in which packets wait for their time, as a heap by when something may leave: a round looks at the first one alone.
 *
 * <p>Thread-safety: its PMD. Allocation: none, but for growth. Cost: a comparison a round; the logarithm of the number of waiting ports for each that is served.
 */
final class ShapedPorts implements Loss {
    private final FrameCache frames;
    private final DropCounters drops;
    private TxPort[] heap = new TxPort[16];
    private int count;
    private long nowNs;

    ShapedPorts(FrameCache frames, DropCounters drops) {
        this.frames = frames;
        this.drops = drops;
    }

    @Override
    public void lost(long packet, Why why) {
        frames.free(packet);
        drops.add(why == Why.FULL ? DropReason.EGRESS_QUEUE_FULL : DropReason.EGRESS_QUEUE_DELAY, 1);
    }

    /** A round begins. */
    void begin(long now) {
        nowNs = now;
    }

    long nowNs() {
        return nowNs;
    }

    /** When something may leave; {@link Shaper#NEVER} while nothing waits. */
    long dueNs() {
        return count == 0 ? Shaper.NEVER : heap[0].dueNs;
    }

    /** Lets go what is due; returns the packets that went. */
    int serve() {
        int sent = 0;
        while (count > 0 && heap[0].dueNs <= nowNs) {
            sent += heap[0].serve();
        }
        return sent;
    }

    /** Something may leave {@code port} then, and not before. */
    void put(TxPort port, long dueNs) {
        port.dueNs = dueNs;
        if (port.heapIndex < 0) {
            if (dueNs == Shaper.NEVER) {
                return;
            }
            if (count == heap.length) {
                heap = Arrays.copyOf(heap, 2 * count);
            }
            place(port, count++);
        }
        if (dueNs == Shaper.NEVER) {
            remove(port);
        } else {
            sink(rise(port.heapIndex));
        }
    }

    private void remove(TxPort port) {
        int hole = port.heapIndex;
        port.heapIndex = -1;
        TxPort last = heap[--count];
        heap[count] = null;
        if (hole < count) {
            place(last, hole);
            sink(rise(hole));
        }
    }

    private void place(TxPort port, int index) {
        heap[index] = port;
        port.heapIndex = index;
    }

    private int rise(int from) {
        TxPort port = heap[from];
        int at = from;
        while (at > 0 && heap[(at - 1) / 2].dueNs > port.dueNs) {
            place(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        place(port, at);
        return at;
    }

    private void sink(int from) {
        TxPort port = heap[from];
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < count && heap[child + 1].dueNs < heap[child].dueNs) {
                child++;
            }
            if (child >= count || heap[child].dueNs >= port.dueNs) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(port, at);
    }
}
