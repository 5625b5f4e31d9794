package io.weft.vswitch.translate;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.program.ProgramBuilder;

/** The fields of a packet, other than its tags, and its marks as the program has made them so far. */
final class SentFields {
    private static final long PACKET_BITS = (1L << FlowKey.PACKET_WORDS) - 1;
    private static final int MARKS_WORD = Fields.PKT_MARK.word();
    private static final long PRIORITY = 0xFFFF_FFFFL;
    private static final long MARK = PRIORITY << 32;

    private final WorkingKey key;
    private final long[] values = new long[FlowKey.PACKET_WORDS];

    /** The bits that the program has set, of the words that have some. */
    private final long[] bits = new long[FlowKey.PACKET_WORDS];

    /** The words that have some, a bit each. */
    private long words;

    private long marks;

    SentFields(WorkingKey key) {
        this.key = key;
    }

    /** Starts over with the fields of the key as it arrived. */
    void begin() {
        for (long rest = words; rest != 0; rest &= rest - 1) {
            bits[Long.numberOfTrailingZeros(rest)] = 0;
        }
        words = 0;
        marks = key.words()[MARKS_WORD];
    }

    void save(SavedPacket to) {
        to.sentWords = words;
        for (long rest = words; rest != 0; rest &= rest - 1) {
            int word = Long.numberOfTrailingZeros(rest);
            to.sent[word] = values[word];
            to.sentBits[word] = bits[word];
        }
        to.sentMarks = marks;
    }

    void restore(SavedPacket from) {
        for (long rest = words; rest != 0; rest &= rest - 1) {
            int word = Long.numberOfTrailingZeros(rest);
            boolean was = (from.sentWords & 1L << word) != 0;
            values[word] = from.sent[word];
            bits[word] = was ? from.sentBits[word] : 0;
        }
        words = from.sentWords;
        marks = from.sentMarks;
    }

    /** Emits what makes of the fields sent last the present ones. */
    void commit(ProgramBuilder program) {
        for (long rest = key.writtenWords().first() & PACKET_BITS; rest != 0; rest &= rest - 1) {
            int word = Long.numberOfTrailingZeros(rest);
            long value = key.words()[word];
            long written = key.written(word) & ~PacketTags.bits(word);
            long changed = written & (~bits[word] | values[word] ^ value | key.takeRewritten(word));
            if (changed != 0) {
                program.set(word, value, changed);
                values[word] = value;
                bits[word] = written;
                words |= 1L << word;
            }
        }
    }

    /** Emits what makes of the marks sent last the present ones. */
    void commitMarks(ProgramBuilder program) {
        long now = key.words()[MARKS_WORD];
        if (((now ^ marks) & PRIORITY) != 0) {
            key.lookAtArrived(MARKS_WORD, PRIORITY);
            program.priority(now & PRIORITY);
        }
        if (((now ^ marks) & MARK) != 0) {
            key.lookAtArrived(MARKS_WORD, MARK);
            program.mark(now >>> 32);
        }
        marks = now;
    }
}
