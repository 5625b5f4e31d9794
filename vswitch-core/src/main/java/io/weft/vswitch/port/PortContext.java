package io.weft.vswitch.port;

import io.weft.vswitch.packet.PacketMemory;
import java.nio.file.Path;
import org.agrona.concurrent.NanoClock;

/**
 * What a driver gets from the switch.
 *
 * @param memory the packet memory that all ports share
 * @param runDirectory for sockets and files of the driver
 * @param clock the switch's monotonic clock, in nanoseconds; faked in simulations
 * @param pmdCount PMD agents, so that a driver can default its number of queues
 */
public record PortContext(PacketMemory memory, Path runDirectory, NanoClock clock, int pmdCount) {}
