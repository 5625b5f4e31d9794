package io.weft.vswitch;

/** Traffic of a port. {@code rxDropped}: lost before the switch saw them; {@code txDropped}: the port could not send them. */
public record PortCounters(
        long rxPackets, long rxBytes, long rxDropped, long txPackets, long txBytes, long txDropped) {}
