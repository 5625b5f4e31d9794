package io.weft.cli.daemon;

import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.vswitch.counters.SwitchCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Packets for the real ports of a rehearsal, as many as it takes to have what a packet does compiled: from sockets of the rehearsal's network namespace.
 *
 * <pre>
 *   broadcasts on the TAP's network --> TAP --switch--> loopback device over AF_XDP, where everything sent comes back --switch--> TAP --> the kernel, which drops it
 *   datagrams to this host -----------------------------^
 * </pre>
 *
 * They come in bursts that fill rings, as when packets have waited for a switch.
 */
final class StageTraffic {
    static final String LOOPBACK = "lo";
    static final String TAP = "stage-tap";

    private static final int TAP_ADDRESS = 0xC0A8_4D01;
    private static final byte[] EVERYBODY = {(byte) 192, (byte) 168, 77, (byte) 255};
    private static final int DISCARD_PORT = 9;
    private static final int LENGTH = 32;
    private static final int BURSTS = 60;
    private static final int BURST = 400;
    private static final long LIMIT_NS = 1_000_000_000;
    private static final long REST_NS = 200_000;

    private StageTraffic() {}

    /** Sends all, on the calling thread, which is in the namespace; less when it takes too long. */
    static void send(SwitchCounters counters) throws IOException {
        try (NetDevice tap = new NetDevice(TAP);
                DatagramChannel channel = DatagramChannel.open()) {
            tap.address(TAP_ADDRESS);
            tap.setUp();
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true).configureBlocking(false);
            SocketAddress everybody = new InetSocketAddress(InetAddress.getByAddress(EVERYBODY), DISCARD_PORT);
            SocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD_PORT);
            ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
            long endNs = System.nanoTime() + LIMIT_NS;
            for (int burst = 0; burst < BURSTS && System.nanoTime() - endNs < 0; burst++) {
                for (int i = 0; i < BURST; i++) {
                    channel.send(bytes.clear(), (i & 64) == 0 ? everybody : here);
                }
                awaitRest(counters, endNs);
            }
        } catch (NativeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Until nothing moves any more: what waits in rings has been taken. */
    private static void awaitRest(SwitchCounters counters, long endNs) {
        long before = -1;
        long now = packets(counters);
        while (now != before && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(REST_NS);
            before = now;
            now = packets(counters);
        }
    }

    private static long packets(SwitchCounters counters) {
        return counters.totals(LOOPBACK).rxPackets() + counters.totals(TAP).rxPackets();
    }
}
