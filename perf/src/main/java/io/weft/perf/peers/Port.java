package io.weft.perf.peers;

import java.nio.file.Path;

/**
 * A port of DPDK.
 *
 * @param number in OpenFlow; DPDK's device has the same, so that names differ
 * @param devargs the device and its arguments
 * @param mtu for switches that choose a memory pool by it
 */
record Port(int number, String devargs, int mtu) {
    static final int MTU = 1500;

    /** {@code p1}, {@code p2}, ... */
    String name() {
        return "p" + number;
    }

    /** Receives {@code input} again and again, and counts what it sends. */
    static Port endless(int number, Path input) {
        return new Port(number, "net_pcap" + number + ",rx_pcap=" + input + ",infinite_rx=1", MTU);
    }

    /** Receives {@code input} once, and sends into nothing. */
    static Port once(int number, Path input) {
        return new Port(number, "net_pcap" + number + ",rx_pcap=" + input, MTU);
    }

    /** Receives {@code input} again and again at a pace, and sends into nothing, where {@link Paced} is loaded. */
    static Port paced(int number, Path input) {
        Path output = input.resolveSibling("paced-" + number + ".pcap");
        return new Port(number, "net_pcap" + number + ",rx_pcap=" + input + ",tx_pcap=" + output, MTU);
    }

    /** Receives nothing and writes what it sends to {@code output}. */
    static Port sink(int number, Path output) {
        return new Port(number, "net_pcap" + number + ",tx_pcap=" + output, MTU);
    }

    /** Receives and sends frames by packet sockets on a device of the kernel; longer ring slots would not fit the buffers of a switch. */
    static Port device(int number, String name) {
        return new Port(number, "net_af_packet" + number + ",iface=" + name + ",framesz=1792,blocksz=28672", MTU);
    }

    /** The same port with an MTU of its own, and so, in Open vSwitch, with a memory pool of its own. */
    Port withMtu(int other) {
        return new Port(number, devargs, other);
    }
}
