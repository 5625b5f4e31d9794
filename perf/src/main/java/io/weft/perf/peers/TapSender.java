package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Frames at a pace, a few thousand a second at most: a TAP device whose kernel side a switch reads by packet sockets, and a thread that writes to its other
 * side. The device is in the network namespace of its switch. One thread makes and closes it.
 */
final class TapSender implements AutoCloseable {
    static final String DEVICE = "paced0";

    private static final long TUNSETIFF = 0x400454ca;
    private static final int IFF_TAP = 0x2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int O_RDONLY = 0;
    private static final int REQUEST = 40;
    private static final int FLAGS_AT = 16;

    private final int descriptor;
    private final Memory.Block buffer = Memory.allocate(2048);
    private volatile boolean ends;
    private volatile long sent;
    private Thread thread;

    private TapSender(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes the device in the namespace of {@code place}, up. */
    static TapSender make(Place place) {
        int[] descriptor = {-1};
        NativeException[] refused = new NativeException[1];
        CountDownLatch made = new CountDownLatch(1);
        Thread inside = new Thread(
                () -> {
                    try {
                        descriptor[0] = open(place);
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
        place.namespace().ip("link", "set", DEVICE, "up");
        return new TapSender(descriptor[0]);
    }

    private static int open(Place place) throws NativeException {
        int namespace = Libc.check(Libc.open("/run/netns/" + place.namespace().name(), O_RDONLY), "open", "namespace");
        try {
            Libc.check(Libc.setns(namespace, LinuxConstants.CLONE_NEWNET), "setns", "namespace");
        } finally {
            Libc.close(namespace);
        }
        int tap = Libc.check(
                Libc.open("/dev/net/tun", LinuxConstants.O_RDWR | LinuxConstants.O_CLOEXEC), "open", "/dev/net/tun");
        try (Memory.Block request = Memory.allocate(REQUEST)) {
            byte[] name = DEVICE.getBytes(StandardCharsets.US_ASCII);
            Memory.zero(request.address(), REQUEST);
            Memory.copyFrom(name, 0, request.address(), name.length);
            Memory.putInt(request.address() + FLAGS_AT, IFF_TAP | IFF_NO_PI);
            Libc.check(Libc.ioctl(tap, TUNSETIFF, request.address()), "TUNSETIFF", DEVICE);
        }
        return tap;
    }

    /** Sends {@code frames} in turn, again and again, {@code perSecond} of them each second, until it is closed. */
    void start(List<byte[]> frames, int perSecond) {
        thread = new Thread(() -> send(frames, perSecond), "paced sender");
        thread.setDaemon(true);
        thread.start();
    }

    /** Frames that were sent so far. */
    long sent() {
        return sent;
    }

    private void send(List<byte[]> frames, int perSecond) {
        long startNs = System.nanoTime();
        int next = 0;
        long done = 0;
        while (!ends) {
            long due = (long) ((System.nanoTime() - startNs) / 1e9 * perSecond);
            for (; done < due; done++) {
                byte[] frame = frames.get(next);
                Memory.copyFrom(frame, 0, buffer.address(), frame.length);
                Libc.write(descriptor, buffer.address(), frame.length); // a full device loses it, as a network would
                next = next + 1 == frames.size() ? 0 : next + 1;
            }
            sent = done;
            LockSupport.parkNanos(500_000);
        }
    }

    @Override
    public void close() {
        ends = true;
        boolean isInterrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        Libc.close(descriptor);
        buffer.close();
    }
}
