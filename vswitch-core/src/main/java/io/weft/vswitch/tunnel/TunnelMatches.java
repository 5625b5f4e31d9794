package io.weft.vswitch.tunnel;

import java.util.ArrayList;
import java.util.List;

/**
 * Which tunnel port a packet that arrives is for: the most specific one, as in Open vSwitch. A port with a fixed VNI goes before one with {@code key=flow},
 * among those a fixed remote address before {@code remote_ip=flow}, and then a fixed local address before any before {@code local_ip=flow}.
 *
 * <pre>
 *   12 kinds of ports = VNI fixed, flow x remote fixed, flow x local fixed, any, flow
 *   lookup: one probe for each kind that there is, in that order
 * </pre>
 *
 * <p>Thread-safety: immutable. Allocation: none in lookups.
 */
public final class TunnelMatches {
    /** Nothing arrives. */
    public static final TunnelMatches NONE = new TunnelMatches(List.of());

    private static final int KINDS = 12;
    private static final int FLOW_KEY = 6;
    private static final int FLOW_REMOTE = 3;

    /** Words of a slot: kind, VNI, remote address, local address. */
    private static final int WORDS = 6;

    private final List<TunnelEnd> all;
    private final TunnelEnd[] ends;
    private final long[] slots;
    private final int kinds;
    private final boolean gbp;

    private TunnelMatches(List<TunnelEnd> all) {
        this.all = List.copyOf(all);
        int size = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        ends = new TunnelEnd[size];
        slots = new long[size * WORDS];
        int found = 0;
        boolean policy = false;
        for (TunnelEnd end : all) {
            TunnelConfig config = end.config();
            int kind = kind(config);
            found |= 1 << kind;
            policy |= config.gbp();
            put(kind, config, end);
        }
        kinds = found;
        gbp = policy;
    }

    /** With one more, which takes the place of one that no packet can tell from it. */
    public TunnelMatches with(TunnelEnd end) {
        List<TunnelEnd> more = new ArrayList<>(all);
        more.removeIf(other -> other.config().isSameAs(end.config()));
        more.add(end);
        return new TunnelMatches(more);
    }

    /** Without one; the same where it is not here. */
    @SuppressWarnings("ReferenceEquality") // about this very end
    public TunnelMatches without(TunnelEnd end) {
        List<TunnelEnd> fewer = new ArrayList<>(all);
        return fewer.removeIf(other -> other == end) ? new TunnelMatches(fewer) : this;
    }

    /** Whether the ports have agreed upon the Group Policy extension. */
    boolean gbp() {
        return gbp;
    }

    private static int kind(TunnelConfig config) {
        int local = config.localFlow() ? 2 : config.local().isNone() ? 1 : 0;
        return (config.inKeyFlow() ? FLOW_KEY : 0) + (config.remoteFlow() ? FLOW_REMOTE : 0) + local;
    }

    private void put(int kind, TunnelConfig config, TunnelEnd end) {
        int slot = slot(
                kind,
                config.inKey(),
                config.remote().high(),
                config.remote().low(),
                config.local().high(),
                config.local().low());
        int at = slot * WORDS;
        slots[at] = kind;
        slots[at + 1] = config.inKey();
        slots[at + 2] = config.remote().high();
        slots[at + 3] = config.remote().low();
        slots[at + 4] = config.local().high();
        slots[at + 5] = config.local().low();
        ends[slot] = end;
    }

    /** The slot that holds these words, or the free one where they would be. */
    private int slot(int kind, long key, long remoteHigh, long remoteLow, long localHigh, long localLow) {
        long mixed = kind + 31 * (key + 31 * (remoteHigh + 31 * (remoteLow + 31 * (localHigh + 31 * localLow))));
        mixed *= 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & ends.length - 1;
        while (ends[slot] != null) {
            int at = slot * WORDS;
            if (slots[at] == kind
                    && slots[at + 1] == key
                    && slots[at + 2] == remoteHigh
                    && slots[at + 3] == remoteLow
                    && slots[at + 4] == localHigh
                    && slots[at + 5] == localLow) {
                break;
            }
            slot = slot + 1 & ends.length - 1;
        }
        return slot;
    }

    /** The port that a packet with this header is for, or null. */
    TunnelEnd find(OuterHeader header) {
        for (int kind = 0; kind < KINDS; kind++) {
            if ((kinds & 1 << kind) != 0) {
                boolean anyRemote = kind % FLOW_KEY >= FLOW_REMOTE;
                boolean anyLocal = kind % FLOW_REMOTE != 0;
                TunnelEnd end = ends[
                        slot(
                                kind,
                                kind >= FLOW_KEY ? 0 : header.vni(),
                                anyRemote ? 0 : header.remoteHigh(),
                                anyRemote ? 0 : header.remoteLow(),
                                anyLocal ? 0 : header.localHigh(),
                                anyLocal ? 0 : header.localLow())];
                if (end != null) {
                    return end;
                }
            }
        }
        return null;
    }

    /** Whether some port has the two addresses of a header, whatever the VNI: for a drop's reason, so it may take long. */
    boolean isPeer(OuterHeader header) {
        for (int i = 0; i < all.size(); i++) {
            TunnelConfig config = all.get(i).config();
            boolean remote = config.remoteFlow()
                    || config.remote().high() == header.remoteHigh()
                            && config.remote().low() == header.remoteLow();
            boolean local = config.local().isNone()
                    || config.local().high() == header.localHigh()
                            && config.local().low() == header.localLow();
            if (remote && local) {
                return true;
            }
        }
        return false;
    }
}
