package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;

/**
 * The records, one behind the other, and which of them are free: those above the high-water mark, which is in the header, and a stack of
 * those that were used and are not any more, linked through their first four bytes.
 *
 * <p>Thread-safety: any thread takes and gives. The head of the stack carries a count, so that a record that was taken and given back between
 * a look and an exchange is noticed.
 */
final class RecordStore {
    static final int NONE = -1;

    private final long header;
    private final long base;
    private final int capacity;

    /** Count of changes (32 bits), number + 1 of the first free record (32 bits). */
    private final AtomicLong free = new AtomicLong();

    private final AtomicLong live = new AtomicLong();

    /** So many connections there may be: what people set, the capacity at the most. */
    private volatile int most;

    RecordStore(long header, int capacity) {
        this.header = header;
        this.capacity = capacity;
        most = capacity;
        base = header + TableDescriptor.HEADER_LENGTH;
    }

    int capacity() {
        return capacity;
    }

    int most() {
        return most;
    }

    void most(int connections) {
        most = connections;
    }

    long record(int number) {
        return base + (long) number * RecordDescriptor.LENGTH;
    }

    /** Records that have ever been used: none at or above this number is live. */
    int highWater() {
        return UnsafeApi.getIntAcquire(null, header + TableDescriptor.HIGH_WATER);
    }

    /** Connections now. */
    int size() {
        return (int) live.get();
    }

    /** A record in the phase of filling, or {@link #NONE}. */
    int take() {
        if (live.get() >= most) {
            return NONE;
        }
        int number = pop();
        if (number == NONE) {
            number = raise();
        }
        if (number != NONE) {
            fill(number);
        }
        return number;
    }

    /** Marks a record that nobody else knows as being filled. */
    void fill(int number) {
        long record = record(number);
        RecordDescriptor.word(record, nextVersion(record) | RecordDescriptor.FILLING);
        live.getAndIncrement();
    }

    private int pop() {
        for (; ; ) {
            long head = free.get();
            int number = (int) head - 1;
            if (number < 0) {
                return NONE;
            }
            long next = Integer.toUnsignedLong(Memory.getInt(record(number)));
            if (free.compareAndSet(head, (head >>> 32) + 1 << 32 | next)) {
                return number;
            }
        }
    }

    private int raise() {
        for (; ; ) {
            int mark = highWater();
            if (mark >= capacity) {
                return NONE;
            }
            if (UnsafeApi.compareAndSetInt(null, header + TableDescriptor.HIGH_WATER, mark, mark + 1)) {
                return mark;
            }
        }
    }

    /** Ends a record that the caller owns: dying or filling. It can be taken only after {@link #give}. */
    void free(int number) {
        long record = record(number);
        RecordDescriptor.word(record, nextVersion(record) | RecordDescriptor.FREE);
        live.getAndDecrement();
    }

    /** Puts a free record among those that can be taken. */
    void give(int number) {
        for (; ; ) {
            long head = free.get();
            Memory.putInt(record(number), (int) head);
            if (free.compareAndSet(head, (head >>> 32) + 1 << 32 | number + 1)) {
                return;
            }
        }
    }

    /** At opening: a record that was found alive. */
    void found() {
        live.getAndIncrement();
    }

    private static int nextVersion(long record) {
        return (RecordDescriptor.word(record) & -RecordDescriptor.VERSION) + RecordDescriptor.VERSION;
    }
}
