package io.weft.vswitch.port;

import java.util.List;
import java.util.Optional;

/**
 * A kind of port: found by {@link java.util.ServiceLoader}, one package and one {@code provides} line (or META-INF/services entry) each.
 * The abstract contract suite {@code PortDriverContract} says what every driver must do.
 */
public interface PortDriver {
    /** The type as in {@code set interface p type=...}. */
    String type();

    /** One sentence for the reference page. */
    String summary();

    /** The options this driver accepts; others are refused by name. */
    List<PortOption> options();

    /** The library that its ports run on, as in {@code DPDK 22.11.7}, once this process has started it. Any thread. */
    default Optional<String> library() {
        return Optional.empty();
    }

    /**
     * Opens a port. A device that is absent or busy is no error: the port then exists with a {@link PortStatus} that says so, and
     * {@link PortDevice#maintain} keeps trying. Called by the conductor.
     *
     * @throws PortException when the configuration can never work (bad option value, missing privilege for the whole driver)
     */
    PortDevice open(PortConfig config, PortContext context) throws PortException;
}
