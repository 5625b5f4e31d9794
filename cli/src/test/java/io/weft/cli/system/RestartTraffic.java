package io.weft.cli.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Both ends of the traffic that a restart must not hurt, each a process in a pod: paced TCP transfers whose every byte is checked, and a numbered datagram
 * every millisecond, whose longest silence is the gap; that of a transfer is longer, since TCP repeats what was lost after 200 ms or more, and twice as late each time.
 *
 * <pre>
 *   serve ADDRESS PORT TRANSFERS           prints "ready", then for each whole transfer nothing, at the end "finished N gap MS lost L of M tcp MS"
 *   send ADDRESS PORT TRANSFERS            prints "connected" once all are, goes on until its input ends, then "finished N"
 * </pre>
 */
final class RestartTraffic {
    private static final int WRITE = 1024;
    private static final int WRITES_A_SECOND = 25;
    private static final long PROBE_NS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final int LAST = -1;
    private static final int ANSWERED = 10;
    private static final int PATIENCE_MS = 30_000;
    private static final int BACKLOG = 1024;

    private static final AtomicLong LONGEST_OF_TCP = new AtomicLong();

    private static volatile boolean ended;

    private RestartTraffic() {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        int transfers = Integer.parseInt(args[3]);
        if (args[0].equals("serve")) {
            serve(address, transfers);
        } else {
            send(address, transfers);
        }
    }

    private static void serve(InetSocketAddress address, int transfers) throws Exception {
        try (ServerSocket server = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
                DatagramSocket datagrams = new DatagramSocket(address);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> probe = Executors.newSingleThreadExecutor(
                            task -> Thread.ofPlatform().daemon().unstarted(task))
                    .submit(() -> watch(datagrams));
            System.out.println("ready");
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < transfers; i++) {
                Socket socket = server.accept();
                all.add(threads.submit(() -> receive(socket)));
            }
            String finished = "finished " + count(all) + " " + probe.get();
            System.out.println(finished + " tcp " + LONGEST_OF_TCP.get() / 1_000_000);
        }
    }

    private static int count(List<Future<Boolean>> all) throws InterruptedException {
        int finished = 0;
        for (Future<Boolean> one : all) {
            try {
                finished += one.get() ? 1 : 0;
            } catch (ExecutionException e) {
                System.out.println("a transfer failed: " + e.getCause());
            }
        }
        return finished;
    }

    /** Reads a transfer to its end, answers with its length; whether every byte was the right one. */
    private static boolean receive(Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[WRITE];
            long total = 0;
            long lastNs = System.nanoTime();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                long silenceNs = System.nanoTime() - lastNs;
                lastNs += silenceNs;
                if (total > 0) {
                    LONGEST_OF_TCP.accumulateAndGet(silenceNs, Math::max);
                }
                for (int i = 0; i < read; i++) {
                    if (bytes[i] != (byte) ((total + i) * 31 >>> 3)) {
                        throw new IOException("byte " + (total + i) + " is another one");
                    }
                }
                total += read;
            }
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Long.BYTES).putLong(total).array());
            return true;
        }
    }

    /** Takes the numbered datagrams; returns the longest silence between two of them. */
    private static String watch(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        DatagramPacket packet = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
        long lastNs = 0;
        long gapNs = 0;
        int received = 0;
        int highest = 0;
        while (true) {
            socket.receive(packet);
            if (received < ANSWERED) {
                socket.send(packet); // so that the tracker sees an answer, and the datagrams are those of a connection
            }
            long nowNs = System.nanoTime();
            int number = ByteBuffer.wrap(packet.getData()).getInt();
            if (number == LAST) {
                return "gap " + gapNs / 1_000_000 + " lost " + (highest + 1 - received) + " of " + (highest + 1);
            }
            gapNs = received == 0 ? 0 : Math.max(gapNs, nowNs - lastNs);
            lastNs = nowNs;
            received++;
            highest = Math.max(highest, number);
        }
    }

    private static void send(InetSocketAddress address, int transfers) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DatagramSocket datagrams = new DatagramSocket()) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < transfers; i++) {
                Socket socket = new Socket();
                socket.connect(address);
                sockets.add(socket);
            }
            send(datagrams, address, 0);
            datagrams.setSoTimeout(PATIENCE_MS);
            datagrams.receive(new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES));
            send(datagrams, address, 1);
            Future<Boolean> probe = threads.submit(() -> probe(datagrams, address));
            List<Future<Boolean>> all = new ArrayList<>();
            for (Socket socket : sockets) {
                all.add(threads.submit(() -> transfer(socket)));
            }
            System.out.println("connected");
            awaitEnd();
            int finished = count(all);
            probe.get();
            last(datagrams, address);
            System.out.println("finished " + finished);
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // whatever it says: only the end counts
        }
        ended = true;
    }

    private static boolean transfer(Socket socket) throws IOException {
        try (socket) {
            byte[] bytes = new byte[WRITE];
            long total = 0;
            while (!ended) {
                for (int i = 0; i < WRITE; i++) {
                    bytes[i] = (byte) ((total + i) * 31 >>> 3);
                }
                socket.getOutputStream().write(bytes);
                total += WRITE;
                LockSupport.parkNanos(NS_PER_S / WRITES_A_SECOND);
            }
            socket.shutdownOutput();
            long answer = ByteBuffer.wrap(socket.getInputStream().readNBytes(Long.BYTES))
                    .getLong();
            if (answer != total) {
                throw new IOException(answer + " of " + total + " bytes arrived");
            }
            return true;
        }
    }

    private static boolean probe(DatagramSocket socket, InetSocketAddress address) throws IOException {
        long startNs = System.nanoTime();
        for (int number = 2; !ended; number++) {
            send(socket, address, number);
            long leftNs = startNs + (number + 1) * PROBE_NS - System.nanoTime();
            if (leftNs > 0) {
                LockSupport.parkNanos(leftNs);
            }
        }
        return true;
    }

    private static void last(DatagramSocket socket, InetSocketAddress address) throws IOException {
        for (int i = 0; i < 20; i++) {
            send(socket, address, LAST);
        }
    }

    private static void send(DatagramSocket socket, InetSocketAddress address, int number) throws IOException {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        InetAddress host = address.getAddress();
        socket.send(new DatagramPacket(bytes, bytes.length, host, address.getPort()));
    }
}
