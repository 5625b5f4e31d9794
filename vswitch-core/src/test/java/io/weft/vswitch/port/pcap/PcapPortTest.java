package io.weft.vswitch.port.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.RxQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcapPortTest extends PortDriverContract {
    private final PcapDriver driver = new PcapDriver();

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        write("in.pcap", toReceive, ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
        return open(Map.of("rx_pcap", "in.pcap", "tx_pcap", "out.pcap"));
    }

    private PortDevice open(Map<String, String> options) throws PortException {
        PortDevice port = driver.open(config(options), context);
        port.attach();
        return port;
    }

    private void write(String name, List<byte[]> list, ByteOrder order, int magic) {
        ByteBuffer file = ByteBuffer.allocate(1 << 20).order(order);
        file.putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(1);
        for (int i = 0; i < list.size(); i++) {
            int fraction = magic == PcapFormat.MAGIC_NS ? 10_000_000 : 10_000;
            file.putInt(i / 100).putInt(i % 100 * fraction);
            file.putInt(list.get(i).length).putInt(list.get(i).length).put(list.get(i));
        }
        write(name, Arrays.copyOf(file.array(), file.position()));
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> read(Path path) {
        try (PcapCapture capture = PcapCapture.load(path)) {
            List<byte[]> list = new ArrayList<>();
            for (int i = 0; i < capture.count(); i++) {
                list.add(capture.bytes(i));
            }
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        return read(directory.resolve("out.pcap"));
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("rate", "slow", "loop", "0", "rx_pcap", "", "tx_pcap", "");
    }

    @Test
    void needsAFile() {
        assertThatThrownBy(() -> driver.open(config(Map.of()), context))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("rx_pcap");
    }

    @Test
    void readsBothByteOrdersAndUnits() throws IOException {
        List<byte[]> list = frames(30);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (int magic : new int[] {PcapFormat.MAGIC_US, PcapFormat.MAGIC_NS}) {
                write("any.pcap", list, order, magic);
                try (PcapCapture capture = PcapCapture.load(directory.resolve("any.pcap"))) {
                    assertThat(capture.count()).isEqualTo(30);
                    assertThat(capture.bytes(29)).isEqualTo(list.get(29));
                    assertThat(capture.timeNs(29)).isEqualTo(290_000_000L);
                }
            }
        }
    }

    @Test
    void refusesDamagedFilesWithASentence() throws IOException, PortException {
        write("good.pcap", frames(3), ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
        byte[] good = Files.readAllBytes(directory.resolve("good.pcap"));
        byte[] link = good.clone();
        link[20] = 113;
        byte[] length = good.clone();
        length[PcapFormat.FILE_HEADER + 10] = 2;
        Map<String, byte[]> cases = new LinkedHashMap<>();
        cases.put("too short", new byte[0]);
        cases.put("no classic capture file", "#!/bin/sh and other things".getBytes(StandardCharsets.UTF_8));
        cases.put("truncated in record 3", Arrays.copyOf(good, good.length - 1));
        cases.put("truncated in record 1", Arrays.copyOf(good, PcapFormat.FILE_HEADER + 5));
        cases.put("link type 113", link);
        cases.put("damaged in record 1", length);
        for (Map.Entry<String, byte[]> bad : cases.entrySet()) {
            write("bad.pcap", bad.getValue());
            try (PortDevice port = open(Map.of("rx_pcap", "bad.pcap"))) {
                assertThat(port.status().state()).isEqualTo(PortStatus.State.ERROR);
                assertThat(port.status().message()).contains("bad.pcap").contains(bad.getKey());
                assertThat(port.rxQueues()).isEmpty();
            }
        }
    }

    @Test
    void neverTrustsGarbage() throws PortException {
        write("good.pcap", frames(20), ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
        Random random = new Random(42);
        byte[] good = read("good.pcap");
        for (int i = 0; i < 300; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            for (int j = 0; j < 3 && bad.length > 0; j++) {
                bad[random.nextInt(Math.min(bad.length, 200))] = (byte) random.nextInt();
            }
            write("fuzz.pcap", bad);
            try (PortDevice port = open(Map.of("rx_pcap", "fuzz.pcap"))) {
                assertThat(port.status().message()).isNotBlank();
            }
        }
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void waitsForAnAbsentFile() throws PortException {
        try (PortDevice port = open(Map.of("rx_pcap", "later.pcap"))) {
            assertThat(port.status().state()).isEqualTo(PortStatus.State.ABSENT);
            assertThat(port.maintain(clock.nanoTime())).isFalse();
            write("later.pcap", frames(3), ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
            clock.advanceMs(1500);
            assertThat(port.maintain(clock.nanoTime())).isTrue();
            port.attach();
            assertThat(drain(port.rxQueues()[0])).isEqualTo(3);
        }
    }

    @Test
    void loopsAsOftenAsTold() throws PortException {
        write("in.pcap", frames(10), ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
        try (PortDevice port = open(Map.of("rx_pcap", "in.pcap", "loop", "3"))) {
            assertThat(drain(port.rxQueues()[0])).isEqualTo(30);
            assertThat(port.status().details()).containsEntry("rx_replayed", "30");
        }
        try (PortDevice port = open(Map.of("rx_pcap", "in.pcap", "loop", "infinite"))) {
            assertThat(port.rxQueues()[0].receive(frames, new long[0], 0)).isZero();
            long[] packets = new long[32];
            for (int i = 0; i < 10; i++) {
                assertThat(port.rxQueues()[0].receive(frames, packets, 32)).isEqualTo(32);
                assertThat(port.txQueues()[0].transmit(frames, packets, 32)).isEqualTo(32);
            }
        }
    }

    @Test
    void keepsThePace() throws PortException {
        write("in.pcap", frames(10), ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_US);
        for (String rate : List.of("real", "100")) {
            try (PortDevice port = open(Map.of("rx_pcap", "in.pcap", "rate", rate))) {
                RxQueue queue = port.rxQueues()[0];
                assertThat(drain(queue)).isEqualTo(1);
                clock.advanceMs(9);
                assertThat(drain(queue)).isZero();
                clock.advanceMs(1);
                assertThat(drain(queue)).isEqualTo(1);
                clock.advanceMs(35);
                assertThat(drain(queue)).isEqualTo(3);
                clock.advanceMs(10_000);
                assertThat(drain(queue)).isEqualTo(5);
            }
        }
    }

    private int drain(RxQueue queue) {
        long[] packets = new long[7];
        int sum = 0;
        for (int count = queue.receive(frames, packets, 7); count > 0; count = queue.receive(frames, packets, 7)) {
            sum += count;
            for (int i = 0; i < count; i++) {
                frames.free(packets[i]);
            }
        }
        return sum;
    }
}
