package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Copies the connections of a table into one for another number of them, in a file of its own that takes the old one's place when it is complete: a
 * process that is killed meanwhile leaves the old one.
 */
final class TableResize {
    private final Path file;
    private final TableMemory old;
    private final List<String> remarks;

    TableResize(Path file, TableMemory old, List<String> remarks) {
        this.file = file;
        this.old = old;
        this.remarks = remarks;
    }

    /**
     * The new table's memory; the old one's is closed. What does not fit goes, connections that nobody answered first, and the remarks say so.
     *
     * @throws TrackerException when the new file cannot be made
     */
    TableMemory to(int capacity) throws TrackerException {
        Path resized = file.resolveSibling(file.getFileName() + ".resized");
        try {
            TableMemory memory = TableMemory.create(resized, capacity);
            int copied = copy(memory, true, 0);
            copied = copy(memory, false, copied);
            Memory.putInt(memory.address() + TableDescriptor.HIGH_WATER, copied);
            Memory.putLong(
                    memory.address() + TableDescriptor.CLOCK_MS,
                    Memory.getLong(old.address() + TableDescriptor.CLOCK_MS));
            Memory.putLong(
                    memory.address() + TableDescriptor.WALL_MS,
                    Memory.getLong(old.address() + TableDescriptor.WALL_MS));
            remark(capacity, live() - copied);
            Files.move(resized, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return memory;
        } catch (IOException e) {
            throw new TrackerException("connection table " + file + " cannot be replaced: " + e.getMessage(), e);
        } finally {
            old.close();
        }
    }

    /** Copies those that both sides use, or the others, behind the {@code copied} first; returns how many there are then. */
    private int copy(TableMemory memory, boolean assured, int copied) {
        RecordStore from = new RecordStore(old.address(), old.capacity());
        RecordStore into = new RecordStore(memory.address(), memory.capacity());
        int count = copied;
        for (int number = 0; number < from.highWater() && count < memory.capacity(); number++) {
            long record = from.record(number);
            boolean isAssured = (RecordDescriptor.flags(record) & RecordDescriptor.ASSURED) != 0;
            if (RecordDescriptor.isLive(RecordDescriptor.word(record)) && isAssured == assured) {
                Memory.copy(record, into.record(count), RecordDescriptor.LENGTH);
                count++;
            }
        }
        return count;
    }

    private int live() {
        RecordStore from = new RecordStore(old.address(), old.capacity());
        int count = 0;
        for (int number = 0; number < from.highWater(); number++) {
            count += RecordDescriptor.isLive(RecordDescriptor.word(from.record(number))) ? 1 : 0;
        }
        return count;
    }

    private void remark(int capacity, int lost) {
        if (lost > 0) {
            remarks.add("connection table " + file + " was for " + old.capacity() + " connections and is for "
                    + capacity + " now: " + lost + " that did not fit are forgotten");
        }
    }
}
