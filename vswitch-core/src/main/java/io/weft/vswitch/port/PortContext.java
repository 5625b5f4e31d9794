package io.weft.vswitch.port;

import io.weft.vswitch.packet.PacketMemory;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * What a driver gets from the switch.
 *
 * @param memory the packet memory that all ports share
 * @param runDirectory for sockets and files of the driver
 * @param clock the switch's monotonic clock, in nanoseconds; faked in simulations
 * @param pmdCount PMD agents, so that a driver can default its number of queues
 * @param otherConfig knobs of the whole switch ({@code Open_vSwitch other_config}), of which a driver reads its own
 */
public record PortContext(
        PacketMemory memory, Path runDirectory, NanoClock clock, int pmdCount, Map<String, String> otherConfig) {
    public PortContext {
        otherConfig = Map.copyOf(otherConfig);
    }

    /** Without knobs. */
    public PortContext(PacketMemory memory, Path runDirectory, NanoClock clock, int pmdCount) {
        this(memory, runDirectory, clock, pmdCount, Map.of());
    }

    public PortContext withOtherConfig(Map<String, String> config) {
        return new PortContext(memory, runDirectory, clock, pmdCount, config);
    }
}
