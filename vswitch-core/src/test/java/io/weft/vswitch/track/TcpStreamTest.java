package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.TcpHeader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Segments in the middle of random conversations do to a record what the state machine does. */
final class TcpStreamTest {
    private static final int TRIES = 400_000;
    private static final int[] SCALES = {0, TcpSegment.SCALE_TOLD, TcpSegment.SCALE_TOLD | 7, TcpSegment.SCALE_UNKNOWN};

    private final long seed = Long.getLong("weft.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void sameAsTheMachine() {
        TcpMachine machine = new TcpMachine();
        TcpStream stream = new TcpStream();
        TcpSegment segment = new TcpSegment();
        int fitted = 0;
        int changed = 0;
        int refused = 0;
        try (Memory.Block block = Memory.allocate(4 * RecordDescriptor.LENGTH)) {
            long one = block.address();
            long other = one + RecordDescriptor.LENGTH;
            long header = other + RecordDescriptor.LENGTH;
            for (int i = 0; i < TRIES; i++) {
                conversation(one);
                Memory.copy(one, other, RecordDescriptor.LENGTH);
                boolean isReply = random.nextBoolean();
                int length = segment(header, one, isReply);
                boolean checks = random.nextInt(8) != 0;
                int flags = RecordDescriptor.flags(one);
                segment.read(header, length);
                int step = machine.update(other, isReply, segment, checks);
                if (!stream.fits(one, flags, isReply, header, length, checks)) {
                    refused += Step.result(step) == Step.INVALID_WINDOW ? 1 : 0;
                    continue;
                }
                fitted++;
                changed += stream.changes() ? 1 : 0;
                if (stream.changes()) {
                    stream.store(one);
                }
                assertThat(step).as("seed %d", seed).isEqualTo(Step.of(Step.ESTABLISHED, Timeout.TCP_ESTABLISHED));
                for (int at = 0; at < RecordDescriptor.LENGTH; at += 4) {
                    assertThat(Memory.getInt(one + at))
                            .as("seed %d, try %d, byte %d", seed, i, at)
                            .isEqualTo(Memory.getInt(other + at));
                }
            }
        }
        assertThat(fitted).as("seed %d", seed).isGreaterThan(TRIES / 20);
        assertThat(changed).as("seed %d", seed).isBetween(TRIES / 50, fitted - TRIES / 50);
        assertThat(refused).as("seed %d", seed).isGreaterThan(TRIES / 50);
    }

    /** Mostly established both ways, seldom something else. */
    private void conversation(long record) {
        Memory.zero(record, RecordDescriptor.LENGTH);
        TcpPeer first = new TcpPeer();
        TcpPeer second = new TcpPeer();
        int scale = random.nextInt(3);
        for (TcpPeer peer : new TcpPeer[] {first, second}) {
            int state = random.nextInt(20) == 0 ? random.nextInt(11) : TcpMachine.ESTABLISHED;
            int seqlo = random.nextInt();
            peer.set(
                    state,
                    scale == 0 ? SCALES[random.nextInt(SCALES.length)] : SCALES[1 + scale],
                    seqlo,
                    seqlo + random.nextInt(200_000),
                    random.nextInt(0x1_0000));
        }
        TcpPeer.store(record, first, second);
        int flags = RecordDescriptor.ASSURED | RecordDescriptor.SEEN_REPLY;
        if (random.nextInt(10) == 0) {
            flags = random.nextInt(8);
        }
        Memory.putInt(record + RecordDescriptor.FLAGS, flags | random.nextInt(4) * RecordDescriptor.GENERATION);
    }

    private int segment(long header, long record, boolean isReply) {
        TcpPeer sender = new TcpPeer();
        TcpPeer other = new TcpPeer();
        sender.load(record, isReply ? 1 : 0);
        other.load(record, isReply ? 0 : 1);
        Memory.zero(header, TcpHeader.LENGTH);
        int options = 4 * random.nextInt(3);
        TcpHeader.sequence(header, near(sender.seqlo));
        TcpHeader.acknowledgement(header, near(other.seqlo));
        int flags = random.nextInt(20) == 0 ? random.nextInt(0x200) : TcpHeader.ACK | random.nextInt(2) * TcpHeader.PSH;
        TcpHeader.lengthAndFlags(header, TcpHeader.LENGTH + options, flags);
        TcpHeader.window(header, random.nextInt(4) == 0 ? sender.window : random.nextInt(0x1_0000));
        return TcpHeader.LENGTH + options + (random.nextBoolean() ? 0 : random.nextInt(1500));
    }

    private int near(int number) {
        return switch (random.nextInt(5)) {
            case 0 -> number + random.nextInt(-100_000, 100_000);
            case 1 -> random.nextInt(40) == 0 ? random.nextInt() : number;
            default -> number + random.nextInt(-3, 3);
        };
    }
}
