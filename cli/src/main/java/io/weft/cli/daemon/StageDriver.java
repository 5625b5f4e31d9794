package io.weft.cli.daemon;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.port.patch.PatchDriver;
import java.util.List;
import java.util.Map;

/**
 * A driver of a rehearsal: of the type and the options of a real one, but its ports are dummies, so that a configuration can be played without touching
 * a device.
 */
final class StageDriver implements PortDriver {
    private final PortDriver real;
    private final DummyDriver dummies;

    StageDriver(PortDriver real, DummyDriver dummies) {
        this.real = real;
        this.dummies = dummies;
    }

    /** In the place of all drivers but those that touch nothing anyhow. */
    static List<PortDriver> all(List<PortDriver> real) {
        DummyDriver dummies = SwitchProcess.dummies(real);
        return real.stream()
                .map(driver -> driver.type().equals(PatchDriver.TYPE) || driver.equals(dummies)
                        ? driver
                        : new StageDriver(driver, dummies))
                .toList();
    }

    @Override
    public String type() {
        return real.type();
    }

    @Override
    public String summary() {
        return real.summary();
    }

    @Override
    public List<PortOption> options() {
        return real.options();
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        return dummies.open(new PortConfig(config.name(), dummies.type(), Map.of(), config.mtu()), context);
    }
}
