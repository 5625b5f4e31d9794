package io.weft.perf.rules;

import io.weft.flow.wire.IpProtocol;
import java.util.Random;

/**
 * What the rules of a kind of list look like, in shares of a hundred.
 *
 * @param denyPercent how many rules deny
 */
record RuleShape(
        Shares<Lengths> lengths,
        Shares<PortClass> sourcePorts,
        Shares<PortClass> destinationPorts,
        Shares<Integer> protocols,
        int denyPercent) {
    static RuleShape of(RuleSeed seed) {
        return switch (seed) {
            case ACL -> acl();
            case FW -> fw();
            case IPC -> ipc();
        };
    }

    private static RuleShape acl() {
        return new RuleShape(
                Shares.of(14, new Lengths(0, 32))
                        .and(16, new Lengths(32, 32))
                        .and(14, new Lengths(24, 32))
                        .and(9, new Lengths(16, 32))
                        .and(10, new Lengths(24, 24))
                        .and(7, new Lengths(32, 24))
                        .and(5, new Lengths(16, 24))
                        .and(5, new Lengths(28, 30))
                        .and(3, new Lengths(8, 32))
                        .and(2, new Lengths(0, 24))
                        .and(15, Lengths.SOME),
                Shares.of(92, PortClass.WILDCARD).and(5, PortClass.HIGH).and(3, PortClass.EXACT),
                Shares.of(62, PortClass.EXACT)
                        .and(22, PortClass.WILDCARD)
                        .and(8, PortClass.RANGE)
                        .and(8, PortClass.HIGH),
                Shares.of(70, IpProtocol.TCP)
                        .and(18, IpProtocol.UDP)
                        .and(4, IpProtocol.ICMP)
                        .and(8, AclRule.ANY_PROTOCOL),
                30);
    }

    private static RuleShape fw() {
        return new RuleShape(
                Shares.of(22, new Lengths(0, 32))
                        .and(18, new Lengths(32, 0))
                        .and(10, new Lengths(32, 32))
                        .and(9, new Lengths(0, 24))
                        .and(8, new Lengths(24, 0))
                        .and(6, new Lengths(16, 32))
                        .and(5, new Lengths(0, 16))
                        .and(4, new Lengths(8, 0))
                        .and(2, new Lengths(0, 0))
                        .and(16, Lengths.SOME),
                Shares.of(60, PortClass.WILDCARD)
                        .and(18, PortClass.HIGH)
                        .and(16, PortClass.EXACT)
                        .and(6, PortClass.RANGE),
                Shares.of(46, PortClass.EXACT)
                        .and(30, PortClass.WILDCARD)
                        .and(14, PortClass.HIGH)
                        .and(10, PortClass.RANGE),
                Shares.of(54, IpProtocol.TCP)
                        .and(30, IpProtocol.UDP)
                        .and(8, IpProtocol.ICMP)
                        .and(8, AclRule.ANY_PROTOCOL),
                45);
    }

    private static RuleShape ipc() {
        return new RuleShape(
                Shares.of(24, new Lengths(32, 32))
                        .and(14, new Lengths(24, 32))
                        .and(12, new Lengths(32, 24))
                        .and(10, new Lengths(16, 32))
                        .and(8, new Lengths(0, 32))
                        .and(6, new Lengths(32, 0))
                        .and(6, new Lengths(24, 24))
                        .and(4, new Lengths(27, 32))
                        .and(16, Lengths.SOME),
                Shares.of(72, PortClass.WILDCARD)
                        .and(14, PortClass.EXACT)
                        .and(8, PortClass.HIGH)
                        .and(6, PortClass.LOW),
                Shares.of(52, PortClass.EXACT)
                        .and(30, PortClass.WILDCARD)
                        .and(10, PortClass.RANGE)
                        .and(8, PortClass.HIGH),
                Shares.of(56, IpProtocol.TCP)
                        .and(28, IpProtocol.UDP)
                        .and(6, IpProtocol.ICMP)
                        .and(10, AclRule.ANY_PROTOCOL),
                35);
    }

    /** The lengths of both prefixes of a rule. */
    record Lengths(int source, int destination) {
        /** Stands for some pair that is not in the table: what makes the number of masks grow with that of the rules. */
        static final Lengths SOME = new Lengths(-1, -1);

        private static final int SHORTEST = 8;

        /** This pair, or a random one. */
        Lengths drawn(Random random) {
            return source < 0 ? new Lengths(length(random), length(random)) : this;
        }

        private static int length(Random random) {
            return SHORTEST + random.nextInt(Integer.SIZE + 1 - SHORTEST);
        }
    }
}
