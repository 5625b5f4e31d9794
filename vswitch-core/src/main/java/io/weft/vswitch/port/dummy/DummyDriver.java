package io.weft.vswitch.port.dummy;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of type {@code dummy}. Keep the instance that the switch was given: {@link #port} is how {@code netdev-dummy/receive} finds a port.
 * Thread-safe.
 */
public final class DummyDriver implements PortDriver {
    static final List<PortOption> OPTIONS = List.of(
            new PortOption(
                    "tx_pcap",
                    "a file",
                    "",
                    "Capture file for what is sent, flushed per frame; relative to the run directory."),
            new PortOption(
                    "stream", "unix:PATH", "", "Joins the port to another switch's, which listens on this socket."),
            new PortOption("pstream", "punix:PATH", "", "Listens on this socket for dummy ports of other switches."));

    private final Map<String, DummyPort> ports = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public String type() {
        return "dummy";
    }

    @Override
    public String summary() {
        return "A scriptable port for simulations, driven by netdev-dummy/receive.";
    }

    @Override
    public List<PortOption> options() {
        return OPTIONS;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        DummyPort port = new DummyPort(config, context, opened.incrementAndGet(), () -> ports.remove(config.name()));
        port.attach();
        ports.put(config.name(), port);
        return port;
    }

    /** The open port of that name. */
    public Optional<DummyPort> port(String name) {
        return Optional.ofNullable(ports.get(name));
    }

    /** Open ports, by name. */
    public List<DummyPort> ports() {
        return ports.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }
}
