package io.weft.southbound.dpdk;

import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.PortException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DPDK's environment in this process: started once, by the first port, and checked before any use; it cannot be stopped and started again.
 *
 * <p>It is started by a thread that ends afterwards, since DPDK pins the thread that starts it to a core.
 *
 * <p>Thread-safety: {@link #start} is guarded by the class's monitor, {@link #version} waits for nobody; the rest is immutable.
 */
final class Eal {
    private static final System.Logger LOG = System.getLogger(Eal.class.getName());
    private static final long STACK = 8L << 20;

    private static volatile Eal running;
    private static String failure;

    final DpdkLibrary library;
    final EalLog log;
    final List<String> arguments;

    private Eal(DpdkLibrary library, EalLog log, List<String> arguments) {
        this.library = library;
        this.log = log;
        this.arguments = arguments;
    }

    /**
     * The environment, started with {@code otherConfig} if nobody started it before.
     *
     * @throws PortException naming the setting that is wrong, or what is missing on this machine
     */
    static synchronized Eal start(Map<String, String> otherConfig) throws PortException {
        EalArguments settings = EalArguments.here(otherConfig);
        if (settings.isOff()) {
            throw new PortException(
                    "other_config:" + EalArguments.INIT,
                    "other_config:" + EalArguments.INIT + " is false: ports of type dpdk are switched off");
        }
        if (running != null) {
            return running;
        }
        if (failure != null) {
            throw new PortException("type", failure + " (DPDK can be started once in a process: restart the switch)");
        }
        try {
            DpdkLibrary library = DpdkLibrary.load();
            Eal eal = new Eal(library, new EalLog(), settings.list());
            eal.init(otherConfig.containsKey(EalArguments.EXTRA));
            checkInterface(eal);
            LOG.log(System.Logger.Level.INFO, "{0} started: {1}", library.version, String.join(" ", eal.arguments));
            running = eal;
            return eal;
        } catch (NativeException e) {
            throw new PortException("type", e.getMessage());
        }
    }

    /** What runs, as it names itself; empty before it was started. */
    static Optional<String> version() {
        return Optional.ofNullable(running).map(eal -> eal.library.version);
    }

    private static void checkInterface(Eal eal) throws NativeException {
        try {
            AbiCheck.check(eal);
        } catch (NativeException e) {
            failure = e.getMessage();
            throw e;
        }
    }

    /** @param hasOptions whether the user chose arguments, which may be wrong */
    private void init(boolean hasOptions) throws NativeException {
        log.begin();
        int[] result = {0, 0};
        Thread starter = Thread.ofPlatform().name("dpdk-eal").stackSize(STACK).start(() -> {
            library.calls.callInt("rte_openlog_stream", log.file());
            if (hasOptions) {
                log.withoutStandardOutput(() -> result[0] = callInit());
            } else {
                result[0] = callInit();
            }
            result[1] = library.errno();
        });
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (result[0] < 0) {
            failure = "DPDK does not start with \"" + String.join(" ", arguments) + "\": "
                    + library.errorText(result[1]) + ": " + log.complaints();
            throw new NativeException("rte_eal_init", "dpdk", result[1], failure);
        }
    }

    /** DPDK keeps pointers into its arguments, so they live for ever. */
    private int callInit() {
        Arena arena = Arena.global();
        MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
        for (int i = 0; i < arguments.size(); i++) {
            vector.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments.get(i)));
        }
        return library.calls.callInt("rte_eal_init", arguments.size(), vector.address());
    }

    /**
     * {@code result}, when it is no error.
     *
     * @throws NativeException saying {@code what} failed, why, and what DPDK's log says since {@link EalLog#begin}
     */
    int check(int result, String function, String device, String what) throws NativeException {
        if (result >= 0) {
            return result;
        }
        String complaints = log.complaints();
        throw new NativeException(
                function,
                device,
                Math.abs(result),
                what + ": " + library.errorText(result) + (complaints.isEmpty() ? "" : " (" + complaints + ")"));
    }

    /** A failure that has no error number but {@code rte_errno}. */
    NativeException failed(String function, String device, String what) {
        int errno = library.errno();
        return new NativeException(
                function, device, errno == 0 ? LinuxConstants.EIO : errno, what + ": " + library.errorText(errno));
    }
}
