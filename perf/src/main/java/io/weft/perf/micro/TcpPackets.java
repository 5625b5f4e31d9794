package io.weft.perf.micro;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.TcpHeader;
import io.weft.vswitch.packet.Packet;

/**
 * TCP packets without data, of any of millions of connections, in a few cache lines as packets are that a port just received: addresses and ports are
 * written into the key, all connections count from the same sequence numbers, and checksums are not looked at.
 */
final class TcpPackets implements AutoCloseable {
    private static final int CLIENT_SEQUENCE = 1000;
    private static final int SERVER_SEQUENCE = 2000;
    private static final int WINDOW = 60_000;
    private static final int SLOT = 256;
    private static final long CLIENTS = 0x0A00_0000L;
    private static final long SERVER = 0x0B00_0001L;
    private static final long SERVER_PORT = 80;

    private final Memory.Block block = Memory.allocate((long) Keys.BURST * SLOT);
    private final long[] layers = new long[Keys.BURST];
    private final int length;

    TcpPackets() {
        byte[] frame = new FrameBuilder()
                .ethernet(1, 2)
                .ipv4((int) CLIENTS, (int) SERVER)
                .tcp(1, 2, TcpHeader.ACK)
                .build();
        length = frame.length;
        for (int slot = 0; slot < Keys.BURST; slot++) {
            Memory.copyFrom(frame, 0, frame(slot), length);
            layers[slot] = KeyExtractor.extract(frame(slot), length, 1, key(slot));
        }
    }

    private long frame(int slot) {
        return key(slot) + FlowKey.PACKET_BYTES;
    }

    long key(int slot) {
        return block.address() + (long) slot * SLOT;
    }

    long packet(int slot) {
        return Packet.of(frame(slot), length);
    }

    long layers(int slot) {
        return layers[slot];
    }

    /** Makes the packet in a slot one of connection {@code number}; {@code sent} and {@code acknowledged} count octets, a SYN the first. */
    void set(int slot, int number, boolean reply, int flags, int sent, int acknowledged) {
        long client = CLIENTS + (number >>> 15);
        long port = 1024L + (number & 0x7FFF);
        long key = key(slot);
        Memory.putLong(key + 32, reply ? SERVER << 32 | client : client << 32 | SERVER);
        Memory.putLong(
                key + 40,
                (reply ? SERVER_PORT << 48 | port << 32 : port << 48 | SERVER_PORT << 32) | (long) flags << 16);
        long header = frame(slot) + (layers[slot] >>> 16);
        TcpHeader.sequence(header, (reply ? SERVER_SEQUENCE : CLIENT_SEQUENCE) + sent);
        TcpHeader.acknowledgement(header, (reply ? CLIENT_SEQUENCE : SERVER_SEQUENCE) + acknowledged);
        TcpHeader.lengthAndFlags(header, TcpHeader.LENGTH, flags);
        TcpHeader.window(header, WINDOW);
    }

    @Override
    public void close() {
        block.close();
    }
}
