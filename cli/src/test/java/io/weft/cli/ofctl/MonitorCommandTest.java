package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the packets that match nothing: as with ovs-ofctl, who speaks OpenFlow 1.0 to 1.2 and says how much of them it takes. */
class MonitorCommandTest {
    @ParameterizedTest
    @CsvSource({
        "monitor br0 65534, true",
        "-O OpenFlow12 monitor br0 128, true",
        "-O OpenFlow13 monitor br0 65534, false",
        "monitor br0, false",
        "monitor br0 0, false"
    })
    void takesMisses(String line, boolean expected) throws InterruptedException {
        ServedVerbs served = new ServedVerbs();
        StringWriter err = new StringWriter();
        Thread monitor = Thread.ofVirtual().start(() -> served.runTo(err, "ofctl", line.split(" ", -1)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (served.fake.missesTaken.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(served.fake.missesTaken).containsExactly(expected);
        served.close();
        monitor.join();
    }
}
