package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Changes by OpenFlow 1.0 (its specification, sections 5.2.3 and 5.3.3) over one connection, since a process for each would be what is measured. */
final class OpenFlowChanges implements FlowChanges {
    private static final byte VERSION = 1;
    private static final byte HELLO = 0;
    private static final byte FLOW_MOD = 14;
    private static final int HELLO_LENGTH = 8;
    private static final int FLOW_MOD_LENGTH = 72;
    private static final int DL_TYPE = 1 << 4;
    private static final int NW_PROTO = 1 << 5;
    private static final int TP_DST = 1 << 7;
    private static final int NW_SRC_BITS = 0x3F << 8;
    private static final int ALL = 0x3F_FFFF;
    private static final short ADD = 0;
    private static final short DELETE_STRICT = 4;
    private static final short PRIORITY = 200;

    private final SocketChannel channel;
    private final ByteBuffer answers = ByteBuffer.allocate(4096);
    private int transaction;

    /** @param socket where the bridge listens */
    OpenFlowChanges(Path socket) {
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer hello = ByteBuffer.allocate(HELLO_LENGTH);
            send(hello.put(VERSION).put(HELLO).putShort((short) HELLO_LENGTH).putInt(++transaction));
            channel.read(answers);
            channel.configureBlocking(false);
        } catch (IOException e) {
            throw new RefusedException("ovs-dpdk: " + socket + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void change(int number, boolean adds) {
        try {
            send(message(++transaction, number, adds));
            answers.clear();
            if (channel.read(answers) > 0) {
                throw new RefusedException("ovs-dpdk: a change was answered by type " + answers.get(1));
            }
        } catch (IOException e) {
            throw new RefusedException("ovs-dpdk: the connection for changes: " + e.getMessage(), e);
        }
    }

    static ByteBuffer message(int transaction, int number, boolean adds) {
        ByteBuffer message = ByteBuffer.allocate(FLOW_MOD_LENGTH);
        message.put(VERSION).put(FLOW_MOD).putShort((short) FLOW_MOD_LENGTH).putInt(transaction);
        message.putInt(ALL & ~(DL_TYPE | NW_PROTO | TP_DST | NW_SRC_BITS));
        message.position(message.position() + 18); // port, addresses, VLAN, padding
        message.putShort((short) 0x0800).put((byte) 0).put((byte) 17).putShort((short) 0);
        message.putInt(FlowChanges.source(number)).putInt(0);
        message.putShort((short) 0).putShort((short) FlowChanges.service(number));
        message.putLong(0)
                .putShort(adds ? ADD : DELETE_STRICT)
                .putShort((short) 0)
                .putShort((short) 0);
        return message.putShort(PRIORITY).putInt(-1).putShort((short) -1).putShort((short) 0);
    }

    private void send(ByteBuffer message) throws IOException {
        message.flip();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RefusedException("ovs-dpdk: the connection for changes: " + e.getMessage(), e);
        }
    }
}
