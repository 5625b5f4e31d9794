package io.weft.vswitch.counters;

/** A port's figures at one moment. Packets, and bytes without preamble and FCS. */
public record PortTotals(long rxPackets, long rxBytes, long rxMissed, long txPackets, long txBytes, long txDropped) {
    public static final PortTotals ZERO = new PortTotals(0, 0, 0, 0, 0, 0);

    public PortTotals plus(PortTotals other) {
        return new PortTotals(
                rxPackets + other.rxPackets,
                rxBytes + other.rxBytes,
                rxMissed + other.rxMissed,
                txPackets + other.txPackets,
                txBytes + other.txBytes,
                txDropped + other.txDropped);
    }
}
