package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.PacketInReason;
import io.weft.vswitch.program.Upcall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketInLimiterTest {
    private static final long MS = 1_000_000;

    private final List<PacketIn> sent = new ArrayList<>();
    private final PacketInLimiter limiter = new PacketInLimiter(1000, 30, 0);

    private static PacketIn packet(int port, int number) {
        return new PacketIn("br0", port, Upcall.of(PacketInReason.ACTION, 0), number, new byte[0], new byte[0]);
    }

    private List<Integer> numbers() {
        return sent.stream().map(PacketIn::totalLength).toList();
    }

    @Test
    void aBurstPassesAndThenTheRate() {
        for (int i = 0; i < 30; i++) {
            assertThat(limiter.offer(packet(1, i), 0, sent::add)).isTrue();
        }
        assertThat(sent).hasSize(30);
        assertThat(limiter.offer(packet(1, 30), 0, sent::add)).isTrue();
        assertThat(limiter.waiting()).isEqualTo(1);
        assertThat(limiter.run(MS / 2, sent::add)).isZero();
        assertThat(limiter.run(MS, sent::add)).isEqualTo(1);
        assertThat(limiter.waiting()).isZero();
        assertThat(numbers()).isSorted().hasSize(31);
    }

    @Test
    void portsTakeTurnsAndTheOneThatFloodsLoses() {
        for (int i = 0; i < 30; i++) {
            limiter.offer(packet(1, i), 0, sent::add);
        }
        sent.clear();
        int lost = 0;
        for (int i = 100; i < 200; i++) {
            lost += limiter.offer(packet(1, i), 0, sent::add) ? 0 : 1;
        }
        assertThat(lost).isEqualTo(70);
        assertThat(limiter.offer(packet(2, 1), 0, sent::add)).isFalse();
        assertThat(limiter.offer(packet(2, 2), 0, sent::add)).isFalse();
        assertThat(limiter.waiting()).isEqualTo(30);
        assertThat(limiter.run(4 * MS, sent::add)).isEqualTo(4);
        assertThat(numbers()).containsExactly(172, 1, 173, 2);
    }

    @Test
    void aBurstOfOneKeepsTheNewest() {
        PacketInLimiter narrow = new PacketInLimiter(1000, 1, 0);
        narrow.offer(packet(1, 1), 0, sent::add);
        assertThat(narrow.offer(packet(1, 2), 0, sent::add)).isTrue();
        assertThat(narrow.offer(packet(2, 3), 0, sent::add)).isFalse();
        assertThat(narrow.run(MS, sent::add)).isEqualTo(1);
        assertThat(narrow.run(5 * MS, sent::add)).isZero();
        assertThat(numbers()).containsExactly(1, 3);
    }

    @Test
    void itFillsUpToTheBurstAndNoFurther() {
        for (int i = 0; i < 30; i++) {
            limiter.offer(packet(1, i), 0, sent::add);
        }
        sent.clear();
        for (int i = 0; i < 40; i++) {
            limiter.offer(packet(1, i), 3_600_000 * MS, sent::add);
        }
        assertThat(sent).hasSize(30);
        limiter.giveAway(sent::add);
        assertThat(sent).hasSize(40);
    }
}
