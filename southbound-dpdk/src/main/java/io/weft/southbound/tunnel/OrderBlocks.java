package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.vswitch.tunnel.TunnelAddress;
import io.weft.vswitch.tunnel.TunnelOrder;
import io.weft.vswitch.tunnel.TunnelOrders;

/**
 * Tunnel orders as the kernel wants them, written once and then pointed at by every message with that order.
 *
 * <pre>
 *   0 number (4)  4 bytes of header (4)  8 bytes of control (4)  12 bytes of address (4)  16 kind of socket (4)
 *  24 address (32)   56 control: ToS, TTL, source (96)   152 VXLAN or Geneve header (up to 260)
 * </pre>
 *
 * <p>Thread-safety: one owner. Allocation: for an order whose slot is new alone.
 */
final class OrderBlocks implements AutoCloseable {
    private static final int SLOTS = 1 << 16;
    private static final int CHUNK_BITS = 7;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int HEADER_LENGTH = 4;
    private static final int CONTROL_LENGTH = 8;
    private static final int ADDRESS_LENGTH = 12;
    private static final int KIND = 16;
    private static final int ADDRESS = 24;
    private static final int CONTROL = 56;
    private static final int HEADER = 152;
    private static final int LENGTH = 448;

    private final TunnelOrders orders;
    private final Memory.Block[] chunks = new Memory.Block[SLOTS / CHUNK];

    OrderBlocks(TunnelOrders orders) {
        this.orders = orders;
    }

    /** The block of an order, or 0 when there is no such order any more. */
    long block(int number) {
        int slot = TunnelOrders.slot(number);
        Memory.Block chunk = chunks[slot >>> CHUNK_BITS];
        if (chunk == null) {
            chunk = Memory.allocate((long) CHUNK * LENGTH, 64);
            chunks[slot >>> CHUNK_BITS] = chunk;
        }
        long block = chunk.address() + (long) (slot & CHUNK - 1) * LENGTH;
        return Memory.getInt(block) == number ? block : write(number, block);
    }

    private long write(int number, long block) {
        TunnelOrder order = orders.get(number);
        if (order == null) {
            return 0;
        }
        Memory.zero(block, LENGTH);
        boolean six = !order.destination().isIpv4();
        Memory.putInt(block + HEADER_LENGTH, order.headerLength());
        Memory.putInt(block + KIND, SendSockets.kind(six, order.df(), order.checksum()));
        long end = six ? writeIpv6(order, block) : writeIpv4(order, block);
        Memory.putInt(block + CONTROL_LENGTH, (int) (end - block - CONTROL));
        order.write(block + HEADER);
        Memory.putInt(block, number);
        return block;
    }

    private static long writeIpv4(TunnelOrder order, long block) {
        Memory.putInt(block + ADDRESS_LENGTH, MessageDescriptor.ADDRESS4);
        Memory.putInt(block + ADDRESS, LinuxConstants.AF_INET);
        Memory.putShortNetwork(block + ADDRESS + 2, order.dstPort());
        Memory.putIntNetwork(block + ADDRESS + 4, (int) order.destination().low());
        long at = number(block + CONTROL, UdpSocket.SOL_IP, UdpSocket.IP_TOS, order.tos());
        at = number(at, UdpSocket.SOL_IP, UdpSocket.IP_TTL, order.ttl());
        TunnelAddress source = order.source();
        if (!source.isNone()) {
            Memory.putIntNetwork(at + MessageDescriptor.CONTROL_HEADER + 4, (int) source.low());
            at = MessageDescriptor.control(at, UdpSocket.SOL_IP, UdpSocket.IP_PKTINFO, 12);
        }
        return at;
    }

    private static long writeIpv6(TunnelOrder order, long block) {
        Memory.putInt(block + ADDRESS_LENGTH, MessageDescriptor.ADDRESS6);
        Memory.putInt(block + ADDRESS, UdpSocket.AF_INET6);
        Memory.putShortNetwork(block + ADDRESS + 2, order.dstPort());
        put(block + ADDRESS + 8, order.destination());
        long at = number(block + CONTROL, UdpSocket.SOL_IPV6, UdpSocket.IPV6_TCLASS, order.tos());
        at = number(at, UdpSocket.SOL_IPV6, UdpSocket.IPV6_HOPLIMIT, order.ttl());
        if (!order.source().isNone()) {
            put(at + MessageDescriptor.CONTROL_HEADER, order.source());
            at = MessageDescriptor.control(at, UdpSocket.SOL_IPV6, UdpSocket.IPV6_PKTINFO, 20);
        }
        return at;
    }

    private static long number(long at, int level, int type, int value) {
        Memory.putInt(at + MessageDescriptor.CONTROL_HEADER, value);
        return MessageDescriptor.control(at, level, type, Integer.BYTES);
    }

    private static void put(long at, TunnelAddress address) {
        Memory.putLongNetwork(at, address.high());
        Memory.putLongNetwork(at + 8, address.low());
    }

    // ---- reading

    static int kind(long block) {
        return Memory.getInt(block + KIND);
    }

    /** Writes all of a message but its data, of which the header is the first vector. */
    static void fill(long block, long message, long vectors, int count) {
        MessageDescriptor.name(message, block + ADDRESS, Memory.getInt(block + ADDRESS_LENGTH));
        MessageDescriptor.vectors(message, vectors, count);
        MessageDescriptor.control(message, block + CONTROL, Memory.getInt(block + CONTROL_LENGTH));
        MessageDescriptor.flags(message, 0);
        MessageDescriptor.vector(vectors, block + HEADER, Memory.getInt(block + HEADER_LENGTH));
    }

    @Override
    public void close() {
        for (Memory.Block chunk : chunks) {
            if (chunk != null) {
                chunk.close();
            }
        }
    }
}
