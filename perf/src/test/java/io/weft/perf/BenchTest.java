package io.weft.perf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "micro no-such-benchmark",
                "forward --flows=0",
                "forward --scenario=ct",
                "forward --rounds=0",
                "pods --pairs=bridge",
                "pods --seconds=none",
                "updates --shapes=l7",
                "updates --flows=1",
                "updates --steps=undo",
                "updates --rounds=0",
                "peers --scenario=nothing",
                "peers --flows=0",
                "peers --size=63",
                "peers --pmds=3",
                "peers --rounds=0",
                "peers --warm-up=-1",
                "churn --ring=1000",
                "churn --load=0"
            })
    void refusesWhatHasNoMeaning(String line) {
        assertThat(Bench.run(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "micro --help",
                "forward --help",
                "pods --help",
                "updates --help",
                "churn --help",
                "peers --help",
                "peers --scenario list"
            })
    void explainsItself(String line) {
        assertThat(Bench.run(line.split(" ", -1))).isZero();
    }
}
