package io.weft.southbound.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages with open files between two sockets of this process, and what is passed in a hand-over. */
class DescriptorSocketTest {
    private static final long BYTES = 4L << 20;

    @TempDir
    private Path directory;

    @Test
    void passesMemoryThatBothSee() throws Exception {
        try (DescriptorSocket listener = DescriptorSocket.listen(directory.resolve("s"));
                DescriptorSocket one = DescriptorSocket.connect(directory.resolve("s"));
                DescriptorSocket other = listener.accept();
                SharedMemory memory = SharedMemory.create(BYTES)) {
            one.send("memory".getBytes(StandardCharsets.US_ASCII), memory.fd());
            DescriptorSocket.Message message = other.receive();
            assertThat(message.text()).asString().isEqualTo("memory");
            try (SharedMemory same = SharedMemory.map(message.descriptors()[0], BYTES)) {
                Memory.putLong(memory.address() + BYTES - 8, 42);
                assertThat(Memory.getLong(same.address() + BYTES - 8)).isEqualTo(42);
            }
        }
    }

    @Test
    void passesMoreDescriptorsThanOneCallTakes() throws Exception {
        try (DescriptorSocket listener = DescriptorSocket.listen(directory.resolve("s"));
                DescriptorSocket one = DescriptorSocket.connect(directory.resolve("s"));
                DescriptorSocket other = listener.accept();
                SharedMemory memory = SharedMemory.create(BYTES)) {
            int[] many = new int[450];
            Arrays.fill(many, memory.fd());
            one.send(new byte[0], many);
            int[] received = other.receive().descriptors();
            assertThat(received).hasSize(450).doesNotHaveDuplicates();
            IntStream.of(received).forEach(Libc::close);
        }
    }

    @Test
    void saysThatTheOtherSideIsGoneOrSilent() throws Exception {
        try (DescriptorSocket listener = DescriptorSocket.listen(directory.resolve("s"))) {
            DescriptorSocket one = DescriptorSocket.connect(directory.resolve("s"));
            DescriptorSocket other = listener.accept();
            other.limit(Duration.ofMillis(20));
            assertThatThrownBy(other::receive).isInstanceOf(NativeException.class);
            one.close();
            assertThatThrownBy(other::receive).hasMessageContaining("the other side has closed it");
            other.close();
        }
    }

    @Test
    void refusesAPathThatIsTooLong() {
        Path path = directory.resolve("s".repeat(120));
        assertThatThrownBy(() -> DescriptorSocket.listen(path)).hasMessageContaining("allowed are 107 bytes");
    }

    @Test
    void aLockGoesAlongWithItsDescriptor() throws Exception {
        Path file = directory.resolve("lock");
        try (DescriptorSocket listener = DescriptorSocket.listen(directory.resolve("s"));
                DescriptorSocket one = DescriptorSocket.connect(directory.resolve("s"));
                DescriptorSocket other = listener.accept();
                DescriptorLock waiting = DescriptorLock.open(file)) {
            DescriptorLock first = DescriptorLock.open(file);
            assertThat(first.tryTake()).isTrue();
            assertThat(waiting.tryTake()).isFalse();
            one.send(new byte[0], first.fd());
            DescriptorLock passed = DescriptorLock.adopt(file, other.receive().descriptors()[0]);
            first.close();
            assertThat(waiting.tryTake()).as("the other copy has it").isFalse();
            passed.close();
            assertThat(waiting.tryTake()).isTrue();
        }
    }
}
