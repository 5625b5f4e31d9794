package io.weft.vswitch.port;

import java.util.Map;
import java.util.Optional;

/**
 * An open port. The conductor owns it ({@link #maintain}, {@link #status}, {@link #close}); its queues belong to PMD agents. The conductor
 * takes queues away from every PMD before it closes the device.
 *
 * <p>When the hardware comes, goes or changes its number of queues, {@link #maintain} returns true and the conductor takes the queues from the
 * PMDs and asks for them again through {@link #attach}; a driver never changes a queue under a PMD that runs it.
 */
public interface PortDevice extends AutoCloseable {
    /** Present state; cheap; any thread. */
    PortStatus status();

    /**
     * Watches the device: link state, disappearance, return. Called by the conductor a few times a second.
     *
     * @return whether queues must be re-attached
     */
    boolean maintain(long nowNs);

    /** Releases old queues and makes new ones for the device as it is now. No PMD runs any queue of this port meanwhile. Conductor only. */
    void attach();

    /** The device's own counters by its own names, beyond what the switch counts itself. Conductor only. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /**
     * Gives the device another address, 48 bits, not a group's. Conductor only.
     *
     * @return whether it has it now; false where the device has none of its own, is absent, or refuses
     */
    default boolean mac(long address) {
        return false;
    }

    /**
     * Leaves the device, as it is, to the process that comes: what arrives from now on waits in it. No PMD runs any queue of this port any more, and
     * nothing but the process's end, or another port that takes the bequest, is to follow. Conductor only.
     *
     * @return empty where the device cannot be passed on, or is not there: then it is to be closed
     */
    default Optional<Bequest> bequeath() {
        return Optional.empty();
    }

    /** Receive queues, empty while the device is down. */
    RxQueue[] rxQueues();

    /** Transmit queues, empty while the device is down. A queue used by several PMDs is locked by the datapath. */
    TxQueue[] txQueues();

    /** Closes queues, sockets and descriptors; frames in flight return to the packet memory. Idempotent. */
    @Override
    void close();
}
