package io.weft.vswitch;

import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.mac.MacEntry;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A running switch. Thread-safe: any thread may call any method; a call that changes something returns when every PMD
 * has adopted it, or throws {@link SwitchException} at its deadline.
 */
public final class VirtualSwitch implements AutoCloseable {

    private VirtualSwitch() {}

    /** Starts a switch without bridges. */
    public static VirtualSwitch launch(SwitchContext context) {
        throw new UnsupportedOperationException();
    }

    /** What is configured now. */
    public SwitchConfig config() {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the configuration in one transaction, all or nothing; {@code change} may run more than once.
     *
     * @return the new configuration
     * @throws io.weft.vswitch.conductor.ConfigException listing every violation; nothing has changed then
     */
    public SwitchConfig apply(UnaryOperator<SwitchConfig> change) {
        throw new UnsupportedOperationException();
    }

    /** Every port of every bridge, by bridge and then in the order of the configuration. */
    public List<PortView> ports() {
        throw new UnsupportedOperationException();
    }

    /** Changes what {@code mod-port} changes. */
    public void portFlags(String bridge, String port, UnaryOperator<PortFlags> change) {
        throw new UnsupportedOperationException();
    }

    public List<MacEntry> macs(String bridge) {
        throw new UnsupportedOperationException();
    }

    /** Forgets what a bridge learned; static entries stay. */
    public void flushMacs(String bridge) {
        throw new UnsupportedOperationException();
    }

    /** Pins an address to a port. */
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        throw new UnsupportedOperationException();
    }

    /** Forgets one address, static or learned. */
    public boolean removeMac(String bridge, int vlan, long mac) {
        throw new UnsupportedOperationException();
    }

    /** The megaflow caches of all PMDs. */
    public List<MegaflowView> megaflows() {
        throw new UnsupportedOperationException();
    }

    public List<PmdStatistics> pmdStatistics() {
        throw new UnsupportedOperationException();
    }

    /** INVOKER mode: runs every agent on this thread, in turn, until none has work. Returns the work done. */
    public int step() {
        throw new UnsupportedOperationException();
    }

    /** Stops the agents, closes every port, frees packet memory. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
