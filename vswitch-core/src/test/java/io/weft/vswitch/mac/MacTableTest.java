package io.weft.vswitch.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MacTableTest {
    private static final long A = 0x02_00_00_00_00_01L;
    private static final long B = 0x02_00_00_00_00_02L;
    private static final long SECOND = 1_000_000_000L;

    private final MacTable table = new MacTable(10, 300 * SECOND);

    @Test
    void learnsByVlanAndMoves() {
        assertThat(table.lookup(1, A)).isEqualTo(MacTable.NONE);
        assertThat(table.learn(1, A, 5, 0)).isTrue();
        assertThat(table.learn(1, A, 5, SECOND)).isFalse();
        assertThat(table.lookup(1, A)).isEqualTo(5);
        assertThat(table.lookup(2, A)).isEqualTo(MacTable.NONE);
        assertThat(table.learn(1, A, 6, 2 * SECOND)).isTrue();
        assertThat(table.lookup(1, A)).isEqualTo(6);
        assertThat(table.learnedCount()).isEqualTo(1);
        assertThat(table.movedCount()).isEqualTo(1);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void multicastSourceTeachesNothing() {
        assertThat(table.learn(1, 0x01_00_5e_00_00_01L, 5, 0)).isFalse();
        assertThat(table.learn(1, 0xffff_ffff_ffffL, 5, 0)).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void agesWhatWasNotHeard() {
        table.learn(1, A, 5, 0);
        table.learn(1, B, 5, 0);
        assertThat(table.touch(1, A, 200 * SECOND)).isTrue();
        assertThat(table.touch(9, A, 200 * SECOND)).isFalse();
        assertThat(table.age(299 * SECOND)).isEmpty();
        assertThat(table.age(300 * SECOND)).containsExactly(new MacEntry(5, 1, B, 300 * SECOND, false));
        assertThat(table.lookup(1, B)).isEqualTo(MacTable.NONE);
        assertThat(table.lookup(1, A)).isEqualTo(5);
        assertThat(table.age(500 * SECOND)).hasSize(1);
        assertThat(table.expiredCount()).isEqualTo(2);
    }

    @Test
    void ageListsAddressesOfAllPorts() {
        table.learn(1, A, 5, 0);
        table.learn(1, B, 6, 100 * SECOND);
        assertThat(table.age(400 * SECOND)).extracting(MacEntry::port).containsExactlyInAnyOrder(5, 6);
    }

    @Test
    void fullTableTakesFromThePortWithTheMostAddresses() {
        table.learn(1, A, 1, 0);
        for (int i = 0; i < 9; i++) {
            table.learn(1, 0x0200_0000_1000L + i, 2, i);
        }
        assertThat(table.learn(1, B, 3, 100)).isTrue();
        assertThat(table.lookup(1, A)).isEqualTo(1);
        assertThat(table.lookup(1, 0x0200_0000_1000L)).isEqualTo(MacTable.NONE);
        assertThat(table.lookup(1, B)).isEqualTo(3);
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.evictedCount()).isEqualTo(1);
    }

    @Test
    void floodingPortLosesItsOwnAddresses() {
        table.learn(1, A, 1, 0);
        table.learn(1, B, 1, 0);
        for (int i = 0; i < 1000; i++) {
            table.learn(1, 0x0200_0001_0000L + i, 2, i);
        }
        assertThat(table.lookup(1, A)).isEqualTo(1);
        assertThat(table.lookup(1, B)).isEqualTo(1);
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.evictedCount()).isEqualTo(992);
    }

    @Test
    void staticEntryStays() {
        table.learn(1, A, 4, 0);
        table.addStatic(1, A, 5, 0);
        assertThat(table.learn(1, A, 6, SECOND)).isFalse();
        assertThat(table.age(1000 * SECOND)).isEmpty();
        assertThat(table.flush()).isZero();
        for (int i = 0; i < 100; i++) {
            table.learn(1, 0x0200_0001_0000L + i, 2, i);
        }
        assertThat(table.lookup(1, A)).isEqualTo(5);
        assertThat(table.staticSize()).isEqualTo(1);
        assertThat(table.entries(0)).contains(new MacEntry(5, 1, A, 0, true));
        assertThat(table.remove(1, A)).isTrue();
        assertThat(table.lookup(1, A)).isEqualTo(MacTable.NONE);
        assertThat(table.staticSize()).isZero();
    }

    @Test
    void tableFullOfStaticEntriesLearnsNothing() {
        for (int i = 0; i < 10; i++) {
            table.addStatic(1, 0x0200_0001_0000L + i, 2, 0);
        }
        assertThat(table.learn(1, A, 5, 0)).isFalse();
        assertThat(table.lookup(1, A)).isEqualTo(MacTable.NONE);
    }

    @Test
    void flushes() {
        table.learn(1, A, 5, 0);
        table.learn(1, B, 6, 0);
        assertThat(table.flushPort(5)).isEqualTo(1);
        assertThat(table.flushPort(5)).isZero();
        assertThat(table.lookup(1, A)).isEqualTo(MacTable.NONE);
        assertThat(table.lookup(1, B)).isEqualTo(6);
        assertThat(table.flush()).isEqualTo(1);
        assertThat(table.size()).isZero();
        assertThat(table.learn(1, A, 5, 0)).isTrue();
    }

    @Test
    void smallerCapacityEvictsFairly() {
        MacTable large = new MacTable(100, 300 * SECOND);
        large.learn(1, A, 1, 0);
        for (int i = 0; i < 50; i++) {
            large.learn(1, 0x0200_0001_0000L + i, 2, i);
        }
        large.configure(20, 100 * SECOND);
        assertThat(large.size()).isEqualTo(20);
        assertThat(large.lookup(1, A)).isEqualTo(1);
        assertThat(large.lookup(1, 0x0200_0001_0000L + 49)).isEqualTo(2);
        assertThat(large.age(101 * SECOND)).hasSize(20);
        large.configure(1, SECOND);
        assertThat(large.capacity()).isEqualTo(MacTable.MIN_CAPACITY);
    }

    @Test
    void listenerHearsEveryChangeOfALookup() {
        List<String> heard = new ArrayList<>();
        table.listener((vlan, mac) -> heard.add(vlan + "/" + Long.toHexString(mac) + "=" + table.lookup(vlan, mac)));
        table.learn(1, A, 5, 0);
        table.learn(1, A, 5, 1);
        table.learn(1, A, 6, 2);
        table.age(1000 * SECOND);
        table.addStatic(2, B, 7, 0);
        table.remove(2, B);
        assertThat(heard)
                .containsExactly(
                        "1/20000000001=5",
                        "1/20000000001=6",
                        "1/20000000001=-1",
                        "2/20000000002=7",
                        "2/20000000002=-1");
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> table.learn(4096, A, 1, 0)).hasMessageContaining("vlan 4096");
        assertThatThrownBy(() -> table.learn(1, 1L << 48, 1, 0)).hasMessageContaining("48 bits");
        assertThatThrownBy(() -> new MacTable(10, 0)).hasMessageContaining("more than 0");
    }

    @Test
    void agreesWithAMapUnderRandomUse() {
        MacTable large = new MacTable(5000, 50);
        Map<Long, long[]> model = new HashMap<>();
        Random random = new Random(7);
        for (int step = 0; step < 50_000; step++) {
            int vlan = random.nextInt(3);
            long mac = A + random.nextInt(300);
            long key = MacNode.key(vlan, mac);
            switch (random.nextInt(20)) {
                case 0 -> {
                    large.age(step);
                    final long now = step;
                    model.values().removeIf(value -> now - value[1] >= 50);
                }
                case 1 -> assertThat(large.remove(vlan, mac)).isEqualTo(model.remove(key) != null);
                default -> {
                    int port = 1 + random.nextInt(4);
                    long[] old = model.put(key, new long[] {port, step});
                    assertThat(large.learn(vlan, mac, port, step)).isEqualTo(old == null || old[0] != port);
                }
            }
            assertThat(large.size()).isEqualTo(model.size());
            assertThat(large.lookup(vlan, mac)).isEqualTo(model.containsKey(key) ? (int) model.get(key)[0] : -1);
        }
        assertThat(large.entries(50_000)).hasSize(model.size());
    }

    /** While others come and go in the same chains, an address that stays is always found. */
    @Test
    void readersAlwaysFindWhatStays() throws InterruptedException {
        table.addStatic(1, A, 5, 0);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                if (table.lookup(1, A) != 5) {
                    wrong.incrementAndGet();
                }
            }
        });
        reader.start();
        for (int i = 0; i < 200_000; i++) {
            table.learn(1, 0x0200_0001_0000L + i % 50, 2, i);
            if (i % 10_000 == 0) {
                table.configure(i % 20_000 == 0 ? 40 : 10, SECOND);
            }
        }
        done.set(true);
        reader.join();
        assertThat(wrong).hasValue(0);
    }
}
