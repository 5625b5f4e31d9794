package io.weft.southbound.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.southbound.afxdp.AfXdpDriver;
import io.weft.southbound.tap.TapDriver;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the drivers carry, printed beside the kernel's bridge in the same minute; the forwarder does nothing else. */
@Tag("long")
class ThroughputTest {
    private static final String RUN = "-t 5 -O 1";

    private Lab lab;
    private PacketMemory memory;
    private String red;
    private String blue;

    @BeforeEach
    void enter() throws Exception {
        lab = Lab.enter();
        memory = new PacketMemory(32_768, 2048, 64);
        red = lab.pod("red");
        blue = lab.pod("blue");
    }

    @AfterEach
    void leave() {
        if (lab != null) {
            lab.close();
            memory.close();
        }
    }

    private PortDevice open(PortDriver driver, String device, Map<String, String> options, int mtu)
            throws PortException {
        PortContext context = new PortContext(memory, Path.of("/tmp"), System::nanoTime, 1);
        return driver.open(new PortConfig(device, driver.type(), options, mtu), context);
    }

    private void veths(int mtu) {
        lab.veth("vred", red, "10.0.0.1/24");
        lab.veth("vblue", blue, "10.0.0.2/24");
        lab.in(red, "ip link set eth0 mtu " + mtu);
        lab.in(blue, "ip link set eth0 mtu " + mtu);
    }

    private void measure(String what) {
        lab.ping(red, "10.0.0.2", 300, "");
        double forth = lab.iperf(red, blue, "10.0.0.2", RUN);
        double back = lab.iperf(red, blue, "10.0.0.2", RUN + " -R");
        long errors = lab.checksumErrors(red) + lab.checksumErrors(blue);
        System.out.printf("FIGURE %s: %.1f and %.1f Gbit/s, checksum errors %d%n", what, forth, back, errors);
        assertThat(errors).isZero();
    }

    private void measure(String what, PortDevice left, PortDevice right) throws Exception {
        try (left;
                right;
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            measure(what);
            System.out.println("FIGURE " + what + ": forwarded " + forwarder.accepted() + ", dropped "
                    + forwarder.dropped() + ", missed " + (left.rxQueues()[0].missed() + right.rxQueues()[0].missed()));
        }
    }

    @Test
    void kernelBridge() {
        veths(1500);
        lab.run("ip link add br0 type bridge");
        lab.run("ip link set br0 up");
        lab.run("ip link set vred master br0");
        lab.run("ip link set vblue master br0");
        measure("bridge");
    }

    @Test
    void afxdpNative() throws Exception {
        veths(1500);
        AfXdpDriver driver = new AfXdpDriver();
        measure("afxdp native", open(driver, "vred", Map.of(), 0), open(driver, "vblue", Map.of(), 0));
    }

    @Test
    void afxdpGeneric() throws Exception {
        veths(1500);
        AfXdpDriver driver = new AfXdpDriver();
        Map<String, String> generic = Map.of("xdp-mode", "generic");
        measure("afxdp generic", open(driver, "vred", generic, 0), open(driver, "vblue", generic, 0));
    }

    @Test
    void afxdpJumbo() throws Exception {
        veths(9000);
        AfXdpDriver driver = new AfXdpDriver();
        measure("afxdp mtu 9000", open(driver, "vred", Map.of(), 9000), open(driver, "vblue", Map.of(), 9000));
    }

    @Test
    void taps() throws Exception {
        TapDriver driver = new TapDriver();
        PortDevice left = open(driver, "tred", Map.of(), 0);
        PortDevice right = open(driver, "tblue", Map.of(), 0);
        lab.move("tred", red, "10.0.0.1/24");
        lab.move("tblue", blue, "10.0.0.2/24");
        measure("tap", left, right);
    }

    @Test
    void tapAndAfxdp() throws Exception {
        lab.veth("vblue", blue, "10.0.0.2/24");
        PortDevice left = open(new TapDriver(), "tred", Map.of(), 0);
        lab.move("tred", red, "10.0.0.1/24");
        measure("tap to afxdp", left, open(new AfXdpDriver(), "vblue", Map.of(), 0));
    }
}
