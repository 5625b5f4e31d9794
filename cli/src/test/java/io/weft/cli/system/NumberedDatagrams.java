package io.weft.cli.system;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Both ends of datagrams that a hand-over must not lose, each a process in a pod.
 *
 * <pre>
 *   receive PORT              prints "ready", then for the last one "received N order W gap US" (W: how many came after a later one; US: the longest silence),
 *                             and then where some are missing and when there was silence
 *   send ADDRESS PORT PPS     prints "sending", goes on until its input ends, then "sent N"
 * </pre>
 */
final class NumberedDatagrams {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int RECEIVE_BUFFER = 64 << 20;
    private static final int LENGTH = 32;
    private static final int LAST = -1;
    private static final int ANSWERED = 10;
    private static final int MOST_REMARKS = 100;
    private static final long SILENCE_NS = 20_000_000;
    private static final int TICK_NS = 1_000_000;

    private NumberedDatagrams() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("receive")) {
            receive(Integer.parseInt(args[1]));
        } else {
            send(new InetSocketAddress(args[1], Integer.parseInt(args[2])), Integer.parseInt(args[3]));
        }
    }

    /** With a receive buffer that no test outruns: what is lost was lost before. */
    private static void receive(int port) throws IOException {
        int fd = Libc.socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_DGRAM, 0);
        try (Memory.Block block = Memory.allocate(64)) {
            Memory.putInt(block.address(), RECEIVE_BUFFER);
            require(Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, block.address(), Integer.BYTES));
            Memory.putLong(block.address(), 0);
            Memory.putLong(block.address() + 8, 0);
            Memory.putByte(block.address(), LinuxConstants.AF_INET);
            Memory.putShortNetwork(block.address() + 2, port);
            require(Libc.bind(fd, block.address(), 16));
            System.out.println("ready");
            System.out.println(watch(fd, block.address()));
        } finally {
            Libc.close(fd);
        }
    }

    private static String watch(int fd, long buffer) throws IOException {
        long received = 0;
        long late = 0;
        int highest = 0;
        long lastNs = 0;
        long gapNs = 0;
        List<String> remarks = new ArrayList<>();
        long startNs = System.nanoTime();
        while (true) {
            int length = require(Libc.read(fd, buffer, 64));
            long nowNs = System.nanoTime();
            int number = Memory.getIntNetwork(buffer);
            if (number == LAST) {
                return "received " + received + " order " + late + " gap " + gapNs / 1000 + remarks;
            }
            if (length >= LENGTH && number >= 0) {
                long silentNs = received == 0 ? 0 : nowNs - lastNs;
                gapNs = Math.max(gapNs, silentNs);
                if ((number > highest + 1 || silentNs > SILENCE_NS) && remarks.size() < MOST_REMARKS) {
                    remarks.add((nowNs - startNs) / 1_000_000 + " ms: silent for " + silentNs / 1000 + " us, "
                            + Math.max(0, number - highest - 1) + " missing before " + number);
                }
                lastNs = nowNs;
                received++;
                late += number < highest ? 1 : 0;
                highest = Math.max(highest, number);
            }
        }
    }

    private static int require(int result) throws IOException {
        if (result < 0) {
            throw new IOException("error " + -result);
        }
        return result;
    }

    private static void send(InetSocketAddress address, int pps) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open().connect(address)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
            System.out.println("sending");
            int number = 0;
            long startNs = System.nanoTime();
            while (System.in.available() == 0) {
                long due = (System.nanoTime() - startNs) / 1000 * pps / 1_000_000;
                while (number < due) {
                    bytes.clear().putInt(0, number);
                    number += channel.write(bytes) > 0 ? 1 : 0;
                }
                LockSupport.parkNanos(TICK_NS);
            }
            System.out.println("sent " + number);
            awaitEnd();
            for (int i = 0; i < ANSWERED; i++) {
                bytes.clear().putInt(0, LAST);
                channel.write(bytes);
            }
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // whatever it says: only the end counts
        }
    }
}
