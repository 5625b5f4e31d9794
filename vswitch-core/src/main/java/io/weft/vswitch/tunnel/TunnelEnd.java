package io.weft.vswitch.tunnel;

/**
 * What makes a port an end of tunnels: what it was told, where headers of packets that arrive are kept, and its number in the datapath once it
 * has one.
 *
 * <p>Thread-safety: any thread; {@link #datapathPort(int)} is the conductor's.
 */
public final class TunnelEnd {
    private final TunnelConfig config;
    private final Arrivals arrivals;
    private volatile int datapathPort;

    public TunnelEnd(TunnelConfig config, Arrivals arrivals) {
        this.config = config;
        this.arrivals = arrivals;
    }

    public TunnelConfig config() {
        return config;
    }

    /** The headers with which packets arrived lately. */
    public Arrivals arrivals() {
        return arrivals;
    }

    /** Its number in the datapath. */
    int datapathPort() {
        return datapathPort;
    }

    /** From now on its number is this one. */
    public void datapathPort(int number) {
        datapathPort = number;
    }
}
