package io.weft.perf.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.memory.Memory;
import io.weft.flow.table.FlowTables;
import io.weft.flow.wire.IpProtocol;
import io.weft.perf.micro.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleSetTest {
    private static final Set<Integer> ALL = Set.of(IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP);

    @ParameterizedTest
    @EnumSource(RuleSeed.class)
    void linesAreFlowsNoneOfWhichReplacesAnother(RuleSeed seed) throws Exception {
        RuleSet rules = RuleSet.of(seed, 3000, 1);

        FlowTables tables = new FlowTables();
        tables.apply(rules.lines("NORMAL", "drop").stream().map(Rules::add).toList(), 1, 0);

        assertThat(rules.rules()).hasSize(3000);
        assertThat(tables.table(0).classifier().size()).isEqualTo(3000);
        assertThat(tables.table(0).classifier().maskCount()).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(RuleSeed.class)
    void flowsOfATraceDifferAndMeetRulesOfWhichFewGetMost(RuleSeed seed) {
        RuleSet rules = RuleSet.of(seed, 500, 1);

        List<FiveTuple> flows = rules.trace(2000, ALL);

        assertThat(new HashSet<>(flows)).hasSize(2000);
        assertThat(flows)
                .allMatch(flow -> rules.rules().stream().anyMatch(rule -> rule.matches(flow)))
                .anyMatch(flow -> flow.protocol() == IpProtocol.TCP)
                .anyMatch(flow -> flow.protocol() == IpProtocol.UDP)
                .anyMatch(flow -> flow.protocol() == IpProtocol.ICMP);
        long most = rules.rules().stream()
                .mapToLong(rule -> flows.stream().filter(rule::matches).count())
                .max()
                .orElseThrow();
        assertThat(most).isGreaterThan(100);
        assertThat(rules.trace(2000, Set.of(IpProtocol.UDP))).allMatch(flow -> flow.protocol() == IpProtocol.UDP);
    }

    @Test
    void theSameNumberGivesTheSameRules() {
        RuleSet first = RuleSet.of(RuleSeed.ACL, 1000, 5);

        assertThat(RuleSet.of(RuleSeed.ACL, 1000, 5).rules()).isEqualTo(first.rules());
        assertThat(RuleSet.of(RuleSeed.ACL, 1000, 5).trace(100, ALL)).isEqualTo(first.trace(100, ALL));
        assertThat(RuleSet.of(RuleSeed.ACL, 1000, 6).rules()).isNotEqualTo(first.rules());
    }

    @Test
    void rulesThatOverlapAtOnePrioritySayTheSame() {
        List<AclRule> rules = RuleSet.of(RuleSeed.FW, 300_000, 1).rules();

        assertThat(rules.getLast().priority()).isPositive();
        for (int i = 1; i < rules.size(); i++) {
            AclRule rule = rules.get(i);
            for (int j = i - 1; j >= 0 && rules.get(j).priority() == rule.priority(); j--) {
                if (rules.get(j).overlaps(rule)) {
                    assertThat(rules.get(j).permits()).isEqualTo(rule.permits());
                }
            }
        }
    }

    @Test
    void masksCoverARangeAndNothingElse() {
        for (int[] range :
                new int[][] {{0, 65_535}, {1024, 65_535}, {0, 0}, {65_535, 65_535}, {135, 139}, {1, 65_534}}) {
            List<PortMask> masks = PortMask.cover(range[0], range[1]);
            for (int port = 0; port < 1 << 16; port++) {
                int asked = port;
                assertThat(masks.stream().filter(mask -> mask.contains(asked)).count())
                        .isEqualTo(port >= range[0] && port <= range[1] ? 1 : 0);
            }
        }
        assertThat(PortMask.cover(1024, 65_535)).hasSize(6).first().hasToString("0x400/0xfc00");
    }

    @Test
    void theKeyOfAFlowIsThatOfItsFrame() {
        for (int protocol : ALL) {
            FiveTuple flow = new FiveTuple(
                    0x0A00_0001, 0xC0A8_0102, protocol, protocol == 1 ? 0 : 40_000, protocol == 1 ? 0 : 443);
            byte[] frame = flow.frame(0x0200_0000_0001L, 0x0200_0000_0002L, 60);
            assertThat(frame).hasSize(60);
            try (Memory.Block bytes = Memory.allocate(64);
                    Memory.Block words = Memory.allocate(FlowKey.PACKET_BYTES)) {
                Memory.copyFrom(frame, 0, bytes.address(), frame.length);
                KeyExtractor.extract(bytes.address(), frame.length, 7, words.address());
                long[] key = flow.key(7, 0x0200_0000_0001L, 0x0200_0000_0002L);
                for (int word = 0; word < FlowKey.SHORT_WORDS; word++) {
                    assertThat(Memory.getLong(words.address() + 8L * word))
                            .as("word %d of protocol %d", word, protocol)
                            .isEqualTo(key[word]);
                }
            }
        }
    }
}
