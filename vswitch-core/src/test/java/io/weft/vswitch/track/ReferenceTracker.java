package io.weft.vswitch.track;

import io.weft.flow.action.NatSpec;
import io.weft.flow.wire.IpProtocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tracker as one would write it if speed and restarts did not matter: a list of connections, searched from one end to the other. What a NAT chose it
 * learns from the tracker under test, and judges.
 */
final class ReferenceTracker {
    /** Addresses and ports as a packet of one direction has them; of ICMP the identifier as source port and the type as destination port. */
    record Key(
            int zone, int protocol, boolean ipv6, long source, int sourcePort, long destination, int destinationPort) {
        Key reversed() {
            if (isIcmp()) {
                return new Key(
                        zone, protocol, ipv6, destination, sourcePort, source, counterpart(destinationPort, ipv6));
            }
            return new Key(zone, protocol, ipv6, destination, destinationPort, source, sourcePort);
        }

        boolean isIcmp() {
            return protocol == (ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
        }

        Connection.Ends ends() {
            long high = ipv6 ? TestPacket.PREFIX : 0;
            int ports = isIcmp() ? sourcePort << 16 | destinationPort << 8 : sourcePort << 16 | destinationPort;
            return new Connection.Ends(high, source, high, destination, ports);
        }
    }

    /** A connection. */
    static final class Entry {
        Key original;
        Key reply;
        boolean snat;
        boolean dnat;
        int mark;
        long labelHigh;
        long labelLow;
        long deadlineMs;
        boolean seenReply;
        boolean assured;
        String plain = "FIRST";
        final ReferenceTcp tcp = new ReferenceTcp();
        final ReferenceSctp sctp = new ReferenceSctp();

        String state() {
            return switch (original.protocol()) {
                case IpProtocol.TCP -> tcp.text();
                case IpProtocol.SCTP -> sctp.state;
                default -> plain;
            };
        }
    }

    /**
     * What comes of a packet.
     *
     * @param after the packet's ends after translation, or null when it is not translated
     */
    record Outcome(int state, Entry entry, Key after) {}

    final List<Entry> entries = new ArrayList<>();
    final Map<Integer, Integer> limits = new HashMap<>();
    final Map<Integer, TimeoutPolicy> policies = new HashMap<>();
    boolean checksWindows = true;

    private static int counterpart(int type, boolean ipv6) {
        int[][] pairs = ipv6 ? new int[][] {{128, 129}} : new int[][] {{8, 0}, {13, 14}, {15, 16}};
        for (int[] pair : pairs) {
            if (type == pair[0]) {
                return pair[1];
            }
            if (type == pair[1]) {
                return pair[0];
            }
        }
        return -1;
    }

    static Key key(int zone, TestPacket packet) {
        boolean ports = packet.protocol() == IpProtocol.TCP
                || packet.protocol() == IpProtocol.UDP
                || packet.protocol() == IpProtocol.SCTP;
        return new Key(
                zone,
                packet.protocol(),
                packet.ipv6(),
                packet.source(),
                packet.isIcmp() || ports ? packet.sourcePort() : 0,
                packet.destination(),
                packet.isIcmp() ? packet.type() : ports ? packet.destinationPort() : 0);
    }

    Entry find(Key key, long nowMs) {
        entries.removeIf(entry -> entry.deadlineMs <= nowMs);
        for (Entry entry : entries) {
            if (entry.original.equals(key) || entry.reply.equals(key)) {
                return entry;
            }
        }
        return null;
    }

    long count(int zone) {
        return entries.stream().filter(e -> e.original.zone() == zone).count();
    }

    private long timeoutMs(int zone, Timeout timeout) {
        return policies.getOrDefault(zone, TimeoutPolicy.DEFAULT).timeoutMs(timeout);
    }

    /** What the tracker must say. {@code carried} are the NAT bits that the packet has from the same zone. */
    Outcome track(TrackOrder order, TestPacket packet, int carried, long nowMs, NatJudge judge) {
        if (packet.quoted() != null) {
            return error(order, packet, nowMs);
        }
        Key key = key(order.zone(), packet);
        if (packet.isIcmp() && counterpart(packet.type(), packet.ipv6()) < 0) {
            return invalid(null);
        }
        Key looked = carried != 0 ? key.reversed() : key;
        Entry entry = find(looked, nowMs);
        if (entry == null) {
            return carried != 0 ? track(order, packet, 0, nowMs, judge) : begin(order, packet, key, nowMs, judge);
        }
        boolean reply = entry.original.equals(looked) == (carried != 0);
        if (order.force() && reply) {
            entries.remove(entry);
            // A translated packet whose connection is gone is looked up as it is.
            return carried != 0 ? track(order, packet, 0, nowMs, judge) : begin(order, packet, key, nowMs, judge);
        }
        String verdict = advance(entry, packet, reply, nowMs);
        if (verdict.equals("reopen")) {
            entries.remove(entry);
            return carried != 0 ? track(order, packet, 0, nowMs, judge) : begin(order, packet, key, nowMs, judge);
        }
        if (verdict.equals("invalid")) {
            return invalid(entry);
        }
        int state = verdict.equals("opening") ? CtState.NEW : CtState.EST | (reply ? CtState.RPL : 0);
        return member(order, entry, reply, state, carried);
    }

    private static Outcome invalid(Entry entry) {
        return new Outcome(CtState.TRK | CtState.INV, entry, null);
    }

    private Outcome member(TrackOrder order, Entry entry, boolean reply, int state, int carried) {
        entry.mark = entry.mark & ~order.markMask() | order.mark() & order.markMask();
        entry.labelHigh = entry.labelHigh & ~order.labelHighMask() | order.labelHigh() & order.labelHighMask();
        entry.labelLow = entry.labelLow & ~order.labelLowMask() | order.labelLow() & order.labelLowMask();
        Key after = null;
        int bits = carried;
        if (order.nat() != null && carried == 0 && (entry.snat || entry.dnat)) {
            after = (reply ? entry.original : entry.reply).reversed();
            bits = entry.snat != reply ? CtState.SNAT : CtState.DNAT;
        }
        return new Outcome(CtState.TRK | state | bits, entry, after);
    }

    private Outcome error(TrackOrder order, TestPacket packet, long nowMs) {
        if (packet.quoted().source() != packet.destination()) {
            return invalid(null);
        }
        Key key = key(order.zone(), packet.quoted()).reversed();
        Entry entry = find(key, nowMs);
        if (entry == null) {
            return invalid(null);
        }
        boolean reply = !entry.original.equals(key);
        return member(order, entry, reply, CtState.REL | (reply ? CtState.RPL : 0), 0);
    }

    private String advance(Entry entry, TestPacket packet, boolean reply, long nowMs) {
        Timeout timeout;
        boolean established;
        switch (packet.protocol()) {
            case IpProtocol.TCP -> {
                ReferenceTcp.Verdict verdict = entry.tcp.update(packet, reply, checksWindows);
                timeout = entry.tcp.timeout;
                if (verdict == ReferenceTcp.Verdict.REOPEN) {
                    return "reopen";
                }
                if (verdict == ReferenceTcp.Verdict.BAD_FLAGS || verdict == ReferenceTcp.Verdict.BAD_WINDOW) {
                    return "invalid";
                }
                established = verdict == ReferenceTcp.Verdict.ESTABLISHED;
                entry.seenReply |= reply && established;
                entry.assured |= established && entry.tcp.bothEstablished();
            }
            case IpProtocol.SCTP -> {
                String verdict = entry.sctp.update(packet, reply);
                if (verdict.equals("reopen") || verdict.equals("invalid")) {
                    return verdict;
                }
                timeout = entry.sctp.timeout;
                established = verdict.equals("established");
                entry.seenReply |= reply && timeout != null && packet.type() != 1;
                entry.assured |= entry.sctp.state.equals("ESTABLISHED") && packet.type() != 1;
                established = established || packet.type() != 1 && entry.seenReply;
            }
            default -> {
                boolean icmp = packet.isIcmp();
                if (reply) {
                    entry.plain = "BOTH_WAYS";
                    entry.seenReply = true;
                    entry.assured |= !icmp;
                } else if (entry.plain.equals("FIRST") && !icmp) {
                    entry.plain = "MULTIPLE";
                }
                established = entry.plain.equals("BOTH_WAYS");
                timeout = icmp
                        ? established ? Timeout.ICMP_REPLY : Timeout.ICMP_FIRST
                        : established ? Timeout.UDP_MULTIPLE : Timeout.UDP_SINGLE;
            }
        }
        if (timeout != null) {
            entry.deadlineMs = nowMs + timeoutMs(entry.original.zone(), timeout);
        }
        return established ? "established" : "opening";
    }

    private Outcome begin(TrackOrder order, TestPacket packet, Key key, long nowMs, NatJudge judge) {
        boolean allowed = switch (packet.protocol()) {
            case IpProtocol.TCP -> ReferenceTcp.mayBegin(packet);
            case IpProtocol.SCTP -> ReferenceSctp.mayBegin(packet);
            default ->
                !packet.isIcmp()
                        || (packet.ipv6()
                                ? packet.type() == 128
                                : List.of(8, 13, 15).contains(packet.type()));
        };
        if (!allowed) {
            return invalid(null);
        }
        Outcome fresh = new Outcome(CtState.TRK | CtState.NEW, null, null);
        int limit = limits.getOrDefault(order.zone(), 0);
        if (!order.commit() && !order.force() || limit != 0 && count(order.zone()) >= limit) {
            return fresh;
        }
        NatSpec nat = order.nat();
        boolean binds = nat != null
                && nat.part() != NatSpec.Side.EXISTING
                && (nat.keepsAddress() || (nat.family() == NatSpec.Family.IPV6) == packet.ipv6());
        Key reply = binds ? judge.chosen(key, nat, k -> find(k, nowMs) != null) : key.reversed();
        if (reply == null) {
            return invalid(null);
        }
        if (!binds && find(reply, nowMs) != null) {
            return fresh;
        }
        Entry entry = enter(order, packet, key, reply, nowMs);
        entry.snat = binds && nat.part() == NatSpec.Side.SRC;
        entry.dnat = binds && !entry.snat;
        int bits = entry.snat ? CtState.SNAT : entry.dnat ? CtState.DNAT : 0;
        return new Outcome(CtState.TRK | CtState.NEW | bits, entry, binds ? reply.reversed() : null);
    }

    private Entry enter(TrackOrder order, TestPacket packet, Key key, Key reply, long nowMs) {
        Entry entry = new Entry();
        entry.original = key;
        entry.reply = reply;
        entry.mark = order.mark() & order.markMask();
        entry.labelHigh = order.labelHigh() & order.labelHighMask();
        entry.labelLow = order.labelLow() & order.labelLowMask();
        Timeout timeout = packet.isIcmp() ? Timeout.ICMP_FIRST : Timeout.UDP_FIRST;
        if (packet.protocol() == IpProtocol.TCP) {
            entry.tcp.begin(packet);
            timeout = Timeout.TCP_SYN_SENT;
        } else if (packet.protocol() == IpProtocol.SCTP) {
            entry.sctp.begin(packet);
            timeout = Timeout.SCTP_OPENING;
        }
        entry.deadlineMs = nowMs + timeoutMs(order.zone(), timeout);
        entries.add(entry);
        return entry;
    }

    /** Judges what a NAT chose. */
    interface NatJudge {
        /** The answers' key of the new connection, or null when nothing was free. */
        Key chosen(Key original, NatSpec nat, java.util.function.Predicate<Key> taken);
    }
}
