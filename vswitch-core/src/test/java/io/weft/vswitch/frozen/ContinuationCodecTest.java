package io.weft.vswitch.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.reference.RandomFlows;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A state that was sealed is the same when it is opened. */
final class ContinuationCodecTest {
    private final ContinuationCodec codec = new ContinuationCodec(new SecureRandom());

    @Test
    void whatComesBackIsWhatWentOut() throws ContinuationException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("continuations: -Dweft.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            RandomFlows flows = new RandomFlows(random.nextLong());
            flows.useGroups();
            FrozenState state = state(random, flows.tables(30));
            assertThat(codec.open(codec.seal(state))).isEqualTo(state);
        }
    }

    private static FrozenState state(Random random, List<FlowMod> mods) {
        List<FrozenList> lists = new ArrayList<>();
        List<Action> set = new ArrayList<>();
        for (FlowMod mod : mods) {
            if (mod.actions().isEmpty() || !isAllowed(mod)) {
                continue;
            }
            if (random.nextInt(4) == 0) {
                set.addAll(mod.actions());
            } else {
                lists.add(new FrozenList(mod.actions(), random.nextInt(254), random.nextLong()));
            }
        }
        List<FrozenValue> values = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            values.add(new FrozenValue(random.nextLong(), random.nextLong(), random.nextInt(18)));
        }
        long[] key = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            mask[word] = random.nextInt(8) == 0 ? random.nextLong() : 0;
            key[word] = random.nextLong();
        }
        return new FrozenState(
                random.nextInt(),
                random.nextInt(),
                random.nextInt(255) - 1,
                lists,
                values,
                set,
                random.nextInt(),
                new Match(key, mask));
    }

    private static boolean isAllowed(FlowMod mod) {
        try {
            ActionChecks.check(mod.actions(), mod.match(), mod.table());
            for (Action action : mod.actions()) {
                String text = FlowText.print(action, PortNames.NUMBERS);
                if (!FlowText.parseActions(text, PortNames.NUMBERS).equals(List.of(action))) {
                    return false;
                }
            }
            return true;
        } catch (FieldException | FlowTextException e) {
            return false; // drawn at random: what text cannot say is in no table
        }
    }

    @Test
    void anotherRunOfTheSwitchDoesNotKnowThem() {
        FrozenState state = new FrozenState(1, 2, -1, List.of(), List.of(), List.of(), 0, Match.ANY);
        byte[] earlier = new ContinuationCodec(new SecureRandom()).seal(state);
        assertThatThrownBy(() -> codec.open(earlier))
                .isInstanceOf(ContinuationException.class)
                .hasMessageContaining("was not made by this switch since it started");
    }
}
