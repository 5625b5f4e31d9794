package io.weft.vswitch.port;

import io.weft.vswitch.packet.PacketMemory;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * What a driver gets from the switch.
 *
 * @param memory the packet memory that all ports share
 * @param runDirectory for sockets and files of the driver
 * @param clock the switch's monotonic clock, in nanoseconds; faked in simulations
 * @param pmdCount PMD agents, so that a driver can default its number of queues
 * @param estate ports that the process before left
 * @param knobs those of the whole switch ({@code Open_vSwitch other_config}) as they are when asked, of which a driver reads its own
 */
public record PortContext(
        PacketMemory memory,
        Path runDirectory,
        NanoClock clock,
        int pmdCount,
        Estate estate,
        Supplier<Map<String, String>> knobs) {
    /** Without knobs, and nothing was left. */
    public PortContext(PacketMemory memory, Path runDirectory, NanoClock clock, int pmdCount) {
        this(memory, runDirectory, clock, pmdCount, Estate.none(), Map::of);
    }

    public PortContext withKnobs(Supplier<Map<String, String>> others) {
        return new PortContext(memory, runDirectory, clock, pmdCount, estate, others);
    }
}
