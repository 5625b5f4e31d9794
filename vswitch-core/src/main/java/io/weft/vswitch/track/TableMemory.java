package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;

/**
 * The memory of a table's header and records: a mapped file, or memory of the process alone.
 *
 * <p>The file is made under another name, with all its blocks, and renamed when complete: it is whole or absent, and a full disk is an error
 * at the start, not a signal while packets pass. A lock of the operating system, which ends with the process, keeps a second process away.
 */
final class TableMemory implements AutoCloseable {
    private static final int FILL_BYTES = 1 << 20;

    private final long address;
    private final int capacity;
    private final long bytes;
    private final Memory.Block block;
    private final MappedByteBuffer mapped;
    private final FileChannel channel;

    private TableMemory(long address, int capacity, Memory.Block block, MappedByteBuffer mapped, FileChannel channel) {
        this.address = address;
        this.capacity = capacity;
        this.block = block;
        this.mapped = mapped;
        this.channel = channel;
        bytes = TableDescriptor.fileLength(capacity);
    }

    /** Memory that ends with the process. */
    static TableMemory anonymous(int capacity) {
        Memory.Block block = Memory.allocate(TableDescriptor.fileLength(capacity), TableDescriptor.HEADER_LENGTH);
        TableDescriptor.write(block.address(), capacity);
        return new TableMemory(block.address(), capacity, block, null, null);
    }

    /**
     * Maps an existing file.
     *
     * @throws TrackerException when another process uses it, or it cannot be read
     * @throws DamagedTableException when it is not a whole table
     */
    static TableMemory open(Path file) throws TrackerException {
        FileChannel channel = null;
        MappedByteBuffer mapped = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            long length = channel.size();
            if (length < TableDescriptor.HEADER_LENGTH || length > Integer.MAX_VALUE) {
                throw new DamagedTableException("is damaged: " + length + " bytes are no length of a table");
            }
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            long address = BufferUtil.address((ByteBuffer) mapped);
            String fault = TableDescriptor.fault(address, length);
            if (fault != null) {
                throw new DamagedTableException(fault);
            }
            return new TableMemory(address, TableDescriptor.capacity(address), null, mapped, channel);
        } catch (IOException e) {
            IoUtil.unmap(mapped);
            closeQuietly(channel);
            throw new TrackerException("connection table " + file + " cannot be opened: " + e.getMessage(), e);
        } catch (TrackerException e) {
            IoUtil.unmap(mapped);
            closeQuietly(channel);
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException, TrackerException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new TrackerException("connection table " + file + " is in use by this process", e);
        }
        throw new TrackerException("connection table " + file + " is in use by another process");
    }

    /** Makes a file with an empty table, in the place of whatever has its name. */
    static TableMemory create(Path file, int capacity) throws TrackerException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            long length = TableDescriptor.fileLength(capacity);
            ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_BYTES);
            for (long at = 0; at < length; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(FILL_BYTES, length - at));
                while (zeros.hasRemaining()) {
                    channel.write(zeros, at + zeros.position());
                }
            }
            MappedByteBuffer header = channel.map(FileChannel.MapMode.READ_WRITE, 0, TableDescriptor.HEADER_LENGTH);
            TableDescriptor.write(BufferUtil.address((ByteBuffer) header), capacity);
            IoUtil.unmap(header);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrackerException(
                    "connection table " + file + " of " + capacity + " connections cannot be made: " + e.getMessage(),
                    e);
        }
        return open(file);
    }

    private static void closeQuietly(FileChannel channel) throws TrackerException {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new TrackerException("connection table cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    long address() {
        return address;
    }

    int capacity() {
        return capacity;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (block != null) {
            block.close();
            return;
        }
        IoUtil.unmap(mapped);
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
