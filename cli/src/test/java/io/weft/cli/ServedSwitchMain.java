package io.weft.cli;

import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Serves a {@link FakeSwitch} in the run directory of the first argument until it is killed: to time the start of verbs. */
final class ServedSwitchMain {
    private ServedSwitchMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (SwitchServer server = SwitchServer.start(
                new FakeSwitch(), List.of(SwitchAddress.inRunDirectory(Path.of(args[0]))), ServerLimits.DEFAULT)) {
            System.out.println("serving on " + server.addresses());
            new CountDownLatch(1).await();
        }
    }
}
