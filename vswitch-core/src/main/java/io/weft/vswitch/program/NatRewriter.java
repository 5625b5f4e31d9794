package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.track.NatResult;
import io.weft.vswitch.track.QuotedPacket;

/**
 * Gives a packet the addresses and ports that the connection tracker found for it: IPv4 and IPv6; ports of TCP, UDP and SCTP, the identifier of ICMP. An ICMP error
 * changes on the translated side, and so does what it quotes.
 *
 * <p>Checksums are right when it returns, as {@link Rewriter} says: by difference, a wrong one stays wrong; what UDP does not have, it has not afterwards.
 *
 * <p>Thread-safety: stateless but for its packet memory; the packet has one owner. Allocation: none.
 */
public final class NatRewriter {
    private static final int TYPE_IPV4 = 0x0800;
    private static final int IPV4_CHECKSUM = 10;
    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private final Transport transport;
    private final StreamRewriter stream;

    public NatRewriter(PacketMemory memory) {
        transport = new Transport(memory);
        stream = new StreamRewriter(memory);
    }

    /**
     * Translates one packet, which the tracker has just tracked.
     *
     * @param place where its headers are now: {@link HeaderPlace}
     * @param kind what they are: {@link HeaderPlace}
     * @param to {@link NatResult#applies}
     * @return the packet, whose length may be another now
     */
    public long rewrite(long packet, long place, int kind, NatResult to) {
        boolean ipv4 = HeaderPlace.etherType(kind) == TYPE_IPV4;
        if (to.isError()) {
            long l4 = HeaderPlace.l4(place);
            long readable = Packet.address(packet) + Packet.linearLength(packet) - l4;
            QuotedPacket.translate(to, !ipv4, l4, (int) Math.min(readable, Transport.transportLength(place, kind)));
        }
        long field = transport.pseudoHeaderChecksum(place, kind);
        boolean partial = field != 0 && transport.isPartial(packet, place, kind, field);
        if (ipv4) {
            ipv4(place, kind, field, partial, to);
        } else {
            ipv6(place, kind, field, partial, to);
        }
        if (!to.isError()) {
            transport.translatePorts(packet, place, kind, partial ? 0 : field, to.ports());
        }
        return to.changesStream() ? stream.rewrite(packet, place, kind, partial, to) : packet;
    }

    private static void ipv4(long place, int kind, long field, boolean partial, NatResult to) {
        long l3 = HeaderPlace.l3(place);
        long old = Memory.getLongNetwork(l3 + IPV4_ADDRESSES);
        long now = to.sourceLow() << 32 | to.destinationLow();
        if (to.isError()) {
            now = to.changesSource() ? now & ~LOW_32 | old & LOW_32 : old & ~LOW_32 | now & LOW_32;
        }
        if (old != now) {
            Memory.putLongNetwork(l3 + IPV4_ADDRESSES, now);
            int checksum = Memory.getShortNetwork(l3 + IPV4_CHECKSUM);
            Memory.putShortNetwork(l3 + IPV4_CHECKSUM, Checksum.update64(checksum, old, now));
            Transport.addressChanged(field, partial, kind, old, now);
        }
    }

    private static void ipv6(long place, int kind, long field, boolean partial, NatResult to) {
        long l3 = HeaderPlace.l3(place);
        if (!to.isError() || to.changesSource()) {
            half(l3 + IPV6_SOURCE, kind, field, partial, to.sourceHigh());
            half(l3 + IPV6_SOURCE + 8, kind, field, partial, to.sourceLow());
        }
        if (!to.isError() || !to.changesSource()) {
            long covering = field == 0 || Ipv6Path.isRouted(place) ? 0 : field;
            half(l3 + IPV6_DESTINATION, kind, covering, partial, to.destinationHigh());
            half(l3 + IPV6_DESTINATION + 8, kind, covering, partial, to.destinationLow());
        }
    }

    private static void half(long at, int kind, long field, boolean partial, long now) {
        long old = Memory.getLongNetwork(at);
        if (old != now) {
            Memory.putLongNetwork(at, now);
            Transport.addressChanged(field, partial, kind, old, now);
        }
    }
}
