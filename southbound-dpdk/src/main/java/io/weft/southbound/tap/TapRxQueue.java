package io.weft.southbound.tap;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.offload.ChainWriter;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.RxQueue;

/**
 * Reads one TAP queue.
 *
 * <pre>
 *   read --> large frame --+-- fits a frame ---> copied to a small frame; the large one is read into again
 *                          +-- longer ---------> handed on as it is; another large one next
 *   no large frame: read --> own buffer --> copied to a chain of small frames
 * </pre>
 *
 * <p>Thread-safety: the agent that runs the queue. Allocation: none.
 */
final class TapRxQueue implements RxQueue {
    private static final int READ_LENGTH = PacketMemory.LARGE_FRAME_SIZE - PacketMemory.DATA_OFFSET;
    private static final int MAX_PLAIN = 65_535;

    private final int fd;
    private final PacketMemory memory;
    private final ChainWriter writer;
    private final Memory.Block own = Memory.allocate(PacketMemory.LARGE_FRAME_SIZE, 4096);
    private long large;
    private volatile long noBuffers;

    TapRxQueue(int fd, PacketMemory memory) {
        this.fd = fd;
        this.memory = memory;
        writer = new ChainWriter(memory);
    }

    @Override
    public int pollFd() {
        return fd;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        int count = 0;
        for (int tries = 0; tries < limit; tries++) {
            if (large == 0) {
                large = frames.allocateLarge();
            }
            long base = large != 0 ? large : own.address();
            long data = base + PacketMemory.DATA_OFFSET;
            int read = Libc.read(fd, data - VnetHeader.LENGTH, READ_LENGTH + VnetHeader.LENGTH);
            if (read <= VnetHeader.LENGTH) {
                if (read == -LinuxConstants.EINTR) {
                    continue;
                }
                // EAGAIN: nothing there. EBADFD: the device was deleted, which the port notices in maintain.
                break;
            }
            long packet = take(frames, data, read - VnetHeader.LENGTH);
            if (packet != Packet.NONE) {
                packets[count++] = packet;
            } else {
                countNoBuffers();
            }
        }
        return count;
    }

    @Override
    public long missed() {
        return noBuffers;
    }

    private long take(FrameCache frames, long data, int length) {
        long header = data - VnetHeader.LENGTH;
        if (length <= memory.frameCapacity()) {
            long base = frames.allocate();
            if (base == 0) {
                return Packet.NONE;
            }
            Memory.copy(data, base + PacketMemory.DATA_OFFSET, length);
            return describe(header, base, length);
        }
        if (large != 0) {
            large = 0;
            return describe(header, data - PacketMemory.DATA_OFFSET, length);
        }
        return chain(frames, header, data, length);
    }

    /** The descriptor of {@code length} bytes that lie at the usual place of the frame {@code base}. */
    private static long describe(long header, long base, int length) {
        long data = base + PacketMemory.DATA_OFFSET;
        // A partial checksum that the test at output finds again needs no extended packet.
        boolean plain = VnetHeader.isPlain(header)
                || !VnetHeader.isSegmented(header)
                        && VnetHeader.checksum(header) == PartialChecksum.locate(data, length);
        if (plain && length <= MAX_PLAIN) {
            return Packet.of(data, length);
        }
        FrameDescriptor.init(base, length);
        VnetHeader.toDescriptor(header, base, PacketMemory.DATA_OFFSET);
        return Packet.extended(data, length);
    }

    private long chain(FrameCache frames, long header, long data, int length) {
        if (!writer.begin(frames) || !writer.append(data, length)) {
            return Packet.NONE;
        }
        long packet = writer.finish();
        VnetHeader.toDescriptor(header, memory.frameBase(Packet.address(packet)), PacketMemory.DATA_OFFSET);
        return packet;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void countNoBuffers() {
        noBuffers++;
    }

    /** Returns the frame in hand. */
    void reclaim(FrameCache frames) {
        if (large != 0) {
            frames.freeFrame(large);
            large = 0;
        }
        own.close();
    }
}
