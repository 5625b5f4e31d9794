package io.weft.cli.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Both ends of datagrams that come faster than they may pass, each a process in a pod. The receiver reads nothing: the counters of its device tell.
 *
 * <pre>
 *   receive PORT...                  prints "ready", holds the ports until its input ends
 *   send ADDRESS PORT BPS BYTES      prints "sending", sends frames of BYTES, as many as BPS, until its input ends
 * </pre>
 */
final class UdpFlood {
    private static final int HEADERS = 14 + 20 + 8;
    private static final long TICK_NS = 500_000;

    /** What was missed while the machine did something else is not sent at once. */
    private static final long MOST_LATE_NS = 5_000_000;

    private UdpFlood() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("receive")) {
            receive(List.of(args).subList(1, args.length));
        } else {
            InetSocketAddress to = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
            send(to, Long.parseLong(args[3]), Integer.parseInt(args[4]));
        }
    }

    private static void receive(List<String> ports) throws IOException {
        List<DatagramChannel> held = new ArrayList<>();
        for (String port : ports) {
            held.add(DatagramChannel.open().bind(new InetSocketAddress(Integer.parseInt(port))));
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // whatever it says: only the end counts
        }
        for (DatagramChannel one : held) {
            one.close();
        }
    }

    private static void send(InetSocketAddress to, long bps, int frameBytes) throws IOException {
        double nsOfFrame = 8e9 * frameBytes / bps;
        try (DatagramChannel channel = DatagramChannel.open().connect(to)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(frameBytes - HEADERS);
            System.out.println("sending");
            double dueNs = System.nanoTime();
            while (System.in.available() == 0) {
                double nowNs = System.nanoTime();
                dueNs = Math.max(dueNs, nowNs - MOST_LATE_NS);
                for (; dueNs <= nowNs; dueNs += nsOfFrame) {
                    channel.write(bytes.clear());
                }
                LockSupport.parkNanos(TICK_NS);
            }
        }
    }
}
