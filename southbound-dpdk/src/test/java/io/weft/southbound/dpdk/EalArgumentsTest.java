package io.weft.southbound.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.PortException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How DPDK is started, and what is said where it cannot be. */
class EalArgumentsTest {
    private static final long GIB = 1L << 30;

    @Test
    void withoutHugePagesItDoesWithout() throws PortException {
        assertThat(arguments(Map.of(), 0))
                .contains("--no-huge", "--no-shconf", "--no-pci", "--no-telemetry", "--lcores=0@3")
                .doesNotContain("--in-memory");
    }

    @Test
    void withHugePagesNothingIsLeftBehind() throws PortException {
        assertThat(arguments(Map.of(), GIB)).contains("--in-memory").doesNotContain("--no-huge", "-m");
        assertThat(arguments(Map.of("dpdk-socket-mem", "512"), GIB)).contains("--in-memory", "--socket-mem=512");
    }

    @Test
    void theUserHasTheLastWord() throws PortException {
        Map<String, String> config =
                Map.of("dpdk-lcore-mask", "0x2", "dpdk-extra", "-a 0000:01:00.0 -m 64 --vdev=\"net_null0,size=60\"");
        assertThat(arguments(config, GIB))
                .containsSequence("-c", "0x2")
                .containsSequence("-a", "0000:01:00.0", "-m", "64", "--vdev=net_null0,size=60")
                .doesNotContain("--no-pci");
        assertThat(arguments(Map.of("dpdk-pci", "true"), GIB)).doesNotContain("--no-pci");
    }

    @Test
    void refusesWithASentence() {
        refused(Map.of("dpdk-socket-mem", "1024"), "1024 MiB of huge pages, but 512 MiB are free");
        refused(Map.of("dpdk-socket-mem", "much"), "such as 1024");
        refused(Map.of("dpdk-lcore-mask", "0-3"), "in hexadecimal");
        refused(Map.of("dpdk-pci", "yes"), "true, false");
    }

    @Test
    void absentLibrariesAreNamedByTheirPackages() {
        assertThatThrownBy(() -> DpdkLibrary.load(_ -> Optional.empty()))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("apt-get install librte-eal23")
                .hasMessageContaining("librte-net-pcap23");
    }

    @Test
    void otherVersionsAreRefusedByName() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("DPDK 21.11.4");
            MemorySegment function = Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.constant(long.class, text.address()),
                            FunctionDescriptor.of(ValueLayout.JAVA_LONG),
                            arena);
            SymbolLookup old =
                    name -> Optional.of(name).filter("rte_version"::equals).map(_ -> function);
            assertThatThrownBy(() ->
                            DpdkLibrary.load(file -> Optional.of(old).filter(_ -> file.equals("librte_eal.so.22"))))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("DPDK 21.11.4")
                    .hasMessageContaining("22.11, 23.11, 24.11");
        }
    }

    private static void refused(Map<String, String> config, String words) {
        assertThatThrownBy(() -> arguments(config, GIB / 2))
                .isInstanceOf(PortException.class)
                .hasMessageContaining(words);
    }

    private static java.util.List<String> arguments(Map<String, String> config, long freeHugeBytes)
            throws PortException {
        return new EalArguments(config, freeHugeBytes, "3").list();
    }
}
