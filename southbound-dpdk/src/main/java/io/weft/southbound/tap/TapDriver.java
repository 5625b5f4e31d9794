package io.weft.southbound.tap;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/** Type {@code tap}: a TAP device that the switch makes, for containers, virtual machines and the host. */
public class TapDriver implements PortDriver {
    private static final int MAX_QUEUES = 64;

    @Override
    public String type() {
        return "tap";
    }

    @Override
    public String summary() {
        return "A TAP device made by the switch; whole TCP and UDP segments of 64 KiB pass through it.";
    }

    @Override
    public List<PortOption> options() {
        return List.of(new PortOption("n_rxq", "1 to 64", "1", "Queues of the device."));
    }

    /** Whether a device that nobody has set up takes no time of the switch: no queue is polled, nothing is written. */
    boolean restsWhileDown() {
        return false;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        for (String key : config.options().keySet()) {
            if (!key.equals("n_rxq")) {
                throw new PortException("options:" + key, key, "n_rxq (for type " + type() + ")");
            }
        }
        if (config.name().isEmpty() || config.name().length() > 15) {
            throw new PortException("name", config.name(), "1 to 15 characters for a network device");
        }
        try {
            int queues = config.intOption("n_rxq", 1, MAX_QUEUES, 1);
            TapPort port = new TapPort(type(), config, queues, restsWhileDown(), context.memory());
            context.estate().take(config.name(), type()).ifPresentOrElse(port::inherit, port::attach);
            return port;
        } catch (NativeException e) {
            throw new PortException("type", e.getMessage());
        }
    }
}
