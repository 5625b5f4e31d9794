package io.weft.vswitch.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.reference.RandomPackets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After any rewrites, every checksum is what computing it anew gives; partial ones are what an offload expects. */
final class RewriterTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private final long seed = Long.getLong("weft.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final PacketMemory memory = new PacketMemory(64, 2048, 1);
    private final FrameCache frames = new FrameCache(memory);
    private final Rewriter rewriter = new Rewriter(memory);
    private final Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES);

    /** The checksum of a frame as it is sent by a stack that leaves it to the device. */
    private enum State {
        COMPLETE,
        PARTIAL_PLAIN,
        PARTIAL_MARKED
    }

    @AfterEach
    void close() {
        key.close();
        frames.close();
        memory.close();
    }

    @Test
    void checksumsStayRight() {
        for (int i = 0; i < 40_000; i++) {
            boolean ipv4 = random.nextBoolean();
            int protocol = random.nextBoolean() ? TCP : UDP;
            State state = State.values()[random.nextInt(3)];
            long packet = packet(frame(ipv4, protocol), ipv4, protocol, state);
            rewrite(packet);
            check(packet, ipv4, protocol, state);
            frames.free(packet);
        }
    }

    private byte[] frame(boolean ipv4, int protocol) {
        FrameBuilder frame = new FrameBuilder().ethernet(random.nextLong(), random.nextLong());
        if (random.nextInt(3) == 0) {
            frame.vlan(random.nextInt(4096));
        }
        if (ipv4) {
            frame.ipv4(random.nextInt(), random.nextInt());
        } else {
            frame.ipv6(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        }
        if (protocol == TCP) {
            frame.tcp(random.nextInt(65536), random.nextInt(65536), random.nextInt(64));
        } else {
            frame.udp(random.nextInt(65536), random.nextInt(65536));
        }
        byte[] payload = new byte[random.nextInt(40)];
        random.nextBytes(payload);
        return frame.raw(payload).build(0);
    }

    private long packet(byte[] frame, boolean ipv4, int protocol, State state) {
        long base = frames.allocate();
        long address = base + PacketMemory.DATA_OFFSET;
        Memory.copyFrom(frame, 0, address, frame.length);
        long layers = parse(address, frame.length);
        long l4 = address + Layers.l4Offset(layers);
        if (state != State.COMPLETE) {
            Memory.putShortNetwork(l4 + field(protocol), Checksum.fold(pseudo(address, layers, ipv4, protocol)));
        }
        if (state != State.PARTIAL_MARKED) {
            return Packet.of(address, frame.length);
        }
        FrameDescriptor.init(base, frame.length);
        FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, 0, 0);
        FrameDescriptor.checksum(base, (int) (l4 - base), field(protocol));
        return Packet.extended(address, frame.length);
    }

    private static int field(int protocol) {
        return protocol == TCP ? 16 : 6;
    }

    private long parse(long address, int length) {
        return KeyExtractor.extract(address, length, 1, key.address());
    }

    private void rewrite(long packet) {
        long layers = parse(Packet.address(packet), Packet.linearLength(packet));
        long place = HeaderPlace.place(Packet.address(packet), layers);
        int kind = kind();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int[] words = {1, 2, 3, 4, 5, 8, 9, 10, 11};
            int word = words[random.nextInt(words.length)];
            long mask = random.nextInt(3) == 0 ? random.nextLong() : -1L;
            long allowed =
                    word == 3 ? 0x00FFFF00_000FFFFFL : word == 2 ? ~0xFFFFL : -1L; // another TPID would end the parsing
            rewriter.set(packet, place, kind, word, random.nextLong() & mask, mask & allowed);
        }
    }

    private int kind() {
        long words = key.address();
        return HeaderPlace.kind(Memory.getLong(words), Memory.getLong(words + 24), Memory.getLong(words + 40));
    }

    // ---- every protocol, tags and fragments: what a full computation finds wrong with the checksums stays the same

    @Test
    void rewritesOfAnyHeaderLeaveChecksumsAsRightAsTheyWere() {
        RandomPackets packets = new RandomPackets(seed);
        for (int i = 0; i < 60_000; i++) {
            byte[] frame = packets.wellFormed();
            long base = frames.allocate();
            long address = base + PacketMemory.DATA_OFFSET;
            Memory.copyFrom(frame, 0, address, frame.length);
            long packet = Packet.of(address, frame.length);
            long layers = parse(address, frame.length);
            long place = HeaderPlace.place(address, layers);
            int kind = kind();
            boolean without = isWithoutChecksum(address, layers, kind);
            int header = headerError(address, layers, kind);
            int transport = transportError(address, layers, kind);
            for (int n = random.nextInt(6); n >= 0; n--) {
                int word = 1 + random.nextInt(FlowKey.PACKET_WORDS - 1);
                long mask = random.nextInt(3) == 0 ? random.nextLong() : -1L;
                long allowed = word == 2 ? ~0xFFFFL : -1L; // another TPID would end the parsing
                rewriter.set(packet, place, kind, word, random.nextLong(), mask & allowed);
            }
            String where = "seed " + seed + ", frame " + HexFormat.of().formatHex(frame);
            assertThat(headerError(address, layers, kind)).as(where).isEqualTo(header);
            if (without) {
                assertThat(isWithoutChecksum(address, layers, kind)).as(where).isTrue();
            } else {
                assertThat(transportError(address, layers, kind)).as(where).isEqualTo(transport);
            }
            frames.free(packet);
        }
    }

    private static boolean isWithoutChecksum(long address, long layers, int kind) {
        return (kind >>> 8 & 0xFF) == UDP
                && Layers.l4Offset(layers) != 0
                && Memory.getShortNetwork(address + Layers.l4Offset(layers) + 6) == 0;
    }

    /** What is missing to a right IPv4 header checksum; 0 is right. */
    private static int headerError(long address, long layers, int kind) {
        long l3 = address + Layers.l3Offset(layers);
        return kind >>> 16 == 0x0800 && Layers.l3Offset(layers) != 0
                ? Checksum.of(l3, (Memory.getByte(l3) & 15) * 4)
                : 0;
    }

    /** What is missing to a right transport checksum, as far as the bytes of this fragment tell; 0xFFFF and 0 are the same. */
    private static int transportError(long address, long layers, int kind) {
        int protocol = kind >>> 8 & 0xFF;
        boolean ipv4 = kind >>> 16 == 0x0800;
        if (Layers.l4Offset(layers) == 0 || protocol == SCTP) {
            return 0;
        }
        long l4 = address + Layers.l4Offset(layers);
        int length = transportLength(address, layers, ipv4);
        long sum = Checksum.sum(l4, length);
        if (protocol != 1) {
            sum += pseudo(address, layers, ipv4, protocol);
        }
        return Checksum.finish(sum) % 0xFFFF;
    }

    private static int transportLength(long address, long layers, boolean ipv4) {
        long l3 = address + Layers.l3Offset(layers);
        int headers = Layers.l4Offset(layers) - Layers.l3Offset(layers);
        return ipv4 ? Memory.getShortNetwork(l3 + 2) - headers : Memory.getShortNetwork(l3 + 4) + 40 - headers;
    }

    private static long pseudo(long address, long layers, boolean ipv4, int protocol) {
        long l3 = address + Layers.l3Offset(layers);
        return (ipv4 ? Checksum.sum(l3 + 12, 8) : Checksum.sum(l3 + 8, 32))
                + protocol
                + transportLength(address, layers, ipv4);
    }

    private void check(long packet, boolean ipv4, int protocol, State state) {
        long address = Packet.address(packet);
        long layers = parse(address, Packet.linearLength(packet));
        long l3 = address + Layers.l3Offset(layers);
        long l4 = address + Layers.l4Offset(layers);
        String where = "seed " + seed + " " + state + " ipv4=" + ipv4 + " protocol " + protocol;
        if (ipv4) {
            assertThat(Checksum.of(l3, 20)).as(where).isZero();
        }
        long pseudo = pseudo(address, layers, ipv4, protocol);
        int length = transportLength(address, layers, ipv4);
        int now = Memory.getShortNetwork(l4 + field(protocol));
        Memory.putShortNetwork(l4 + field(protocol), 0);
        int complete = Checksum.finish(pseudo + Checksum.sum(l4, length));
        int expected = protocol == UDP ? Checksum.udp(complete) : complete;
        if (state == State.COMPLETE) {
            assertThat(now).as(where).isEqualTo(expected);
        } else if (state == State.PARTIAL_MARKED) {
            assertThat(now).as(where).isEqualTo(Checksum.fold(pseudo));
        } else {
            // A frame that says nothing may be both: what is complete already needs no completion.
            assertThat(now).as(where).isIn(Checksum.fold(pseudo), expected);
        }
    }

    @Test
    void pushAndPopMoveTheStartAlone() {
        for (int i = 0; i < 1000; i++) {
            boolean extended = random.nextBoolean();
            byte[] frame = frame(true, UDP);
            long packet = packet(frame, true, UDP, extended ? State.PARTIAL_MARKED : State.COMPLETE);
            long pushed = rewriter.pushVlan(packet, 0x8100, 0x2005);
            assertThat(Packet.address(pushed)).isEqualTo(Packet.address(packet) - 4);
            assertThat(memory.length(pushed)).isEqualTo(frame.length + 4);
            assertThat(Memory.getShortNetwork(Packet.address(pushed) + 14)).isEqualTo(0x2005);
            assertThat(Packet.isExtended(pushed)).isEqualTo(extended);
            long popped = rewriter.popVlan(pushed);
            assertThat(popped).isEqualTo(packet);
            assertThat(memory.length(popped)).isEqualTo(frame.length);
            assertThat(Memory.getMacNetwork(Packet.address(popped)))
                    .isEqualTo(Memory.getMacNetwork(Packet.address(packet)));
            frames.free(popped);
        }
    }

    @Test
    void pushingEndsWhereTheDescriptorBegins() {
        long packet = packet(frame(true, TCP), true, TCP, State.COMPLETE);
        int pushes = 0;
        for (long next = rewriter.pushVlan(packet, 0x8100, 1); next != Packet.NONE; ) {
            packet = next;
            pushes++;
            next = rewriter.pushVlan(packet, 0x8100, 1);
        }
        assertThat(pushes).isEqualTo((PacketMemory.DATA_OFFSET - FrameDescriptor.LENGTH) / 4);
        frames.free(packet);
    }
}
