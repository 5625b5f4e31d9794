package io.weft.vswitch.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A queue gets a sixteenth of the time for its misses while another one needs the PMD, and all of it otherwise. */
class MissBudgetTest {
    private static final long MS = 1_000_000;

    private final Backlog backlog = new Backlog();
    private final MissBudget budget = new MissBudget(backlog);

    @Test
    void itsCreditIsSpentByTheTimeOfTranslationsAndFilledByTheClock() {
        assertThat(budget.allowed(0, 64)).isEqualTo(64);
        budget.charge(20_000, MissBudget.MOST_NS, 0, 0);
        assertThat(budget.allowed(0, 64)).isZero();
        assertThat(budget.allowed(16 * MS, 64)).as("a millisecond of credit").isEqualTo(64);
    }

    @Test
    void howManyFollowsFromWhatTheyCost() {
        for (int i = 0; i < 100; i++) {
            budget.charge(10, 1_000_000, 0, 0);
        }
        long nowNs = 0;
        assertThat(budget.allowed(nowNs, 64)).isZero();
        int translated = 0;
        for (int i = 0; i < 10_000; i++) {
            nowNs += 100_000; // of a second, together
            int allowed = budget.allowed(nowNs, 64);
            translated += allowed;
            budget.charge(allowed, allowed * 100_000L, 0, nowNs);
        }
        assertThat(translated).as("100 us each, a sixteenth of a second").isBetween(500, 640);
    }

    @Test
    void aTranslationThatSeemsToCostNothingCostsAMicrosecond() {
        int translated = 0;
        for (int allowed = 64; allowed > 0; allowed = budget.allowed(0, 64)) {
            translated += allowed;
            budget.charge(allowed, 0, 0, 0);
        }
        assertThat(translated).isBetween(20_000, 20_064);
    }

    @Test
    void aQueueThatExceedsItIsNotProtectedFromOthers() {
        backlog(Backlog.ENOUGH_FULL);
        assertThat(budget.isProtected(0)).isTrue();
        backlog.received(false);
        assertThat(budget.isProtected(0)).as("nothing waits").isFalse();
        backlog(10);
        budget.charge(Backlog.FEW, 21 * MS, 0, 0);
        assertThat(budget.isProtected(0)).as("over its own").isFalse();
        assertThat(budget.isProtected(33 * MS)).as("paid back").isTrue();
    }

    private void backlog(int bursts) {
        for (int i = 0; i < bursts; i++) {
            backlog.received(true);
        }
    }

    @Test
    void aFewFullBurstsAreAHiccup() {
        backlog(Backlog.ENOUGH_FULL - 1);
        assertThat(budget.isProtected(0)).isFalse();
    }

    @Test
    void aQueueOfStrangersHasNoHitsToProtect() {
        for (int i = 0; i < 1_000; i++) {
            backlog.received(true);
            budget.charge(Backlog.FEW + 1, 0, 0, 0);
            assertThat(budget.isProtected(0)).isFalse();
        }
        backlog(Backlog.ENOUGH_FULL);
        assertThat(budget.isProtected(33 * MS)).as("they are known now").isTrue();
    }

    @Test
    void itIsPolledAsLongAsOthersAreWhileTheyNeedTheTime() {
        long nowNs = MS;
        long busyNs = 0;
        budget.charge(1, 0, 0, nowNs);
        for (int i = 0; i < 100_000; i++) { // a second
            nowNs += 10_000; // the others'
            if (!budget.waits(nowNs, 2)) {
                nowNs += 40_000;
                busyNs += 40_000;
                budget.charge(1, 1_000, 0, nowNs);
            }
        }
        assertThat(3.0 * busyNs / nowNs).isBetween(0.99, 1.01);
        assertThat(budget.waits(nowNs, 0)).as("nobody else needs it").isFalse();
    }

    @Test
    void whatIsNotTimedAsAWholeCostsItsTranslations() {
        budget.charge(1, 3 * MS, 0, 100 * MS);
        assertThat(budget.waits(100 * MS, 1)).isTrue();
        assertThat(budget.isWatched()).isTrue();
        assertThat(budget.waits(105 * MS, 1)).as("half of 5 ms has paid for 2").isFalse();
        assertThat(budget.isWatched()).as("until a burst has misses again").isFalse();
    }

    @Test
    void whatIsDroppedCountsAgainstTheProtectionAsWell() {
        for (int i = 0; i < 3_000; i++) {
            backlog.received(true);
            budget.charge(0, 0, Backlog.FEW, 0);
        }
        assertThat(budget.isProtected(0)).as("it wants more than its share").isFalse();
        assertThat(budget.allowed(0, 64)).as("but has spent nothing").isEqualTo(64);
    }

    @Test
    void masksAreGivenOutSlowlyAfterTheFirst() {
        MaskAdmission masks = new MaskAdmission();
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) { // ten seconds
            admitted += masks.admits(10 * MS * i, admitted, 256) ? 1 : 0;
        }
        assertThat(admitted).isBetween(MaskAdmission.MOST + 38, MaskAdmission.MOST + 41);
    }

    @Test
    void theLastQuarterIsForThoseWhoAskedForFew() {
        MaskAdmission greedy = new MaskAdmission();
        for (int i = 0; i < 40; i++) {
            assertThat(greedy.admits(0, 100 + i, 256)).isTrue();
        }
        assertThat(greedy.admits(0, 192, 256)).isFalse();
        assertThat(new MaskAdmission().admits(0, 254, 256)).isTrue();
        assertThat(new MaskAdmission().admits(0, 255, 256)).isFalse();
    }
}
