package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.VacancyWatch.Event;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The expectations are what {@code ovs-ofctl monitor} of Open vSwitch 3.1 printed for the same steps. */
class VacancyWatchTest {
    private static List<Event> looks(VacancyWatch watch, Integer... free) {
        return Stream.of(free).map(watch::look).toList();
    }

    @Test
    void tellsEachOnceUntilTheOtherHasHappened() {
        VacancyWatch watch = new VacancyWatch(new VacancyRange(20, 80), 100);
        assertThat(looks(watch, 30, 20, 10, 0, 10, 0, 10))
                .containsExactly(Event.NONE, Event.NONE, Event.DOWN, Event.NONE, Event.NONE, Event.NONE, Event.NONE);
        assertThat(looks(watch, 70, 80, 90, 100, 90))
                .containsExactly(Event.NONE, Event.NONE, Event.UP, Event.NONE, Event.NONE);
        assertThat(looks(watch, 0, 100)).containsExactly(Event.DOWN, Event.UP);
    }

    @Test
    void beginsWithWhatIsNews() {
        assertThat(looks(new VacancyWatch(new VacancyRange(20, 80), 79), 10, 90))
                .containsExactly(Event.NONE, Event.UP);
        assertThat(looks(new VacancyWatch(new VacancyRange(20, 80), 80), 90, 10))
                .containsExactly(Event.NONE, Event.DOWN);
        assertThat(looks(new VacancyWatch(new VacancyRange(0, 0), 0), 0, 10, 0))
                .containsExactly(Event.NONE, Event.NONE, Event.NONE);
    }

    @Test
    void remembersWhatWasToldWhenTheRangeChanges() {
        VacancyWatch watch = new VacancyWatch(new VacancyRange(20, 80), 100);
        assertThat(looks(watch, 10)).containsExactly(Event.DOWN);
        watch.range(new VacancyRange(30, 50));
        assertThat(looks(watch, 20, 60, 20)).containsExactly(Event.NONE, Event.UP, Event.DOWN);
        watch.range(new VacancyRange(50, 50));
        assertThat(looks(watch, 50, 60, 50, 40)).containsExactly(Event.NONE, Event.UP, Event.NONE, Event.DOWN);
    }

    @Test
    void whatIsFreeIsRoundedDown() {
        assertThat(VacancyRange.free(9, 10)).isEqualTo(10);
        assertThat(VacancyRange.free(2, 3)).isEqualTo(33);
        assertThat(VacancyRange.free(10, TableSettings.UNLIMITED)).isEqualTo(99);
        assertThat(VacancyRange.free(0, 0)).isEqualTo(100);
        assertThat(VacancyRange.free(20, 10)).isZero();
    }

    @Test
    void refusesARangeThatIsNone() {
        assertThatThrownBy(() -> new VacancyRange(80, 20)).hasMessageContaining("vacancy 80,20 is not allowed");
        assertThatThrownBy(() -> new VacancyRange(20, 101)).hasMessageContaining("0 to 100");
        assertThatThrownBy(() -> new VacancyRange(-1, 20)).hasMessageContaining("0 to 100");
    }
}
