package io.weft.vswitch.tunnel;

import io.weft.flow.wire.GeneveHeader;
import io.weft.flow.wire.VxlanHeader;
import io.weft.vswitch.counters.DropReason;

/**
 * Judges datagrams that arrive at a UDP port of tunnels: which port of the switch they are for, and where the packet inside begins.
 *
 * <pre>
 *   datagram --> header whole, of this type? --> which tunnel port? --> number of the header: in_port of the packet inside
 *                        | no                          | none                | none free
 *                        +----------- a DropReason ----+---------------------+
 * </pre>
 *
 * <p>Thread-safety: the agent that receives; {@link #matches(TunnelMatches)} the conductor. Allocation: for a header that is new alone.
 */
public final class Decapsulator {
    /** In place of an {@code in_port}: the packet is to be dropped, and {@link #reason} says why. */
    public static final int DROP = -1;

    private final TunnelType type;
    private final Arrivals arrivals = new Arrivals();
    private final OuterHeader header = new OuterHeader();
    private volatile TunnelMatches matches = TunnelMatches.NONE;
    private DropReason reason = DropReason.TUNNEL_PEER;
    private int headerLength;

    public Decapsulator(TunnelType type) {
        this.type = type;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    public TunnelMatches matches() {
        return matches;
    }

    /** From now on packets are for these. */
    public void matches(TunnelMatches now) {
        matches = now;
    }

    /** The addresses between which the next datagram came; both are as {@link TunnelAddress} has them. */
    public void addresses(long remoteHigh, long remoteLow, long localHigh, long localLow) {
        header.addresses(remoteHigh, remoteLow, localHigh, localLow);
    }

    /**
     * Judges a datagram.
     *
     * @param datagram its first byte behind the UDP header
     * @param readable bytes there that are contiguous
     * @return the {@code in_port} of the packet behind {@link #headerLength} bytes, or {@link #DROP}
     */
    public int judge(long datagram, int readable, int tos, int ttl, long nowNs) {
        TunnelMatches now = matches;
        boolean whole = type == TunnelType.VXLAN
                ? isVxlan(datagram, readable, now.gbp(), tos, ttl)
                : isGeneve(datagram, readable, tos, ttl);
        return whole ? inPort(now, nowNs) : DROP;
    }

    /** Bytes in front of the packet that {@link #judge} has just accepted. */
    public int headerLength() {
        return headerLength;
    }

    /** Why {@link #judge} has just said {@link #DROP}. */
    public DropReason reason() {
        return reason;
    }

    @SuppressWarnings("ReferenceEquality") // each change makes another
    private int inPort(TunnelMatches now, long nowNs) {
        Arrivals.Entry entry = arrivals.find(header, nowNs);
        if (entry != null && entry.judgedBy == now) {
            return entry.inPort();
        }
        TunnelEnd end = now.find(header);
        if (end == null) {
            return drop(now.isPeer(header) ? DropReason.TUNNEL_KEY : DropReason.TUNNEL_PEER);
        }
        if (entry != null && entry.end != end) {
            arrivals.remove(entry, nowNs);
            entry = null;
        }
        if (entry == null) {
            entry = arrivals.add(header, nowNs);
        }
        if (entry == null) {
            return drop(DropReason.TUNNEL_HEADERS);
        }
        entry.end = end;
        entry.judgedBy = now;
        return entry.inPort();
    }

    private int drop(DropReason why) {
        reason = why;
        return DROP;
    }

    private boolean isVxlan(long datagram, int readable, boolean gbp, int tos, int ttl) {
        return switch (VxlanHeader.judge(datagram, readable, gbp)) {
            case SHORT -> isDropped(DropReason.TUNNEL_SHORT);
            case FLAGS -> isDropped(DropReason.TUNNEL_FLAGS);
            case NONE -> {
                headerLength = VxlanHeader.LENGTH;
                header.vxlan(
                        VxlanHeader.vni(datagram),
                        VxlanHeader.group(datagram),
                        VxlanHeader.policyFlags(datagram),
                        tos,
                        ttl);
                yield true;
            }
        };
    }

    private boolean isGeneve(long datagram, int readable, int tos, int ttl) {
        return switch (GeneveHeader.judge(datagram, readable)) {
            case SHORT -> isDropped(DropReason.TUNNEL_SHORT);
            case VERSION -> isDropped(DropReason.TUNNEL_VERSION);
            case PROTOCOL -> isDropped(DropReason.TUNNEL_PROTOCOL);
            case OPTIONS -> isDropped(DropReason.TUNNEL_OPTIONS);
            case NONE -> {
                int options = GeneveHeader.optionsLength(datagram);
                headerLength = GeneveHeader.LENGTH + options;
                header.geneve(
                        GeneveHeader.vni(datagram),
                        GeneveHeader.isOam(datagram),
                        tos,
                        ttl,
                        datagram + GeneveHeader.LENGTH,
                        options);
                yield true;
            }
        };
    }

    private boolean isDropped(DropReason why) {
        reason = why;
        return false;
    }
}
