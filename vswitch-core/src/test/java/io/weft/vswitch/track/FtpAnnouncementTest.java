package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of FTP: what announces, what does not, and that damaged ones harm nobody. */
final class FtpAnnouncementTest {
    private static final int DAMAGED = 200_000;

    private final Memory.Block block = Memory.allocate(4096);
    private final FtpAnnouncement announcement = new FtpAnnouncement();
    private final byte[] text = new byte[FtpAnnouncement.MOST_TEXT];

    @AfterEach
    void free() {
        block.close();
    }

    private boolean read(String line, boolean fromServer) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        Memory.copyFrom(bytes, 0, block.address(), bytes.length);
        return announcement.read(block.address(), bytes.length, fromServer);
    }

    private String written(long high, long low, int port) {
        return new String(text, 0, announcement.write(text, high, low, port), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PORT 10,1,2,3,4,5~;10,1,2,3,4,5;a010203;1029;9,8,7,6,200,1",
                "port   255,255,255,255,255,255~;255,255,255,255,255,255;ffffffff;65535;9,8,7,6,200,1",
                "EPRT |1|10.1.2.3|1029|~;|1|10.1.2.3|1029|;a010203;1029;|1|9.8.7.6|51201|",
                "eprt !1!10.1.2.3!9!~;!1!10.1.2.3!9!;a010203;9;!1!9.8.7.6!51201!"
            })
    void clientsAnnounce(String line, String announced, String address, int port, String rewritten) {
        assertThat(read(line.replace("~", "\r\n"), false)).isTrue();
        assertThat(line.substring(announcement.from, announcement.to)).isEqualTo(announced);
        assertThat(Long.toHexString(announcement.low)).isEqualTo(address);
        assertThat(announcement.port).isEqualTo(port);
        assertThat(announcement.ipv6).isFalse();
        assertThat(written(0, 0x0908_0706, 51201)).isEqualTo(rewritten);
        assertThat(read(line, true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "::1, 0, 1",
        "fc00::1, fc00000000000000, 1",
        "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
        "fe80::, fe80000000000000, 0",
        "1::8, 1000000000000, 8",
        "::, 0, 0",
        "1:2:3:4:5:6:7::, 1000200030004, 5000600070000"
    })
    void addressesOfIpv6(String address, String high, String low) {
        assertThat(read("EPRT |2|" + address + "|1029|\r\n", false)).isTrue();
        assertThat(Long.toHexString(announcement.high)).isEqualTo(high);
        assertThat(Long.toHexString(announcement.low)).isEqualTo(low);
        assertThat(announcement.ipv6).isTrue();
        String again = written(announcement.high, announcement.low, announcement.port);
        long first = announcement.high;
        long second = announcement.low;
        assertThat(read("EPRT " + again + "\r\n", false)).isTrue();
        assertThat(announcement.high).isEqualTo(first);
        assertThat(announcement.low).isEqualTo(second);
    }

    @Test
    void serversAnnounce() {
        assertThat(read("227 Entering Passive Mode (10,1,2,3,4,5).\r\n", true)).isTrue();
        assertThat(announcement.low).isEqualTo(0x0a010203);
        assertThat(announcement.port).isEqualTo(1029);
        assertThat(read("227 =10,1,2,3,4,5\r\n", true)).isTrue();
        assertThat(read("229 Entering Extended Passive Mode (|||1029|)\r\n", true))
                .isTrue();
        assertThat(announcement.hasAddress).isFalse();
        assertThat(written(1, 2, 30000)).isEqualTo("30000");
        assertThat(read("227 Entering Passive Mode (10,1,2,3,4,5).\r\n", false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PORT 10,1,2,3,4,5",
                "PORT 10,1,2,3,4,256~",
                "PORT 10,1,2,3,4~",
                "PORT 10,1,2,3,0,0~",
                "PORT10,1,2,3,4,5~",
                "PORT 10.1.2.3,4,5~",
                "PORT 1000000000000000000000,1,2,3,4,5~",
                "EPRT |3|10.1.2.3|1029|~",
                "EPRT |1|10.1.2|1029|~",
                "EPRT |1|10.1.2.3|0|~",
                "EPRT |1|10.1.2.3|70000|~",
                "EPRT |1|10.1.2.3|1029~",
                "EPRT |2|1:2:3:4:5:6:7:8:9|1029|~",
                "EPRT |2|1:2:3|1029|~",
                "EPRT |2|1::2::3|1029|~",
                "EPRT |2|12345::|1029|~",
                "EPRT |2|:1|1029|~",
                "EPRT |2||1029|~",
                "NOOP~"
            })
    void whatAnnouncesNothing(String line) {
        assertThat(read(line.replace("~", "\r\n"), false)).isFalse();
    }

    @Test
    void whatIsDamagedHarmsNobody() {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("FtpAnnouncementTest: -Dweft.seed=" + seed);
        Random random = new Random(seed);
        String[] lines = {
            "PORT 10,1,2,3,4,5\r\n",
            "EPRT |2|fc00:1:2:3:4:5:6:7|1029|\r\n",
            "227 Entering Passive Mode (10,1,2,3,4,5).\r\n",
            "229 Entering Extended Passive Mode (|||1029|)\r\n"
        };
        for (int i = 0; i < DAMAGED; i++) {
            StringBuilder line = new StringBuilder(lines[random.nextInt(lines.length)]);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(line.length());
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> line.insert(at, ":,.|0919".charAt(random.nextInt(8)));
                    default -> line.setLength(Math.max(1, at));
                }
            }
            if (read(line.toString(), random.nextBoolean())) {
                assertThat(announcement.port).as("%s, seed %d", line, seed).isBetween(1, 0xFFFF);
                assertThat(announcement.from).as("%s, seed %d", line, seed).isLessThan(announcement.to);
                assertThat(announcement.to).as("%s, seed %d", line, seed).isLessThan(line.length() + 1);
                assertThat(announcement.write(text, -1, -1, 0xFFFF)).isLessThanOrEqualTo(text.length);
            }
        }
    }
}
