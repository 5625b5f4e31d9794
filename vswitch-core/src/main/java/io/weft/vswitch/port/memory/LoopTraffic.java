package io.weft.vswitch.port.memory;

import io.weft.flow.memory.Memory;
import java.util.Random;

/**
 * UDP frames of many flows, preloaded off heap: one direction of a conversation between hosts A and hosts B.
 *
 * <p>Flow <i>i</i> goes from 10.0.0.0 + i to 10.128.0.0 + i, between 02:00:00:01:hh:hh and 02:00:00:02:hh:hh with at most 1,024 hosts a side;
 * ports are random from a fixed seed; the order of flows is shuffled. The other direction has all addresses and ports swapped.
 */
final class LoopTraffic implements AutoCloseable {
    private static final int HOSTS = 1024;
    private static final int[] SERVICES = {80, 443, 53, 8080, 5001};
    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;

    private final Memory.Block block;
    private final int flows;
    private final int frameLength;
    private final int stride;

    /**
     * @param flows 1 to 1,000,000
     * @param frameLength bytes without FCS, 60 to 1,514
     * @param reverse from B to A
     */
    LoopTraffic(int flows, int frameLength, boolean reverse) {
        this.flows = flows;
        this.frameLength = frameLength;
        stride = frameLength + 63 & -64;
        block = Memory.allocate((long) flows * stride);
        Random random = new Random(1);
        int[] order = shuffled(flows, new Random(reverse ? 2 : 3));
        for (int flow = 0; flow < flows; flow++) {
            int client = 1024 + random.nextInt(64511);
            int service = SERVICES[random.nextInt(SERVICES.length)];
            write(block.address() + (long) order[flow] * stride, flow, reverse, client, service);
        }
    }

    private static int[] shuffled(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private void write(long at, int flow, boolean reverse, int client, int service) {
        int host = flow % HOSTS;
        long a = 0x0200_0001_0000L | host;
        long b = 0x0200_0002_0000L | host;
        Memory.putMacNetwork(at, reverse ? a : b);
        Memory.putMacNetwork(at + 6, reverse ? b : a);
        Memory.putShortNetwork(at + 12, 0x0800);
        long ip = at + ETHERNET;
        Memory.putShortNetwork(ip, 0x4500);
        Memory.putShortNetwork(ip + 2, frameLength - ETHERNET);
        Memory.putIntNetwork(ip + 4, 0x4000);
        Memory.putShortNetwork(ip + 8, 64 << 8 | 17);
        Memory.putIntNetwork(ip + 12, (reverse ? 0x0A80_0000 : 0x0A00_0000) + flow);
        Memory.putIntNetwork(ip + 16, (reverse ? 0x0A00_0000 : 0x0A80_0000) + flow);
        Memory.putShortNetwork(ip + 10, headerChecksum(ip));
        long udp = ip + IPV4;
        Memory.putShortNetwork(udp, reverse ? service : client);
        Memory.putShortNetwork(udp + 2, reverse ? client : service);
        Memory.putShortNetwork(udp + 4, frameLength - ETHERNET - IPV4);
    }

    private static int headerChecksum(long ip) {
        int sum = 0;
        for (int i = 0; i < IPV4; i += 2) {
            sum += Memory.getShortNetwork(ip + i);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum += sum >>> 16;
        return ~sum & 0xFFFF;
    }

    long address() {
        return block.address();
    }

    /** Bytes from one template to the next, a multiple of 64. */
    int stride() {
        return stride;
    }

    int frameLength() {
        return frameLength;
    }

    int flows() {
        return flows;
    }

    @Override
    public void close() {
        block.close();
    }
}
