package io.weft.vswitch.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderTrialTest {
    private final HeaderTrial trial = new HeaderTrial();

    @Test
    void goesOnWhileThreeInFourAreKnown() {
        judge(0); // fills
        judge(75);
        judge(100);
        assertThat(trial.isOn()).isTrue();
        judge(74);
        assertThat(trial.isOn()).isFalse();
    }

    @Test
    void isTriedAgainAndMayFillFirst() {
        judge(0);
        judge(0);
        int rest = 0;
        while (!trial.isOn()) {
            judge(0);
            rest++;
        }
        assertThat(rest).isEqualTo(512);
        judge(0);
        assertThat(trial.isOn()).isTrue();
        judge(0);
        assertThat(trial.isOn()).isFalse();
    }

    @Test
    void endsWhenFlowsTakeEachOthersPlaces() {
        judge(0, 1000); // fills
        judge(97, 1003);
        assertThat(trial.isOn()).isTrue();
        judge(96, 1007);
        assertThat(trial.isOn()).isFalse();
    }

    private void judge(int percent) {
        judge(percent, 0);
    }

    private void judge(int percent, long evictions) {
        trial.saw(100, percent);
        trial.judge(evictions);
    }
}
