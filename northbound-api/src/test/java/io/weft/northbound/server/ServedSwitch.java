package io.weft.northbound.server;

import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.transport.SwitchAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A scripted switch behind a real server on a Unix socket, with a client: what most tests here need. */
final class ServedSwitch implements AutoCloseable {
    final Path directory;
    final SwitchAddress address;
    final ScriptedSwitch control = new ScriptedSwitch();
    final SwitchServer server;
    final SwitchClient client;

    ServedSwitch() {
        this(ServerLimits.DEFAULT, SwitchClient.DEFAULT_DEADLINE);
    }

    ServedSwitch(ServerLimits limits, Duration deadline) {
        try {
            directory = Files.createTempDirectory("weft-api");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        address = SwitchAddress.inRunDirectory(directory);
        server = SwitchServer.start(control, List.of(address), limits);
        client = new SwitchClient(address, deadline);
    }

    Path socket() {
        return directory.resolve(SwitchAddress.SOCKET_NAME);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        Files.deleteIfExists(directory);
    }

    /** Waits until {@code condition} holds, at most 10 s. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the condition did not hold within 10 s");
            }
            Thread.onSpinWait();
        }
    }
}
