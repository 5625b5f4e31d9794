package io.weft.vswitch;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Lets packets for the controllers of a bridge pass at a rate ({@code controller_rate_limit}, {@code controller_burst_limit}).
 *
 * <pre>
 *   packet --token and nobody waits--> sent
 *          --otherwise--> the queue of its port --one from each port in turn, a token each--> sent
 * </pre>
 *
 * As many packets wait as the burst has; one more takes the place of the oldest of the longest queue, so that a port that floods loses its
 * own packets. Thread-safety: one owner.
 */
final class PacketInLimiter {
    private static final long TOKENS_PER_PACKET = 1_000_000_000L;
    private static final int DEFAULT_BURST_DIVISOR = 4;

    private final Map<Integer, Queue<PacketIn>> queues = new LinkedHashMap<>();
    private final int ratePps;
    private final int burst;
    private long tokens;
    private long filledNs;
    private int waiting;

    /**
     * @param ratePps packets a second, 1 or more
     * @param burst packets in one go, and that wait; 0: a quarter of the rate
     */
    PacketInLimiter(int ratePps, int burst, long nowNs) {
        this.ratePps = ratePps;
        this.burst = burst > 0 ? burst : Math.max(1, ratePps / DEFAULT_BURST_DIVISOR);
        tokens = this.burst * TOKENS_PER_PACKET;
        filledNs = nowNs;
    }

    boolean isOf(int rate, int wantedBurst) {
        return rate == ratePps && burst == (wantedBurst > 0 ? wantedBurst : Math.max(1, rate / DEFAULT_BURST_DIVISOR));
    }

    /** Sends the packet now or later; false when another one, or this one, is lost for it. */
    boolean offer(PacketIn packet, long nowNs, Consumer<PacketIn> sender) {
        if (waiting == 0 && takeToken(nowNs)) {
            sender.accept(packet);
            return true;
        }
        boolean full = waiting >= burst;
        if (full) {
            take(longestPort());
        }
        queues.computeIfAbsent(packet.inPort(), _ -> new ArrayDeque<>()).add(packet);
        waiting++;
        return !full;
    }

    private int longestPort() {
        int longest = 0;
        int size = 0;
        for (Map.Entry<Integer, Queue<PacketIn>> queue : queues.entrySet()) {
            if (queue.getValue().size() > size) {
                longest = queue.getKey();
                size = queue.getValue().size();
            }
        }
        return longest;
    }

    /** The oldest packet of a port; a port of which none is left has no queue. */
    private PacketIn take(int port) {
        Queue<PacketIn> queue = queues.get(port);
        PacketIn packet = queue.remove();
        waiting--;
        if (queue.isEmpty()) {
            queues.remove(port);
        }
        return packet;
    }

    /** Sends what waits and may go; returns how many. */
    int run(long nowNs, Consumer<PacketIn> sender) {
        int sent = 0;
        while (waiting > 0 && takeToken(nowNs)) {
            sender.accept(next());
            sent++;
        }
        return sent;
    }

    /** The oldest packet of the port whose turn it is, which then comes last. */
    private PacketIn next() {
        int port = queues.keySet().iterator().next();
        PacketIn packet = take(port);
        Queue<PacketIn> rest = queues.remove(port);
        if (rest != null) {
            queues.put(port, rest);
        }
        return packet;
    }

    private boolean takeToken(long nowNs) {
        long full = burst * TOKENS_PER_PACKET;
        long passedNs = Math.max(0, nowNs - filledNs);
        filledNs = nowNs;
        boolean fills = passedNs >= full / ratePps;
        tokens = fills ? full : Math.min(full, tokens + passedNs * ratePps);
        if (tokens < TOKENS_PER_PACKET) {
            return false;
        }
        tokens -= TOKENS_PER_PACKET;
        return true;
    }

    /** Sends all that waits, whatever the rate. */
    void giveAway(Consumer<PacketIn> sender) {
        queues.values().forEach(queue -> queue.forEach(sender));
        queues.clear();
        waiting = 0;
    }

    /** Packets that wait. */
    int waiting() {
        return waiting;
    }
}
