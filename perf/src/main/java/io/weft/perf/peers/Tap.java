package io.weft.perf.peers;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A TAP device in the network namespace of a switch, which has its kernel side by packet sockets; this is its other side. One thread uses it. */
final class Tap implements AutoCloseable {
    private static final long TUNSETIFF = 0x400454ca;
    private static final int IFF_TAP = 0x2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int O_RDONLY = 0;
    private static final int REQUEST = 40;
    private static final int FLAGS_AT = 16;
    private static final int BUFFER = 2048;

    private final int descriptor;
    private final Memory.Block buffer = Memory.allocate(BUFFER);

    private Tap(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Makes the device, up.
     *
     * @param name at most 15 letters
     */
    static Tap make(Place place, String name) {
        int[] descriptor = {-1};
        NativeException[] refused = new NativeException[1];
        CountDownLatch made = new CountDownLatch(1);
        Thread inside = new Thread(
                () -> {
                    try {
                        descriptor[0] = open(place, name);
                    } catch (NativeException e) {
                        refused[0] = e;
                    } finally {
                        made.countDown();
                    }
                },
                "tap in namespace"); // a thread that has changed its namespace is not used again
        inside.start();
        try {
            made.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
        if (refused[0] != null) {
            throw new RefusedException("a TAP device cannot be made: " + refused[0].getMessage(), refused[0]);
        }
        HostCommand.Result up = place.namespace().ip("link", "set", name, "up");
        if (!up.succeeded()) {
            throw new RefusedException(name + ": " + up.output().trim());
        }
        return new Tap(descriptor[0]);
    }

    private static int open(Place place, String name) throws NativeException {
        int namespace = Libc.check(Libc.open("/run/netns/" + place.namespace().name(), O_RDONLY), "open", "namespace");
        try {
            Libc.check(Libc.setns(namespace, LinuxConstants.CLONE_NEWNET), "setns", "namespace");
        } finally {
            Libc.close(namespace);
        }
        int flags = LinuxConstants.O_RDWR | LinuxConstants.O_NONBLOCK | LinuxConstants.O_CLOEXEC;
        int tap = Libc.check(Libc.open("/dev/net/tun", flags), "open", "/dev/net/tun");
        try (Memory.Block request = Memory.allocate(REQUEST)) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            Memory.zero(request.address(), REQUEST);
            Memory.copyFrom(bytes, 0, request.address(), bytes.length);
            Memory.putInt(request.address() + FLAGS_AT, IFF_TAP | IFF_NO_PI);
            Libc.check(Libc.ioctl(tap, TUNSETIFF, request.address()), "TUNSETIFF", name);
        }
        return tap;
    }

    /** Lets the switch receive a frame; a full device loses it, as a network would. */
    void send(byte[] frame) {
        Memory.copyFrom(frame, 0, buffer.address(), frame.length);
        Libc.write(descriptor, buffer.address(), frame.length);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        buffer.close();
    }
}
