package io.weft.southbound.afxdp;

import io.weft.southbound.bpf.XdpRedirect.Mode;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/**
 * The options of a port, validated.
 *
 * @param queues receive queues to serve, or 0 for all that the device has
 * @param depth entries of each ring, a power of two
 * @param modes attachment modes to try, in this order
 */
record AfXdpOptions(int queues, int depth, List<Mode> modes) {
    static final int MAX_QUEUES = 64;
    static final int MIN_DEPTH = 64;
    static final int MAX_DEPTH = 32_768;
    static final int DEFAULT_DEPTH = 2048;

    static final List<PortOption> ALL = List.of(
            new PortOption(
                    "n_rxq", "1 to 64", "all of the device", "Receive queues; set the device to as many (ethtool -L)."),
            new PortOption(
                    "xdp-mode",
                    "best-effort, native, generic",
                    "best-effort",
                    "Where the XDP program runs: native if the device can, else generic."),
            new PortOption(
                    "n_rxq_desc",
                    "a power of two from 64 to 32768",
                    "2048",
                    "Entries of each ring of a queue, and frames it holds."));

    static AfXdpOptions parse(PortConfig config) throws PortException {
        for (String key : config.options().keySet()) {
            if (ALL.stream().noneMatch(option -> option.name().equals(key))) {
                throw new PortException("options:" + key, key, "n_rxq, xdp-mode, n_rxq_desc (for type afxdp)");
            }
        }
        int depth = config.intOption("n_rxq_desc", MIN_DEPTH, MAX_DEPTH, DEFAULT_DEPTH);
        if (Integer.bitCount(depth) != 1) {
            throw new PortException("options:n_rxq_desc", Integer.toString(depth), "a power of two from 64 to 32768");
        }
        return new AfXdpOptions(config.intOption("n_rxq", 1, MAX_QUEUES, 0), depth, modes(config));
    }

    private static List<Mode> modes(PortConfig config) throws PortException {
        String mode = config.option("xdp-mode", "best-effort");
        return switch (mode) {
            case "best-effort" -> List.of(Mode.NATIVE, Mode.GENERIC);
            case "native" -> List.of(Mode.NATIVE);
            case "generic" -> List.of(Mode.GENERIC);
            default -> throw new PortException("options:xdp-mode", mode, "best-effort, native, generic");
        };
    }
}
