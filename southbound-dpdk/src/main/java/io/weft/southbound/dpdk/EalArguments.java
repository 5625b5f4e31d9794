package io.weft.southbound.dpdk;

import io.weft.vswitch.port.PortException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line of DPDK's environment, from {@code other_config} of the switch.
 *
 * <pre>
 *   dpdk-init         true (the default: started with the first dpdk port), try (the same), false (never)
 *   dpdk-lcore-mask   the cores of DPDK's own threads, in hexadecimal; by default the first core this process may use
 *   dpdk-socket-mem   MiB of huge pages per NUMA socket, such as 1024,0; by default as many as needed, or no huge pages if there are none
 *   dpdk-pci          true to look for devices on the PCI bus; false by default
 *   dpdk-extra        further arguments, with double quotes around those with spaces; what they set is not set here
 * </pre>
 *
 * Packets lie in the switch's own memory, so DPDK's holds only descriptors and rings: 128 MiB without huge pages.
 */
final class EalArguments {
    static final String INIT = "dpdk-init";
    static final String LCORE_MASK = "dpdk-lcore-mask";
    static final String SOCKET_MEM = "dpdk-socket-mem";
    static final String PCI = "dpdk-pci";
    static final String EXTRA = "dpdk-extra";

    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/hugepages");
    private static final long WANTED_BYTES = 64L << 20;
    private static final int SMALL_MEMORY_MIB = 128;
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");
    private static final List<String> LCORE_OPTIONS = List.of("-c", "-l", "--lcores");
    private static final List<String> PCI_OPTIONS = List.of("-a", "--allow", "-b", "--block", "--no-pci");
    private static final List<String> MEMORY_OPTIONS = List.of("-m", "--socket-mem", "--no-huge", "--legacy-mem");

    private final Map<String, String> config;
    private final long freeHugeBytes;
    private final String firstCore;

    EalArguments(Map<String, String> config, long freeHugeBytes, String firstCore) {
        this.config = config;
        this.freeHugeBytes = freeHugeBytes;
        this.firstCore = firstCore;
    }

    /** For this machine as it is now. */
    static EalArguments here(Map<String, String> config) {
        return new EalArguments(config, freeHugeBytes(), firstCore());
    }

    /** Whether the user forbade DPDK. */
    boolean isOff() throws PortException {
        return word(INIT, List.of("true", "try", "false"), "true").equals("false");
    }

    /** The command line, program name first. */
    List<String> list() throws PortException {
        List<String> extra = words(config.getOrDefault(EXTRA, ""));
        List<String> list = new ArrayList<>(List.of("weft", "--no-telemetry"));
        if (isAbsent(extra, List.of("--file-prefix"))) {
            list.add("--file-prefix=weft-" + ProcessHandle.current().pid());
        }
        if (isAbsent(extra, List.of("--iova-mode"))) {
            list.add("--iova-mode=va"); // buffers are the switch's memory, whose physical addresses nobody knows
        }
        if (word(PCI, List.of("true", "false"), "false").equals("false") && isAbsent(extra, PCI_OPTIONS)) {
            list.add("--no-pci");
        }
        if (config.containsKey(LCORE_MASK)) {
            list.addAll(List.of("-c", matching(LCORE_MASK, "(0x)?[0-9a-fA-F]+", "a mask of cores in hexadecimal")));
        } else if (isAbsent(extra, LCORE_OPTIONS)) {
            list.add("--lcores=0@" + firstCore);
        }
        memory(list, extra);
        list.addAll(extra);
        return list;
    }

    /** No file is left behind either way; without huge pages DPDK refuses {@code --in-memory}. */
    private void memory(List<String> list, List<String> extra) throws PortException {
        boolean isHuge = config.containsKey(SOCKET_MEM)
                || !isAbsent(extra, MEMORY_OPTIONS) && !extra.contains("--no-huge")
                || isAbsent(extra, MEMORY_OPTIONS) && freeHugeBytes >= WANTED_BYTES;
        list.add(isHuge ? "--in-memory" : "--no-shconf");
        if (config.containsKey(SOCKET_MEM)) {
            String amount = matching(SOCKET_MEM, "[0-9]+(,[0-9]+)*", "MiB per socket, such as 1024 or 1024,0");
            long wanted =
                    Stream.of(amount.split(",")).mapToLong(Long::parseLong).sum() << 20;
            if (wanted > freeHugeBytes) {
                throw new PortException(
                        "other_config:" + SOCKET_MEM,
                        "other_config:" + SOCKET_MEM + ": \"" + amount + "\" asks for " + (wanted >> 20)
                                + " MiB of huge pages, but " + (freeHugeBytes >> 20)
                                + " MiB are free; reserve them (sysctl vm.nr_hugepages=" + (wanted >> 21)
                                + "), or remove the setting to run without huge pages");
            }
            list.add("--socket-mem=" + amount);
        } else if (!isHuge && isAbsent(extra, MEMORY_OPTIONS)) {
            list.addAll(List.of("--no-huge", "-m", Integer.toString(SMALL_MEMORY_MIB)));
        }
    }

    private String word(String key, List<String> allowed, String defaultValue) throws PortException {
        String value = config.getOrDefault(key, defaultValue);
        if (!allowed.contains(value)) {
            throw new PortException("other_config:" + key, value, String.join(", ", allowed));
        }
        return value;
    }

    private String matching(String key, String pattern, String allowed) throws PortException {
        String value = config.get(key);
        if (!value.matches(pattern)) {
            throw new PortException("other_config:" + key, value, allowed);
        }
        return value;
    }

    private static boolean isAbsent(List<String> words, List<String> options) {
        return words.stream()
                .noneMatch(word -> options.stream().anyMatch(o -> word.equals(o) || word.startsWith(o + "=")));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group().replace("\"", ""));
        }
        return words;
    }

    /** Bytes of huge pages of any size that nobody uses; 0 where the kernel has none. */
    private static long freeHugeBytes() {
        if (!Files.isDirectory(HUGE_PAGES)) {
            return 0;
        }
        try (Stream<Path> sizes = Files.list(HUGE_PAGES)) {
            long bytes = 0;
            for (Path size : sizes.toList()) {
                String name = size.getFileName().toString(); // hugepages-2048kB
                long kib = Long.parseLong(name.substring("hugepages-".length(), name.length() - 2));
                bytes += (kib << 10)
                        * Long.parseLong(
                                Files.readString(size.resolve("free_hugepages")).strip());
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstCore() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
