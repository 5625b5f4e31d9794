package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Cuts one long TCP or UDP packet into the frames its sender meant, for an output that takes no more than a frame.
 *
 * <pre>
 *   | Ethernet, tags | IP | TCP | payload ........................ |      segment size = n
 *   --> | headers' | payload 0..n |  | headers' | payload n..2n |  ...
 *
 *   headers':  IPv4 total length, identification + i, header checksum; IPv6 payload length
 *              TCP sequence + i*n, FIN and PSH only in the last, CWR only in the first (RFC 3168 section 6.1.2); UDP length
 *              checksum field = pseudo-header sum of the new length, flagged partial
 * </pre>
 *
 * <p>Use: {@link #begin}, then {@link #next} {@link #count} times; the source stays the caller's. Thread-safety: one owner. Allocation: none
 * after construction. Sources: RFC 791, RFC 8200, RFC 9293, RFC 768.
 */
public final class Segmenter implements AutoCloseable {
    private static final int TCP_FIN_PSH = 0x09;
    private static final int TCP_CWR = 0x80;
    private static final int MAX_HEADERS = 512;

    private final PacketMemory memory;
    private final ChainWriter writer;
    private final Memory.Block flat = Memory.allocate(PacketMemory.LARGE_FRAME_SIZE);

    private long source;
    private int total;
    private int network;
    private int transport;
    private int headers;
    private int segmentSize;
    private int count;
    private int index;
    private boolean tcp;

    public Segmenter(PacketMemory memory) {
        this.memory = memory;
        writer = new ChainWriter(memory);
    }

    /**
     * Takes an extended packet with a segmentation type in hand.
     *
     * @return whether it can be segmented: its headers are as its descriptor says, and not those of a tunnel
     */
    public boolean begin(FrameCache frames, long packet) {
        long base = memory.frameBase(Packet.address(packet));
        source = Packet.address(packet);
        total = FrameDescriptor.totalLength(base);
        if (total > PacketMemory.LARGE_FRAME_SIZE) {
            return false;
        }
        transport = FrameDescriptor.checksumStart(base) - (int) (source - base);
        segmentSize = FrameDescriptor.segmentSize(base);
        tcp = FrameDescriptor.segmentType(base) != FrameDescriptor.SEGMENT_UDP;
        if (FrameDescriptor.next(base) != Packet.NONE) {
            frames.gather(packet, flat.address());
            source = flat.address();
        }
        index = 0;
        return isWellFormed();
    }

    /** Segments of the packet in hand. */
    public int count() {
        return count;
    }

    /** Bytes of the longest of them. */
    public int longest() {
        return headers + Math.min(segmentSize, total - headers);
    }

    /** The next segment: an extended packet with a partial checksum, or {@link Packet#NONE} when there are no frames. */
    public long next(FrameCache frames) {
        int offset = headers + index * segmentSize;
        int payload = Math.min(segmentSize, total - offset);
        if (!writer.begin(frames) || !writer.append(source, headers) || !writer.append(source + offset, payload)) {
            return Packet.NONE;
        }
        long segment = writer.finish();
        long start = Packet.address(segment);
        long base = start - PacketMemory.DATA_OFFSET;
        FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, FrameDescriptor.SEGMENT_NONE, 0);
        FrameDescriptor.checksum(base, PacketMemory.DATA_OFFSET + transport, tcp ? 16 : 6);
        writeHeaders(start, payload);
        index++;
        return segment;
    }

    private boolean isWellFormed() {
        network = PartialChecksum.networkOffset(source, total);
        if (network < 0 || transport < network + 20 || transport + (tcp ? 20 : 8) > total || segmentSize == 0) {
            return false;
        }
        boolean direct = PartialChecksum.isIpv4(source, network)
                ? transport == network + ((Memory.getByte(source + network) & 0xF) << 2) && protocol(9)
                : transport == network + 40 && protocol(6);
        headers = transport + (tcp ? Memory.getByte(source + transport + 12) >>> 4 << 2 : 8);
        if (!direct || headers > MAX_HEADERS || headers >= total || headers < transport + (tcp ? 20 : 8)) {
            return false;
        }
        count = (total - headers + segmentSize - 1) / segmentSize;
        return true;
    }

    private boolean protocol(int offset) {
        return Memory.getByte(source + network + offset) == (tcp ? 6 : 17);
    }

    private void writeHeaders(long start, int payload) {
        int transportLength = headers - transport + payload;
        long ip = start + network;
        int protocol = tcp ? 6 : 17;
        long pseudoSum;
        if (PartialChecksum.isIpv4(start, network)) {
            writeIpv4(ip, transport - network + transportLength);
            pseudoSum = PartialChecksum.ipv4PseudoSum(ip, protocol, transportLength);
        } else {
            Memory.putShortNetwork(ip + 4, transportLength);
            pseudoSum = PartialChecksum.ipv6PseudoSum(ip, protocol, transportLength);
        }
        int checksum = PartialChecksum.fold(pseudoSum);
        if (tcp) {
            writeTcp(start + transport, checksum);
        } else {
            Memory.putShortNetwork(start + transport + 4, transportLength);
            Memory.putShortNetwork(start + transport + 6, checksum);
        }
    }

    private void writeIpv4(long ip, int length) {
        Memory.putShortNetwork(ip + 2, length);
        Memory.putShortNetwork(ip + 4, Memory.getShortNetwork(ip + 4) + index);
        Memory.putShortNetwork(ip + 10, 0);
        long sum = 0;
        for (int i = 0; i < transport - network; i += 4) {
            sum += Memory.getIntNetwork(ip + i) & 0xFFFF_FFFFL;
        }
        Memory.putShortNetwork(ip + 10, ~PartialChecksum.fold(sum));
    }

    private void writeTcp(long header, int checksum) {
        Memory.putIntNetwork(header + 4, Memory.getIntNetwork(header + 4) + index * segmentSize);
        int flags = Memory.getByte(header + 13);
        if (index > 0) {
            flags &= ~TCP_CWR;
        }
        if (index < count - 1) {
            flags &= ~TCP_FIN_PSH;
        }
        Memory.putByte(header + 13, flags);
        Memory.putShortNetwork(header + 16, checksum);
    }

    @Override
    public void close() {
        flat.close();
    }
}
