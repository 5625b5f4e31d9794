package io.weft.vswitch.conductor;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the driver for a port and opens it. */
public final class PortOpener {
    /** For a port without a type, best first. */
    private static final List<String> FOR_EXISTING_DEVICES = List.of("afxdp", "afpacket");

    /** For the bridge's own port without a type. */
    private static final List<String> FOR_LOCAL = List.of("internal", "tap");

    private final Map<String, PortDriver> drivers = new TreeMap<>();
    private final PortContext context;
    private Map<String, String> knobs = Map.of();

    public PortOpener(List<PortDriver> drivers, PortContext context) {
        drivers.forEach(driver -> this.drivers.put(driver.type(), driver));
        this.context = context.withKnobs(() -> knobs);
    }

    Map<String, PortDriver> drivers() {
        return drivers;
    }

    /** An open device and the type of its driver. */
    record Opened(PortDevice device, String type) {}

    /** Tells drivers of the knobs of the whole switch, before ports are opened with them. */
    void knobs(Map<String, String> otherConfig) {
        knobs = otherConfig;
    }

    /**
     * @throws ConfigException when no driver can ever run the port as configured
     */
    Opened open(BridgeConfig bridge, PortSettings port) {
        PortConfig config = new PortConfig(port.name(), port.type(), port.options(), port.mtuRequest());
        String where = "bridge " + bridge.name() + " port " + port.name();
        ConfigException refused =
                new ConfigException(where + " type", port.type(), String.join(", ", drivers.keySet()));
        for (String type : candidates(bridge, port)) {
            PortDriver driver = drivers.get(type);
            if (driver == null) {
                continue;
            }
            try {
                return new Opened(driver.open(config, context), type);
            } catch (PortException e) {
                refused = new ConfigException(where + " " + e.field(), "", e.getMessage());
            }
        }
        throw refused;
    }

    private static List<String> candidates(BridgeConfig bridge, PortSettings port) {
        if (!port.type().isEmpty() && !port.type().equals("system")) {
            return List.of(port.type());
        }
        return port.name().equals(bridge.name()) ? FOR_LOCAL : FOR_EXISTING_DEVICES;
    }
}
