package io.weft.perf.peers;

import java.nio.file.Path;
import java.util.List;

/** A switch between two ports of DPDK, {@code pa} and {@code pb}, on one polling core. Not thread-safe. */
interface Peer extends AutoCloseable {
    String BRIDGE = "br0";

    String name();

    /** Makes the bridge, without ports. */
    void start();

    /** Replaces all flows by these, in the grammar of ovs-ofctl(8). */
    void flows(List<String> texts);

    /** Adds {@code pa}, port 1, or {@code pb}, port 2. */
    void add(String port, String devargs);

    /** Removes both ports; the switch then leaves the processor alone. */
    void disconnect();

    /** Frames that both ports have sent since they were added. */
    long delivered();

    @Override
    void close();

    /** Devargs of a port that receives {@code input} again and again, and counts what it sends. */
    static String endless(int number, Path input) {
        return "net_pcap" + number + ",rx_pcap=" + input + ",infinite_rx=1";
    }

    /** Devargs of a port that receives {@code input} once, and sends into nothing. */
    static String once(int number, Path input) {
        return "net_pcap" + number + ",rx_pcap=" + input;
    }

    /** Devargs of a port that receives nothing and writes what it sends to {@code output}. */
    static String sink(int number, Path output) {
        return "net_pcap" + number + ",tx_pcap=" + output;
    }

    /** 1 for {@code pa}, 2 for {@code pb}. */
    static int number(String port) {
        return port.equals("pa") ? 1 : 2;
    }
}
