package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.agrona.UnsafeApi;

/**
 * Goes through a table for a tool. A record is copied and the copy is used if the record's word was the same before and after, unlocked: then no
 * packet changed it meanwhile, and none waited.
 *
 * <p>Thread-safety: one thread each, beside any number of packet threads.
 */
final class TableReader {
    /** After so many tries at a record that packets change all the time it is read under its lock, for some nanoseconds. */
    private static final int TRIES = 100;

    private final ConnectionTable table;
    private final Tuple scratch = new Tuple();
    private int word;

    TableReader(ConnectionTable table) {
        this.table = table;
    }

    void forEach(long nowMs, Consumer<Connection> consumer) {
        forEachFrom(0, nowMs, connection -> {
            consumer.accept(connection);
            return true;
        });
    }

    /** Goes on from record {@code from} until {@code consumer} wants no more; returns the record to go on from, or -1 at the end. */
    int forEachFrom(int from, long nowMs, Predicate<Connection> consumer) {
        try (Memory.Block copy = Memory.allocate(RecordDescriptor.LENGTH)) {
            for (int number = from; number < table.records().highWater(); number++) {
                if (read(table.record(number), copy.address())
                        && RecordDescriptor.deadlineMs(copy.address()) > nowMs
                        && !consumer.test(Connection.of(copy.address(), scratch, nowMs))) {
                    return number + 1;
                }
            }
        }
        return -1;
    }

    /** Counts, without making an object for each connection. */
    void count(int zone, long nowMs, ConnectionCensus census) {
        try (Memory.Block copy = Memory.allocate(RecordDescriptor.LENGTH)) {
            for (int number = 0; number < table.records().highWater(); number++) {
                if (read(table.record(number), copy.address()) && RecordDescriptor.deadlineMs(copy.address()) > nowMs) {
                    int kind = Memory.getInt(copy.address() + RecordDescriptor.KIND);
                    if (zone == ConnectionFilter.ANY_ZONE || zone == RecordDescriptor.zone(kind)) {
                        census.add(copy.address(), RecordDescriptor.protocol(kind));
                    }
                }
            }
        }
    }

    /** Ends what the filter lets through; a connection that changes between look and lock is looked at again. */
    int remove(long nowMs, ConnectionFilter filter) {
        int removed = 0;
        try (Memory.Block copy = Memory.allocate(RecordDescriptor.LENGTH)) {
            for (int number = 0; number < table.records().highWater(); number++) {
                long record = table.record(number);
                while (read(record, copy.address()) && filter.matches(Connection.of(copy.address(), scratch, nowMs))) {
                    if (RecordDescriptor.lock(record, word)) {
                        table.remove(number, scratch);
                        removed++;
                        break;
                    }
                }
            }
        }
        return removed;
    }

    /** Whether each live record is what the index finds for both of its tuples. */
    boolean findsAll() {
        boolean all = true;
        for (int number = 0; number < table.records().highWater(); number++) {
            long record = table.record(number);
            if (RecordDescriptor.isLive(RecordDescriptor.word(record))) {
                scratch.loadOriginal(record);
                all &= table.find(scratch, table.hash(scratch)) == number && !scratch.reply;
                scratch.loadReply(record);
                all &= table.find(scratch, table.hash(scratch)) == number;
            }
        }
        return all;
    }

    /** Copies a live record as it was at one moment; false when there is none. */
    private boolean read(long record, long copy) {
        for (int tries = 0; ; tries++) {
            word = RecordDescriptor.word(record);
            if (!RecordDescriptor.isLive(word)) {
                return false;
            }
            if (RecordDescriptor.isLocked(word)) {
                Spin.pause(tries + 1);
                continue;
            }
            if (tries >= TRIES) {
                if (RecordDescriptor.lock(record, word)) {
                    Memory.copy(record, copy, RecordDescriptor.LENGTH);
                    RecordDescriptor.unlock(record, word);
                    word += RecordDescriptor.VERSION;
                    return true;
                }
                continue;
            }
            Memory.copy(record, copy, RecordDescriptor.LENGTH);
            UnsafeApi.loadFence();
            if (RecordDescriptor.word(record) == word) {
                return true;
            }
        }
    }
}
