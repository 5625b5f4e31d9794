package io.weft.southbound.linux;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs something on a thread that has a network namespace of its own, with nothing in it but a loopback device that is up. Threads that it starts are in that
 * namespace, too, and so is what they open; it goes with the last of these.
 */
public final class NetworkApart {
    private NetworkApart() {}

    /** Whether this process may make namespaces. */
    public static boolean isAllowed() {
        try {
            return call("network-try", () -> true);
        } catch (ExecutionException e) {
            return false;
        }
    }

    /**
     * What {@code action} returns.
     *
     * @throws ExecutionException with what it threw, or a {@link NativeException} when there is no such namespace for this process
     */
    public static <T> T call(String thread, Callable<T> action) throws ExecutionException {
        FutureTask<T> task = new FutureTask<>(() -> {
            Libc.check(Libc.unshare(LinuxConstants.CLONE_NEWNET), "unshare(CLONE_NEWNET)", "this thread");
            try (NetDevice loopback = new NetDevice("lo")) {
                loopback.setUp();
            }
            return action.call();
        });
        Thread.ofPlatform().name(thread).start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
