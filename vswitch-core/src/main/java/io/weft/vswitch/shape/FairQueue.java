package io.weft.vswitch.shape;

import java.util.Arrays;

/**
 * The packets of one class, in flows that take turns (RFC 8290): a flow that has just begun goes before those that keep the class busy, each of which sends
 * a quantum at a time. A packet that has waited longer than {@code mostNs} is dropped if another of its flow is behind it.
 *
 * <p>One owner. Allocation: none after construction.
 */
final class FairQueue {
    /** Hash buckets; two flows in one share its turn. */
    static final int FLOWS = 256;

    /** Bytes of a turn: a full frame of Ethernet. */
    static final int QUANTUM = 1_514;

    private static final byte IDLE = 0;
    private static final byte NEW = 1;
    private static final byte OLD = 2;

    private final PacketPool pool;
    private final Loss.Why late = Loss.Why.LATE;
    private final long mostNs;
    private final CoDel codel;
    private final int[] heads = new int[FLOWS];
    private final int[] tails = new int[FLOWS];
    private final int[] flowBytes = new int[FLOWS];
    private final int[] deficits = new int[FLOWS];
    private final byte[] states = new byte[FLOWS];
    private final FlowList fresh;
    private final FlowList old;
    private int packets;
    private int frames;
    private long bytes;
    private long dropped;

    FairQueue(PacketPool pool, long targetNs, long intervalNs, long mostNs) {
        this.pool = pool;
        this.mostNs = mostNs;
        codel = new CoDel(FLOWS, targetNs, intervalNs);
        int[] threads = new int[FLOWS];
        fresh = new FlowList(threads);
        old = new FlowList(threads);
        Arrays.fill(heads, PacketPool.NONE);
    }

    int packets() {
        return packets;
    }

    int frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    /** Packets given up so far. */
    long dropped() {
        return dropped;
    }

    void add(int place, int hash) {
        int flow = hash & FLOWS - 1;
        if (heads[flow] == PacketPool.NONE) {
            heads[flow] = place;
        } else {
            pool.next[tails[flow]] = place;
        }
        tails[flow] = place;
        flowBytes[flow] += pool.lengths[place];
        packets++;
        frames += pool.frames[place];
        bytes += pool.lengths[place];
        if (states[flow] == IDLE) {
            states[flow] = NEW;
            deficits[flow] = QUANTUM;
            fresh.add(flow);
        }
    }

    /**
     * @param extraNs that packets may wait beyond {@code mostNs}
     * @return the place of the packet whose turn it is, no more in the queue; {@link PacketPool#NONE}: there is none left
     */
    int remove(long nowNs, long extraNs, Loss loss) {
        while (true) {
            FlowList list = fresh.isEmpty() ? old : fresh;
            if (list.isEmpty()) {
                return PacketPool.NONE;
            }
            int flow = list.head();
            if (deficits[flow] <= 0) {
                deficits[flow] += QUANTUM;
                age(list);
                continue;
            }
            int place = removeFrom(flow, nowNs, extraNs, loss);
            if (place != PacketPool.NONE) {
                deficits[flow] -= pool.lengths[place];
                return place;
            }
            if (states[flow] == NEW && !old.isEmpty()) {
                age(list); // or a flow would be new again and again
            } else {
                states[list.remove()] = IDLE;
            }
        }
    }

    /** The place of any packet, the oldest of its flow, no more in the queue; {@link PacketPool#NONE}: there is none left. */
    int removeAny() {
        while (true) {
            FlowList list = fresh.isEmpty() ? old : fresh;
            if (list.isEmpty()) {
                return PacketPool.NONE;
            }
            int flow = list.head();
            int place = heads[flow];
            if (place != PacketPool.NONE) {
                unlink(flow);
                return place;
            }
            codel.emptied(flow);
            states[list.remove()] = IDLE;
        }
    }

    private void age(FlowList list) {
        int flow = list.remove();
        states[flow] = OLD;
        old.add(flow);
    }

    private int removeFrom(int flow, long nowNs, long extraNs, Loss loss) {
        while (heads[flow] != PacketPool.NONE) {
            int place = heads[flow];
            long waitedNs = nowNs - pool.sinceNs[place];
            boolean isTooOld = waitedNs > mostNs + extraNs && pool.next[place] != PacketPool.NONE;
            boolean isMore = bytes > QUANTUM;
            unlink(flow);
            if (!isTooOld && !codel.drops(flow, waitedNs, isMore, nowNs)) {
                return place;
            }
            giveUp(place, late, loss);
        }
        codel.emptied(flow);
        return PacketPool.NONE;
    }

    private void unlink(int flow) {
        int place = heads[flow];
        heads[flow] = pool.next[place];
        flowBytes[flow] -= pool.lengths[place];
        packets--;
        frames -= pool.frames[place];
        bytes -= pool.lengths[place];
    }

    private void giveUp(int place, Loss.Why why, Loss loss) {
        long packet = pool.packets[place];
        pool.give(place);
        dropped++;
        loss.lost(packet, why);
    }

    /** Gives up the oldest packets of the flow that has most: half of it, but no more than {@code most}, and at least one if there is any. */
    void cut(int most, Loss loss) {
        int fattest = 0;
        for (int flow = 1; flow < FLOWS; flow++) {
            fattest = flowBytes[flow] > flowBytes[fattest] ? flow : fattest;
        }
        int enough = flowBytes[fattest] / 2;
        for (int i = 0; i < most && heads[fattest] != PacketPool.NONE && (i == 0 || flowBytes[fattest] > enough); i++) {
            int place = heads[fattest];
            unlink(fattest);
            giveUp(place, Loss.Why.FULL, loss);
        }
    }
}
