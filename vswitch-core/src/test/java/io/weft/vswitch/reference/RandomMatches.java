package io.weft.vswitch.reference;

import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import java.util.Random;

/** Random matches over all headers and the pipeline's fields, with prefixes and partial masks. */
final class RandomMatches {
    private final Random random;
    private final RandomConnections connections;
    private boolean withConnections;

    RandomMatches(Random random) {
        this.random = random;
        connections = new RandomConnections(random);
    }

    void useConnections() {
        withConnections = true;
    }

    /** A random match; about one in six matches everything. */
    Match next() {
        MatchBuilder match = new MatchBuilder();
        if (oneIn(3)) {
            match.set(Fields.IN_PORT, 1 + random.nextInt(Pool.PORTS));
        }
        if (oneIn(6)) {
            match.set(Fields.reg(0), random.nextInt(3));
        }
        if (oneIn(10)) {
            match.set(Fields.METADATA, 1, 1);
        }
        if (oneIn(25)) {
            match.set(Fields.ACTSET_OUTPUT, oneIn(2) ? Integer.toUnsignedLong(Ports.UNSET) : 1 + random.nextInt(3));
        }
        if (oneIn(25)) {
            match.set(Fields.TUN_ID, random.nextInt(2), 1);
        }
        if (oneIn(25)) {
            match.set(Fields.PKT_MARK, 0, 1);
        }
        if (oneIn(10)) {
            match.set(Fields.CONJ_ID, random.nextInt(RandomFlows.CONJUNCTIONS));
        }
        if (oneIn(5)) {
            masked(match, Fields.ETH_SRC, Pool.station(random), 0xffff_ffff_ff00L);
        }
        if (oneIn(4)) {
            masked(match, Fields.ETH_DST, Pool.destination(random), 0x0100_0000_0000L);
        }
        if (oneIn(4)) {
            vlan(match);
        }
        int kind = random.nextInt(8);
        switch (kind) {
            case 0, 1, 2 -> ipv4(match);
            case 3, 4 -> ipv6(match);
            case 5 -> arp(match);
            default -> match.set(Fields.ETH_TYPE, oneIn(2) && !withConnections ? 0x88cc : 0x0800);
        }
        if (withConnections && kind != 5 && oneIn(2)) {
            connections.match(match, kind != 3 && kind != 4);
        }
        return oneIn(6) ? Match.ANY : match.build();
    }

    private void masked(MatchBuilder match, Field field, long value, long mask) {
        long used = oneIn(3) ? mask : field.ones();
        match.set(field, value & used, used);
    }

    private void vlan(MatchBuilder match) {
        switch (random.nextInt(4)) {
            case 0 -> match.set(Fields.VLAN_TCI, 0);
            case 1 -> match.set(Fields.VLAN_TCI, 0x1000, 0x1000);
            case 2 -> match.set(Fields.DL_VLAN_PCP, random.nextInt(4));
            default -> match.set(Fields.DL_VLAN, Pool.vlan(random));
        }
    }

    private void ipv4(MatchBuilder match) {
        boolean transport = oneIn(2);
        Protocol protocol = transport ? pick(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.ICMP) : Protocol.IP;
        match.protocol(protocol);
        if (oneIn(2)) {
            prefix(match, Fields.NW_SRC);
        }
        if (oneIn(2)) {
            prefix(match, Fields.NW_DST);
        }
        network(match);
        if (transport) {
            transport(match, protocol);
        }
    }

    private void prefix(MatchBuilder match, Field field) {
        long mask = -1L << pick(0, 0, 8, 16, 24) & 0xffff_ffffL;
        match.set(field, Pool.ipv4(random) & mask, mask);
    }

    private void network(MatchBuilder match) {
        if (oneIn(8)) {
            match.set(Fields.NW_TTL, Pool.ttl(random));
        }
        if (oneIn(8)) {
            match.set(Fields.NW_ECN, random.nextInt(4));
        }
        if (oneIn(8)) {
            match.set(Fields.IP_DSCP, Pool.tos(random) >> 2);
        }
        if (oneIn(8)) {
            match.set(Fields.IP_FRAG, random.nextInt(2), 1);
        }
    }

    private void ipv6(MatchBuilder match) {
        boolean transport = oneIn(2);
        Protocol protocol =
                transport ? pick(Protocol.TCP6, Protocol.UDP6, Protocol.SCTP6, Protocol.ICMP6) : Protocol.IPV6;
        match.protocol(protocol);
        if (oneIn(2)) {
            match.setWide(Fields.IPV6_SRC, Pool.ipv6High(random), Pool.ipv6Low(random));
        }
        if (oneIn(2)) {
            match.set(Fields.IPV6_DST, new FieldValue(Pool.ipv6High(random), 0, -1L, 0));
        }
        if (oneIn(8)) {
            match.set(Fields.IPV6_LABEL, random.nextInt(3));
        }
        network(match);
        if (protocol == Protocol.ICMP6 && oneIn(2)) {
            match.set(Fields.ICMPV6_TYPE, 135).set(Fields.ICMPV6_CODE, 0);
            if (oneIn(2)) {
                match.setWide(Fields.ND_TARGET, Pool.ipv6High(random), Pool.ipv6Low(random));
            }
            if (oneIn(2)) {
                match.set(Fields.ND_SLL, Pool.station(random));
            }
        } else if (transport) {
            transport(match, protocol);
        }
    }

    private void transport(MatchBuilder match, Protocol protocol) {
        switch (protocol) {
            case TCP, TCP6 -> {
                ports(match, Fields.TCP_SRC, Fields.TCP_DST);
                if (oneIn(4)) {
                    match.set(Fields.TCP_FLAGS, 2, 0x12);
                }
            }
            case UDP, UDP6 -> ports(match, Fields.UDP_SRC, Fields.UDP_DST);
            case SCTP, SCTP6 -> ports(match, Fields.SCTP_SRC, Fields.SCTP_DST);
            case ICMP -> match.set(Fields.ICMP_TYPE, oneIn(2) ? 8 : 0);
            default -> match.set(Fields.ICMPV6_TYPE, 128);
        }
    }

    private void ports(MatchBuilder match, Field source, Field destination) {
        if (oneIn(3)) {
            match.set(source, Pool.transportPort(random) & 0xfff0, 0xfff0);
        }
        if (oneIn(2)) {
            match.set(destination, Pool.transportPort(random));
        }
    }

    private void arp(MatchBuilder match) {
        match.protocol(Protocol.ARP);
        if (oneIn(2)) {
            match.set(Fields.ARP_OP, 1 + random.nextInt(2));
        }
        if (oneIn(3)) {
            prefix(match, Fields.ARP_SPA);
        }
        if (oneIn(3)) {
            prefix(match, Fields.ARP_TPA);
        }
        if (oneIn(4)) {
            match.set(Fields.ARP_SHA, Pool.station(random));
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
