package io.weft.southbound.dpdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.southbound.linux.NativeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of this package need of the machine. */
final class Dpdk {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Dpdk() {}

    /** Skips the test with a printed reason where DPDK or one of its drivers is not installed. */
    static void require(String... drivers) {
        String missing = missing(List.of(drivers));
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: test over DPDK: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
    }

    private static String missing(List<String> drivers) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "not root";
        }
        try {
            DpdkLibrary library = DpdkLibrary.load();
            Path folder = Path.of("/usr/lib/x86_64-linux-gnu/dpdk/pmds-" + library.abi.soVersion + ".0");
            for (String driver : drivers) {
                String file = "librte_" + driver + ".so." + library.abi.soVersion;
                if (Files.isDirectory(folder) && !Files.exists(folder.resolve(file))) {
                    return file + " is not installed";
                }
            }
            return "";
        } catch (NativeException e) {
            return e.getMessage();
        }
    }

    /** A name of a virtual device that no other test uses. */
    static String device(String driver) {
        return driver + NAMES.incrementAndGet();
    }
}
