package io.weft.perf.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ForwardingHarnessTest {
    @Test
    void everythingThatIsReceivedIsSent() throws IOException {
        try (ForwardingHarness harness = new ForwardingHarness(100, ForwardingHarness.scenario("normal"))) {
            ForwardingHarness.Outcome outcome = harness.measure(1, 2, 1);
            assertThat(outcome.mpps().min()).isPositive();
            assertThat(outcome.mppsOfCore().min()).isPositive();
            assertThat(outcome.smcHitShare()).isBetween(0.0, 1.0);
            assertThat(outcome.lostShare()).isLessThan(0.01);
        }
    }
}
