package io.weft.vswitch.shape;

/** The places in which packets of one port wait: lists are threads through them. One owner. Allocation: none after construction. */
final class PacketPool {
    static final int NONE = -1;

    final long[] packets;
    final long[] sinceNs;
    final int[] lengths;
    final int[] frames;
    final int[] next;
    private int free;

    PacketPool(int capacity) {
        packets = new long[capacity];
        sinceNs = new long[capacity];
        lengths = new int[capacity];
        frames = new int[capacity];
        next = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            next[i] = i + 1 < capacity ? i + 1 : NONE;
        }
    }

    boolean isEmpty() {
        return free == NONE;
    }

    /** A place, which there must be. */
    int take(long packet, int length, int frameCount, long nowNs) {
        int place = free;
        free = next[place];
        packets[place] = packet;
        lengths[place] = length;
        frames[place] = frameCount;
        sinceNs[place] = nowNs;
        next[place] = NONE;
        return place;
    }

    void give(int place) {
        next[place] = free;
        free = place;
    }
}
