package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.TcpHeader;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.patch.PatchDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The access list of {@code docs/stateful-acl.md}: every flow of the page is added, and what it promises is tried. The page's other commands are carried out by
 * {@code PageCommandsTest} of the command line.
 */
final class StatefulAclPageTest {
    private static final Path PAGE = Path.of("..", "docs", "stateful-acl.md");
    private static final Pattern COMMAND = Pattern.compile("    weft ofctl add-flow br0 \"([^\"]+)\"");
    private static final int INSIDE = 0x0a00_0001;
    private static final int OUTSIDE = 0x0a00_0002;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    @BeforeEach
    void follow() throws IOException {
        PatchedPair.on(stepped.get(), 2);
        List<String> flows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("    weft ofctl ")) {
                Matcher command = COMMAND.matcher(line);
                assertThat(command.matches()).as(line).isTrue();
                flows.add(command.group(1));
            }
        }
        assertThat(flows).hasSizeGreaterThan(10);
        stepped.add("br0", flows.toArray(String[]::new));
    }

    private static FrameBuilder ip(int from, int to) {
        return new FrameBuilder()
                .ethernet(
                        to == INSIDE ? 0x5054_0000_0005L : 0x5054_0000_0007L,
                        from == INSIDE ? 0x5054_0000_0005L : 0x5054_0000_0007L)
                .ipv4(from, to);
    }

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return ip(from, to).udp(fromPort, toPort).payload(30).build();
    }

    private static byte[] syn(int from, int to, int toPort) {
        return ip(from, to).tcp(1000, toPort, TcpHeader.SYN).build();
    }

    /** Whether what was sent to {@code in} comes out of {@code out} as it is. */
    private boolean passes(String in, String out, byte[] frame) {
        stepped.send(in, frame);
        return Arrays.equals(stepped.port(out).poll(), frame);
    }

    private byte[] answer(String port, byte[] frame) {
        stepped.send(port, frame);
        return stepped.port(port).poll();
    }

    @Test
    void whatWasAskedForComesBack() {
        assertThat(passes("p1", "p2", udp(INSIDE, 1000, OUTSIDE, 53))).isTrue();
        assertThat(passes("p2", "p1", udp(OUTSIDE, 53, INSIDE, 1000))).isTrue();
        assertThat(passes("p2", "p1", syn(OUTSIDE, INSIDE, 443))).isTrue();
    }

    @Test
    void errorsAboutConnectionsComeBack() {
        byte[] question = udp(INSIDE, 1000, OUTSIDE, 53);
        byte[] error = ip(OUTSIDE, INSIDE)
                .icmp(3, 3, 0)
                .raw(Arrays.copyOfRange(question, 14, 14 + 28))
                .build();
        assertThat(passes("p2", "p1", error)).as("about nothing").isFalse();
        assertThat(passes("p1", "p2", question)).isTrue();
        assertThat(passes("p2", "p1", error)).isTrue();
    }

    @Test
    void newFromOutsideIsDropped() {
        assertThat(answer("p2", ip(OUTSIDE, INSIDE).icmp(8, 0, 1).payload(8).build()))
                .isNull();
        assertThat(stepped.port("p1").poll()).isNull();
    }

    @Test
    void newFromOutsideIsRejected() {
        byte[] reset = answer("p2", syn(OUTSIDE, INSIDE, 80));
        assertThat(reset[23]).isEqualTo((byte) 6);
        assertThat(reset[47]).isEqualTo((byte) (TcpHeader.RST | TcpHeader.ACK));
        byte[] error = answer("p2", udp(OUTSIDE, 1, INSIDE, 53));
        assertThat(error[34]).isEqualTo((byte) 3);
        assertThat(error[35]).as("prohibited").isEqualTo((byte) 13);
        byte[] closed = answer("p2", udp(OUTSIDE, 1, INSIDE, 33_435));
        assertThat(closed[35]).as("port unreachable").isEqualTo((byte) 3);
        assertThat(stepped.port("p1").poll()).isNull();
        assertThat(stepped.get().counters().dropped(DropReason.REJECTED)).isEqualTo(3);
    }
}
