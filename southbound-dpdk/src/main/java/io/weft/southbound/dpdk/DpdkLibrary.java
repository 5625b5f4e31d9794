package io.weft.southbound.dpdk;

import io.weft.southbound.linux.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The DPDK libraries of this process, found by the dynamic linker ({@code LD_LIBRARY_PATH}, {@code ld.so.conf}): the newest version whose
 * binary interface is known. Loaded on first use and never unloaded, since their threads outlive every port.
 *
 * <p>Thread-safety: guarded by the class's monitor; immutable after that.
 */
final class DpdkLibrary {
    /** What to install, for people. */
    static final String PACKAGES =
            "librte-eal23 librte-ethdev23 librte-mempool-ring23 librte-bus-vdev23 and a driver such"
                    + " as librte-net-pcap23";

    private static final List<String> PARTS = List.of("eal", "ethdev", "mbuf", "mempool", "log");
    private static final int OLDEST_SO = 20;
    private static final int NEWEST_SO = 32;

    private static DpdkLibrary loaded;

    /** All functions by name. */
    final NativeCalls calls;

    final DpdkAbi abi;

    /** As {@code rte_version()} says. */
    final String version;

    private DpdkLibrary(SymbolLookup symbols, DpdkAbi abi, String version) {
        this.calls = new NativeCalls(symbols);
        this.abi = abi;
        this.version = version;
    }

    /** The libraries, loaded on first use. A failure is not remembered: they may be installed while the switch runs. */
    static synchronized DpdkLibrary load() throws NativeException {
        if (loaded == null) {
            loaded = load(DpdkLibrary::open);
        }
        return loaded;
    }

    /** Loads with {@code open}, which has the library of a file name, or none. */
    static DpdkLibrary load(Function<String, Optional<SymbolLookup>> open) throws NativeException {
        List<String> found = new ArrayList<>();
        for (int so = NEWEST_SO; so >= OLDEST_SO; so--) {
            Optional<SymbolLookup> eal = open.apply(fileName("eal", so));
            if (eal.isEmpty()) {
                continue;
            }
            String version = NativeCalls.text(new NativeCalls(eal.get()).callLong("rte_version"));
            Optional<DpdkAbi> abi = DpdkAbi.of(version);
            if (abi.isPresent() && abi.get().soVersion == so) {
                return new DpdkLibrary(all(open, so), abi.get(), version);
            }
            found.add(version);
        }
        throw refused(found);
    }

    /** An error number of DPDK, positive or negative, in words. */
    String errorText(int error) {
        return NativeCalls.text(calls.callLong("rte_strerror", Math.abs(error)));
    }

    /** The calling thread's {@code rte_errno}. */
    int errno() {
        return io.weft.flow.memory.Memory.getInt(calls.address("per_lcore__rte_errno"));
    }

    private static NativeException refused(List<String> found) {
        String sentence = found.isEmpty()
                ? "ports of type dpdk need the DPDK libraries, which are not installed; on Debian: apt-get install "
                        + PACKAGES
                : "ports of type dpdk cannot use " + String.join(", ", found) + ": the supported versions of DPDK are "
                        + DpdkAbi.supported();
        return new NativeException("dlopen", "dpdk", io.weft.southbound.linux.LinuxConstants.ENOENT, sentence);
    }

    private static SymbolLookup all(Function<String, Optional<SymbolLookup>> open, int so) throws NativeException {
        List<SymbolLookup> parts = new ArrayList<>();
        for (String part : PARTS) {
            Optional<SymbolLookup> library = open.apply(fileName(part, so));
            if (library.isEmpty() && !part.equals("log")) { // in eal before 23.11
                throw new NativeException(
                        "dlopen",
                        "dpdk",
                        io.weft.southbound.linux.LinuxConstants.ENOENT,
                        "ports of type dpdk need " + fileName(part, so)
                                + ", which is not installed; on Debian: apt-get install " + PACKAGES);
            }
            library.ifPresent(parts::add);
        }
        return name -> parts.stream()
                .map(part -> part.find(name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String fileName(String part, int so) {
        return "librte_" + part + ".so." + so;
    }

    private static Optional<SymbolLookup> open(String fileName) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(fileName, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not installed
        }
    }
}
