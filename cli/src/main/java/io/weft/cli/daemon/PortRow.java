package io.weft.cli.daemon;

import io.weft.northbound.control.PortSpec;
import io.weft.vswitch.PortView;
import io.weft.vswitch.conductor.PortSettings;
import java.util.Optional;

/**
 * A row of the tables Port and Interface.
 *
 * @param bridge its bridge's name
 * @param settings as configured; its VLANs count only through {@code vlan}
 * @param vlan the VLAN columns
 * @param view the port as it is now; absent inside a transaction
 */
record PortRow(String bridge, PortSettings settings, VlanColumns vlan, Optional<PortView> view) {

    static PortRow of(PortView view) {
        return new PortRow(
                view.bridge(), view.settings(), VlanColumns.of(view.settings().vlan()), Optional.of(view));
    }

    static PortRow of(String bridge, PortSettings settings) {
        return new PortRow(bridge, settings, VlanColumns.of(settings.vlan()), Optional.empty());
    }

    /** A new port as the API describes it. */
    static PortRow of(String bridge, PortSpec spec) {
        VlanColumns vlan = new VlanColumns(spec.tag(), spec.trunks(), spec.vlanMode());
        PortSettings settings = PortSettings.of(spec.name(), spec.type())
                .withOptions(spec.options())
                .withOfportRequest(spec.ofportRequest())
                .withMtuRequest(spec.mtuRequest())
                .withExternalIds(spec.externalIds());
        return new PortRow(bridge, settings, vlan, Optional.empty());
    }

    PortRow with(PortSettings changed) {
        return new PortRow(bridge, changed, vlan, view);
    }

    PortRow with(VlanColumns changed) {
        return new PortRow(bridge, settings, changed, view);
    }

    /** What the conductor is given. */
    PortSettings finished() {
        return settings.withVlan(vlan.settings());
    }

    PortSpec spec() {
        return new PortSpec(
                settings.name(),
                vlan.tag(),
                vlan.trunks(),
                vlan.mode(),
                settings.type(),
                settings.options(),
                settings.ofportRequest(),
                settings.mtuRequest(),
                settings.externalIds());
    }
}
