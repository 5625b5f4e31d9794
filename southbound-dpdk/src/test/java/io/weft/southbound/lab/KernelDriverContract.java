package io.weft.southbound.lab;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract for drivers of kernel devices: device {@code p0} in a namespace of its own, with a raw socket at its far end. */
public abstract class KernelDriverContract extends PortDriverContract {
    /** Frames longer than a frame of packet memory are part of the contract. */
    protected static final int MTU = 9000;

    protected Lab lab;
    private final List<byte[]> arrived = new ArrayList<>();
    private RawSocket farEnd;

    @BeforeEach
    void enterLab() throws Exception {
        lab = Lab.enter();
        for (String scope : List.of("all", "default")) {
            // Or the kernel's own neighbour discovery mixes with the test's frames.
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/" + scope + "/disable_ipv6"), "1");
        }
    }

    @AfterEach
    void leaveLab() {
        if (farEnd != null) {
            farEnd.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** Makes the port, up. */
    protected abstract PortDevice openUp() throws PortException;

    /** The device where its frames come out. */
    protected abstract String farEnd();

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        if (farEnd != null) {
            farEnd.close();
        }
        PortDevice port = openUp();
        try {
            farEnd = new RawSocket(farEnd());
            arrived.clear();
            long before = received();
            for (byte[] frame : toReceive) {
                farEnd.send(frame);
            }
            Lab.await("input arrives", () -> received() - before >= toReceive.size());
        } catch (NativeException e) {
            throw new AssertionError(e);
        }
        return port;
    }

    /** Frames that reached the near end, by the kernel's count; counted when they are sent where there is no such count. */
    protected abstract long received();

    /** Column {@code index} of the device's line in the statistics of this namespace. */
    protected static long statistic(String device, int index) {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(device + ":"))
                    .mapToLong(line -> Long.parseLong(Lab.words(
                                    line.substring(device.length() + 1).strip().replaceAll(" +", " "))
                            .get(index)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        arrived.addAll(farEnd.receive());
        return arrived;
    }

    @Override
    protected int shortestFrame() {
        return 15;
    }
}
