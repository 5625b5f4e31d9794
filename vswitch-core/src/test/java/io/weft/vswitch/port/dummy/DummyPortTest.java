package io.weft.vswitch.port.dummy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.pcap.PcapCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DummyPortTest extends PortDriverContract {
    private final DummyDriver driver = new DummyDriver();

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        driver.open(config(Map.of("tx_pcap", "out.pcap")), context).attach();
        DummyPort port = driver.port("p0").orElseThrow();
        assertThat(port.receive(toReceive.toArray(byte[][]::new))).isEqualTo(toReceive.size());
        return port;
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        try (PcapCapture capture = PcapCapture.load(directory.resolve("out.pcap"))) {
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
    protected Map<String, String> badOptions() {
        return Map.of("tx_pcap", "no/such/directory/x.pcap");
    }

    @Test
    void adminStateCutsTheLink() throws PortException {
        DummyPort port = (DummyPort) open(List.of());
        port.setAdminState(false);
        assertThat(port.status().state()).isEqualTo(PortStatus.State.LINK_DOWN);
        assertThat(port.receive(new byte[60], new byte[60])).isZero();
        assertThat(transmit(port, frames(2))).isZero();
        assertThat(port.maintain(0)).isTrue();
        port.attach();
        assertThat(port.rxQueues()).isEmpty();
        port.setAdminState(true);
        assertThat(port.maintain(0)).isTrue();
        port.attach();
        assertThat(port.rxQueues()[0].missed()).isEqualTo(2);
        assertThat(port.receive(new byte[60])).isEqualTo(1);
        port.close();
    }

    @Test
    void capturesWithTheSwitchsClock() throws PortException, IOException {
        DummyPort port = (DummyPort) open(List.of());
        transmit(port, frames(1));
        clock.advanceMs(1234);
        transmit(port, frames(1));
        try (PcapCapture capture = PcapCapture.load(directory.resolve("out.pcap"))) {
            assertThat(capture.timeNs(0)).isEqualTo(1_000_000_000L);
            assertThat(capture.timeNs(1)).isEqualTo(2_234_000_000L);
        }
        port.close();
    }

    @Test
    void theDriverKnowsItsPorts() throws PortException {
        PortDevice port = open(List.of());
        assertThat(driver.ports()).containsExactly((DummyPort) port);
        port.close();
        assertThat(driver.ports()).isEmpty();
        assertThat(((DummyPort) port).receive(new byte[60])).isZero();
    }
}
