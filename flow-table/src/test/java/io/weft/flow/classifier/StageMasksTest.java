package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stages of words agree with the stages of fields. */
class StageMasksTest {
    /** They lie where the addresses of ARP lie, whose stage comes earlier. */
    private static final List<Field> WITH_ARP = List.of(Fields.ND_SLL, Fields.ND_TLL);

    @Test
    void everyBitBelongsToOneStage() {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            long seen = 0;
            for (Stage stage : Stage.values()) {
                assertThat(seen & StageMasks.mask(stage, word)).isZero();
                seen |= StageMasks.mask(stage, word);
            }
            assertThat(seen).isEqualTo(-1L);
        }
    }

    @Test
    void everyFieldIsReadInItsStage() {
        for (Field field : Fields.all()) {
            long[] bits = new long[FlowKey.WORDS];
            field.unwildcard(bits);
            Stage stage = WITH_ARP.contains(field) ? Stage.L3 : field.stage();
            for (int word = 0; word < FlowKey.WORDS; word++) {
                assertThat(bits[word] & ~StageMasks.mask(stage, word))
                        .as(field.name())
                        .isZero();
            }
        }
    }
}
