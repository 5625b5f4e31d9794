package io.weft.perf.rules;

import io.weft.flow.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A list of rules, the first that a packet meets deciding, as flow entries.
 *
 * <p>The first rules have the highest priorities. There are more rules than priorities when there are more than {@value #PRIORITIES}; then
 * neighbours share one, and those of them that overlap say the same, so that no switch has a choice.
 *
 * <p>Immutable.
 */
public final class RuleSet {
    /** Different priorities at most; the highest is {@value #HIGHEST}. */
    private static final int PRIORITIES = 60_000;

    private static final int HIGHEST = 64_000;
    private static final int ATTEMPTS = 64;

    private final List<AclRule> rules;
    private final long number;

    private RuleSet(List<AclRule> rules, long number) {
        this.rules = Collections.unmodifiableList(rules);
        this.number = number;
    }

    /**
     * Draws a set.
     *
     * @param count flow entries, exactly, 1 to 1,000,000; fewer rules, since some are several entries
     * @param number another one, another set of the same kind
     */
    public static RuleSet of(RuleSeed seed, int count, long number) {
        if (count < 1 || count > 1_000_000) {
            throw new IllegalArgumentException("count " + count + ": allowed: 1 to 1000000");
        }
        RuleShape shape = RuleShape.of(seed);
        Random random = new Random(31 * number + seed.ordinal());
        AddressTree sources = new AddressTree(random.nextLong());
        AddressTree destinations = new AddressTree(random.nextLong());
        List<AclRule> entries = new ArrayList<>(count);
        Set<AclRule> known = new HashSet<>(2 * count);
        while (entries.size() < count) {
            for (AclRule entry : draw(shape, sources, destinations, random)) {
                if (entries.size() < count && known.add(entry.withVerdict(true))) {
                    entries.add(entry);
                }
            }
        }
        return new RuleSet(ranked(entries), number);
    }

    /** One rule, as entries without priorities. */
    private static List<AclRule> draw(RuleShape shape, AddressTree sources, AddressTree destinations, Random random) {
        RuleShape.Lengths lengths = shape.lengths().draw(random).drawn(random);
        int protocol = shape.protocols().draw(random);
        Prefix source = Prefix.of(sources.draw(random), lengths.source());
        Prefix destination = Prefix.of(destinations.draw(random), lengths.destination());
        boolean hasPorts = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        List<PortMask> from = (hasPorts ? shape.sourcePorts().draw(random) : PortClass.WILDCARD).draw(random);
        List<PortMask> to = (hasPorts ? shape.destinationPorts().draw(random) : PortClass.WILDCARD).draw(random);
        boolean permits = random.nextInt(100) >= shape.denyPercent();
        List<AclRule> entries = new ArrayList<>();
        for (PortMask sourcePorts : from) {
            for (PortMask destinationPorts : to) {
                entries.add(new AclRule(0, protocol, source, destination, sourcePorts, destinationPorts, permits));
            }
        }
        return entries;
    }

    private static List<AclRule> ranked(List<AclRule> entries) {
        int perPriority = (entries.size() + PRIORITIES - 1) / PRIORITIES;
        List<AclRule> ranked = new ArrayList<>(entries.size());
        for (int from = 0; from < entries.size(); from += perPriority) {
            List<AclRule> equals = entries.subList(from, Math.min(entries.size(), from + perPriority));
            boolean permits = equals.getFirst().permits();
            boolean disagree = disagree(equals);
            for (AclRule rule : equals) {
                ranked.add((disagree ? rule.withVerdict(permits) : rule).withPriority(HIGHEST - from / perPriority));
            }
        }
        return ranked;
    }

    /** Whether two of the rules overlap and do not say the same. */
    private static boolean disagree(List<AclRule> rules) {
        for (int i = 1; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rules.get(i).permits() != rules.get(j).permits()
                        && rules.get(i).overlaps(rules.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The rules, the highest priority first. */
    public List<AclRule> rules() {
        return rules;
    }

    /**
     * One line for {@code add-flows} each, in table 0, the highest priority first. Nothing catches what meets no rule: add a line of priority
     * 0 or 1 for that.
     *
     * @param permit the actions of rules that permit: {@code NORMAL}, {@code resubmit(,1)}
     * @param deny the actions of the others: {@code drop}, or the same as {@code permit} for lists that lose nothing
     */
    public List<String> lines(String permit, String deny) {
        return rules.stream()
                .map(rule -> rule.match() + ",actions=" + (rule.permits() ? permit : deny))
                .toList();
    }

    /**
     * Different flows, each of which meets some rule: rule number <i>k</i> of a random order gets a share of about 1/<i>k</i> of them (Zipf), as
     * far as it has that many packets.
     *
     * @param count 1 to 10,000,000
     * @param protocols those that the flows may have, of {@link IpProtocol#TCP}, {@link IpProtocol#UDP} and {@link IpProtocol#ICMP}; at least
     *     TCP or UDP
     */
    public List<FiveTuple> trace(int count, Set<Integer> protocols) {
        List<AclRule> order = new ArrayList<>(rules.stream()
                .filter(rule -> rule.protocol() == AclRule.ANY_PROTOCOL || protocols.contains(rule.protocol()))
                .toList());
        Random random = new Random(17 * number + count);
        Collections.shuffle(order, random);
        List<FiveTuple> flows = new ArrayList<>(count);
        Set<FiveTuple> known = new HashSet<>(2 * count);
        for (int failures = 0; flows.size() < count; ) {
            FiveTuple flow = packet(order.get(zipf(order.size(), failures, random)), protocols, random);
            if (known.add(flow)) {
                flows.add(flow);
                failures = 0;
            } else if (++failures > 100 * ATTEMPTS) {
                throw new IllegalArgumentException(
                        "count " + count + ": only " + flows.size() + " flows with protocols " + protocols + " found");
            }
        }
        return flows;
    }

    /** A rank from 0 to {@code size - 1} with a share of about 1/(rank + 1); any rank, once that did not help. */
    private static int zipf(int size, int failures, Random random) {
        return failures > ATTEMPTS
                ? random.nextInt(size)
                : (int) Math.min(size - 1, Math.exp(random.nextDouble() * Math.log(size + 1.0)) - 1);
    }

    private static FiveTuple packet(AclRule rule, Set<Integer> protocols, Random random) {
        int protocol = rule.protocol();
        if (protocol == AclRule.ANY_PROTOCOL) {
            protocol = protocols.contains(IpProtocol.TCP) ? IpProtocol.TCP : IpProtocol.UDP;
        }
        boolean hasPorts = protocol != IpProtocol.ICMP;
        return new FiveTuple(
                rule.source().address(random.nextInt()),
                rule.destination().address(random.nextInt()),
                protocol,
                hasPorts ? rule.sourcePorts().port(random.nextInt()) : 0,
                hasPorts ? rule.destinationPorts().port(random.nextInt()) : 0);
    }
}
