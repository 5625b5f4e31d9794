package io.weft.southbound.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    /** On a thread of its own: where a nice value cannot be taken back, nothing changes at all, which is as right. */
    @Test
    void whatGaveWayOrWentFirstComesBack() throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            int before = nice();
            Precedence.giveWay();
            assertThat(nice()).isGreaterThanOrEqualTo(before);
            assertThat(started()).isEqualTo(nice());
            Precedence.normal();
            assertThat(nice()).isEqualTo(before);
            Precedence.first();
            assertThat(nice()).isLessThanOrEqualTo(before);
            Precedence.resume();
            assertThat(nice()).isEqualTo(before);
            return true;
        });
        Thread.ofPlatform().start(task);
        assertThat(task.get()).isTrue();
    }

    private static int started() throws ExecutionException, InterruptedException {
        FutureTask<Integer> child = new FutureTask<>(PrecedenceTest::nice);
        Thread.ofPlatform().start(child);
        return child.get();
    }

    private static int nice() throws IOException {
        String line = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }
}
