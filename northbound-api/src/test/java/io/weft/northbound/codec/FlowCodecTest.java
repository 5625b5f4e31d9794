package io.weft.northbound.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.RandomActions;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.match.RandomMatches;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded decodes to the same: every field of the registry, every action, random matches. */
class FlowCodecTest {
    private static FlowMod roundTrip(FlowMod mod) {
        SwitchProto.FlowModBatch batch = SwitchProto.FlowModBatch.newBuilder()
                .addFlowMods(FlowCodec.encode(mod))
                .build();
        return FlowCodec.decode(batch, PortNames.NUMBERS).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop",
                "output:1",
                "LOCAL",
                "IN_PORT",
                "NORMAL",
                "FLOOD,ALL",
                "CONTROLLER:65535",
                "controller:128,output:65279",
                "set_field:00:11:22:33:44:55->eth_src,output:1",
                "set_field:0x5/0xff->reg3,set_field:0xffffffffffffffff->metadata,resubmit(,4)",
                "mod_dl_src:00:11:22:33:44:55,mod_vlan_vid:7,mod_vlan_pcp:3,output:2",
                "mod_nw_src:10.0.0.1,mod_nw_dst:10.0.0.2,mod_nw_tos:4,mod_nw_ttl:9,mod_tp_src:1,mod_tp_dst:2,output:2",
                "push_vlan:0x88a8,output:3",
                "strip_vlan,dec_ttl,output:3",
                "resubmit:5,resubmit(5,6),resubmit(,7)",
                "output:1,goto_table:9"
            })
    void everyActionPasses(String text) {
        Match tcp = FlowText.parseMatch("tcp", PortNames.NUMBERS);
        List<Action> actions =
                FlowText.parseAdd("tcp,actions=" + text, PortNames.NUMBERS).actions();
        FlowMod mod = FlowMod.add(3, 5, tcp, 7, actions);
        assertThat(roundTrip(mod)).isEqualTo(mod);
    }

    @Test
    void everyRecordPassesNestedAndInAnyCompany() {
        for (int seed = 0; seed < 3_000; seed++) {
            Match match = RandomMatches.of(seed);
            List<Action> actions = RandomActions.of(new SplittableRandom(seed), match, 3);
            FlowMod mod = FlowMod.add(3, 5, match, 7, actions);
            assertThat(roundTrip(mod)).as("seed %d", seed).isEqualTo(mod);
        }
    }

    @Test
    void randomMatchesPass() {
        long seed = Long.getLong("weft.seed", 20_261_121L);
        Random random = new Random(seed);
        int tried = 0;
        for (int i = 0; i < 8_000; i++) {
            Match match = randomMatch(random);
            FlowMod mod =
                    FlowMod.add(random.nextInt(254), random.nextInt(65_536), match, random.nextLong() >>> 1, List.of());
            assertThat(roundTrip(mod)).as("seed %d, %s", seed, mod).isEqualTo(mod);
            FlowFilter filter = new FlowFilter(
                    random.nextInt(254), match, 1, random.nextLong(), 1 + random.nextInt(9), FlowMod.ANY_GROUP);
            assertThat(FlowCodec.decode(FlowCodec.encode(filter), PortNames.NUMBERS))
                    .as("seed %d", seed)
                    .isEqualTo(filter);
            tried += match.equals(Match.ANY) ? 0 : 1;
        }
        assertThat(tried).isGreaterThan(2_000);
    }

    /** Fields in random order until one is refused; a match without its prerequisites is thrown away. */
    private static Match randomMatch(Random random) {
        MatchBuilder builder = new MatchBuilder();
        try {
            Protocol[] protocols = Protocol.values();
            if (random.nextInt(4) > 0) {
                builder.protocol(protocols[random.nextInt(protocols.length)]);
            }
            for (int n = random.nextInt(4); n >= 0; n--) {
                Field field = Fields.all().get(random.nextInt(Fields.all().size()));
                builder.set(field, RandomMatches.value(field, new SplittableRandom(random.nextLong())));
            }
            return builder.build();
        } catch (FieldException _) {
            return Match.ANY; // the builder refuses many combinations; that is not what is tested here
        }
    }

    @Test
    void everyFieldIsKnownByItsNameAndItsAliases() {
        for (Field field : Fields.all()) {
            for (String name : new java.util.ArrayList<>(List.of(field.name()))) {
                assertThat(Fields.byName(name)).isSameAs(field);
            }
            for (String alias : field.aliases()) {
                assertThat(Fields.byName(alias)).isSameAs(field);
            }
        }
    }
}
