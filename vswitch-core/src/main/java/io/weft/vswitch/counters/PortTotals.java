package io.weft.vswitch.counters;

/** A port's figures at one moment. Packets, and bytes without preamble and FCS. */
public record PortTotals(
        long rxPackets, long rxBytes, long rxMissed, long rxPoliced, long txPackets, long txBytes, long txDropped) {
    public static final PortTotals ZERO = new PortTotals(0, 0, 0, 0, 0, 0, 0);

    /** Packets for the switch that it did not forward: lost before it read them, or above the port's rate. */
    public long rxDropped() {
        return rxMissed + rxPoliced;
    }

    public PortTotals plus(PortTotals other) {
        return new PortTotals(
                rxPackets + other.rxPackets,
                rxBytes + other.rxBytes,
                rxMissed + other.rxMissed,
                rxPoliced + other.rxPoliced,
                txPackets + other.txPackets,
                txBytes + other.txBytes,
                txDropped + other.txDropped);
    }
}
