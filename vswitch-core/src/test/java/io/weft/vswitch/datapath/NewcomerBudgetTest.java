package io.weft.vswitch.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Newcomers of a queue get a 32nd of the time while another queue needs the PMD: those of a queue that has nothing else, and those among known packets. */
class NewcomerBudgetTest {
    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    private final NewcomerBudget budget = new NewcomerBudget();
    private long nowNs = MS;

    /** A burst that takes so long. */
    private void burst(NewcomerBudget of, long ns, int newcomers) {
        of.begin(nowNs);
        nowNs += ns;
        of.charge(newcomers, Burst.SIZE, nowNs);
    }

    private void pass(long ns, int sharers, NewcomerBudget... budgets) {
        nowNs += ns;
        for (NewcomerBudget each : budgets) {
            each.fill(nowNs, sharers);
        }
    }

    /** Spends all that was saved. */
    private void spend(NewcomerBudget of) {
        for (int i = 0; i < 400; i++) {
            burst(of, 50 * US, Burst.SIZE);
        }
        of.fill(nowNs, 1);
    }

    @Test
    void twentyMillisecondsOfNewcomersAreFree() {
        int bursts = 0;
        while (!budget.isOver()) {
            budget.begin(nowNs);
            budget.charge(Burst.SIZE, Burst.SIZE, nowNs + 50 * US);
            bursts++;
        }
        assertThat(bursts).isEqualTo(400);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void a32ndOfTheTimeIsTheirs() {
        spend(budget);
        long busyNs = 0;
        long beganNs = nowNs;
        while (nowNs < beganNs + 1_000 * MS) {
            pass(10 * US, 1, budget);
            if (!budget.isOver()) {
                burst(budget, 20 * US, Burst.SIZE);
                busyNs += 20 * US;
            }
        }
        assertThat(32.0 * busyNs / (nowNs - beganNs)).isBetween(0.99, 1.01);
    }

    @Test
    void severalQueuesShareIt() {
        NewcomerBudget other = new NewcomerBudget();
        spend(budget);
        spend(other);
        long busyNs = 0;
        long beganNs = nowNs;
        while (nowNs < beganNs + 1_000 * MS) {
            pass(10 * US, 2, budget, other);
            for (NewcomerBudget each : new NewcomerBudget[] {budget, other}) {
                if (!each.isOver()) {
                    burst(each, 20 * US, Burst.SIZE);
                    busyNs += 20 * US;
                }
            }
        }
        assertThat(32.0 * busyNs / (nowNs - beganNs)).isBetween(0.98, 1.02);
    }

    @Test
    void knownPacketsOfTheSameQueueCostNothing() {
        for (int i = 0; i < 100_000; i++) {
            burst(budget, 10 * US, 2);
            budget.fill(nowNs, 1);
        }
        assertThat(budget.isSpent()).as("2 of 64 are a 32nd").isFalse();
        for (int i = 0; i < 200_000; i++) {
            burst(budget, 10 * US, 3);
            budget.fill(nowNs, 1);
        }
        assertThat(budget.isSpent()).as("3 are more").isTrue();
    }

    @Test
    void nobodyWaitsForLongerThanTwoMilliseconds() {
        spend(budget);
        for (int i = 0; i < 100; i++) {
            budget.charge(Burst.SIZE, Burst.SIZE, nowNs);
        }
        assertThat(budget.isOver()).isTrue();
        pass(2 * MS + US, 1, budget);
        assertThat(budget.isOver()).isFalse();
    }

    @Test
    void whoHasSpentItIsFreeWhenSomeOfItIsBack() {
        spend(budget);
        assertThat(budget.isSpent()).isTrue();
        pass(20 * MS, 1, budget);
        assertThat(budget.isOver()).isFalse();
        assertThat(budget.isSpent()).isTrue();
        pass(15 * MS, 1, budget);
        assertThat(budget.isSpent()).isFalse();
    }

    @Test
    void aNewcomerCostsSomethingThoughTheClockStands() {
        int newcomers = 0;
        for (; !budget.isOver(); newcomers += Burst.SIZE) {
            budget.charge(Burst.SIZE, Burst.SIZE, nowNs);
        }
        assertThat(newcomers).isBetween(200_000, 200_064);
    }

    @Test
    void aQueueWithoutNewcomersIsNotWatched() {
        assertThat(budget.isWatched()).isFalse();
        budget.charge(1, Burst.SIZE, nowNs);
        assertThat(budget.isWatched()).isTrue();
        budget.begin(nowNs);
        budget.charge(0, Burst.SIZE, nowNs + 50 * US);
        assertThat(budget.isWatched()).isFalse();
    }
}
