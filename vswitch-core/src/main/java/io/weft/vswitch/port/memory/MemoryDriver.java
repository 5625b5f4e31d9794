package io.weft.vswitch.port.memory;

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

/** Ports of type {@code memory}. Whoever holds the driver finds its open ports by name and is their far end. Thread-safe. */
public final class MemoryDriver implements PortDriver {
    private final Map<String, MemoryPort> ports = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public String summary() {
        return "A port without a device: in-process rings for tests, or endless traffic for benchmarks.";
    }

    @Override
    public List<PortOption> options() {
        return MemoryOptions.ALL;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        MemoryPort port = new MemoryPort(config, context, () -> ports.remove(config.name()));
        port.attach();
        ports.put(config.name(), port);
        return port;
    }

    /** The open port of that name. */
    public Optional<MemoryPort> port(String name) {
        return Optional.ofNullable(ports.get(name));
    }
}
