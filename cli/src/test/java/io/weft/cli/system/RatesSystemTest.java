package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a pod receives from another one that sends more than may pass, by the counters of the receiver's device. More than was asked for is never right; less may be
 * a machine that does something else, so a few seconds are tried. Exact rates are {@code ShaperTest}'s, on a clock of its own.
 */
@Tag("long")
class RatesSystemTest {
    private static final String TO = "10.88.0.2";
    private static final int PORT = 7000;
    private static final int GREEDY_PORT = 7001;
    private static final Duration WARM_UP = Duration.ofMillis(500);
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration LONG_WINDOW = Duration.ofSeconds(2);
    private static final int MOST_WINDOWS = 10;
    private static final int MOST_TCP_S = 20;
    private static final double AT_LEAST = 0.9;
    private static final double AT_MOST = 1.03;
    private static final long MOST_LOOK_NS = 1_000_000;
    private static final int MOST_LOOKS = 1_000;
    private static final long MBIT = 1_000_000;
    private static final Pattern RECEIVED = Pattern.compile("eth0: *(\\d+)");
    private static final Pattern QUEUE = Pattern.compile("queue (\\d+): bytes=(\\d+), .*duration=([0-9.]+)s");

    @RegisterExtension
    private final SwitchedPods pods = new SwitchedPods();

    @TempDir
    private Path directory;

    /** Of a process in the receiving pod. */
    private Path counters;

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        SystemTests.assumeRootWith("ip", "iperf3");
    }

    private void start() throws Exception {
        pods.wire(pods.left(), "p-left", "10.88.0.1");
        pods.wire(pods.right(), "p-right", TO);
        pods.startSwitch();
        pods.awaitSwitch();
        vsctl("add-br br0 -- add-port br0 p-left -- add-port br0 p-right");
        Process receiver = pods.traffic(pods.right(), UdpFlood.class, "receive", "" + PORT, "" + GREEDY_PORT);
        assertThat(receiver.inputReader().readLine()).isEqualTo("ready");
        counters = Path.of("/proc", "" + receiver.pid(), "net", "dev");
        boolean answers = SystemTests.await(
                SwitchedPods.LIMIT,
                () -> pods.left().exec("ping", "-c", "1", "-W", "1", TO).succeeded());
        assertThat(answers).as(pods.log()).isTrue();
    }

    private void vsctl(String words) {
        pods.weft("vsctl", words.split(" ", -1));
    }

    private void shape(long bps) {
        vsctl("set port p-right qos=@q -- --id=@q create qos type=linux-htb other_config:max-rate=" + bps);
    }

    private void police(long bps) {
        vsctl("set interface p-left ingress_policing_rate=" + bps / 1_000 + " ingress_policing_burst=" + bps / 50_000);
    }

    private Process flood(int port, long bps, int frameBytes) throws IOException {
        Process sender = pods.traffic(pods.left(), UdpFlood.class, "send", TO, "" + port, "" + bps, "" + frameBytes);
        assertThat(sender.inputReader().readLine()).isEqualTo("sending");
        SwitchedPods.pause(WARM_UP);
        return sender;
    }

    private static void end(Process process) {
        HostCommand.end(process.toHandle(), Duration.ofSeconds(5));
    }

    /** @param bytes that had arrived at a time */
    private record Look(long atNs, long bytes) {}

    private Look look() throws IOException {
        for (int i = 0; i < MOST_LOOKS; i++) {
            long beforeNs = System.nanoTime();
            Matcher line = RECEIVED.matcher(java.nio.file.Files.readString(counters));
            long afterNs = System.nanoTime();
            assertThat(line.find()).isTrue();
            if (afterNs - beforeNs < MOST_LOOK_NS) {
                return new Look(beforeNs, Long.parseLong(line.group(1)));
            }
        }
        throw new AssertionError("nothing is read within " + MOST_LOOK_NS + " ns here");
    }

    /** Bits a second that arrive. */
    private double measure(Duration window) throws IOException {
        Look before = look();
        SwitchedPods.pause(window);
        Look after = look();
        return (after.bytes - before.bytes) * 8e9 / (after.atNs - before.atNs);
    }

    private static void print(String what, long askedBps, double bps) {
        System.out.printf(
                Locale.ROOT,
                "RatesSystemTest: %s: asked %d kbit/s, measured %.0f, %+.2f %%%n",
                what,
                askedBps / 1_000,
                bps / 1e3,
                100 * (bps / askedBps - 1));
    }

    private void assertRate(String what, long askedBps) throws IOException {
        double bps = 0;
        for (int i = 0; i < MOST_WINDOWS && bps < AT_LEAST * askedBps; i++) {
            bps = measure(WINDOW);
            print(what, askedBps, bps);
            assertThat(bps).as(what).isLessThan(AT_MOST * askedBps);
        }
        assertThat(bps).as(what).isGreaterThan(AT_LEAST * askedBps);
    }

    private void assertUdpRate(String what, long askedBps, int frameBytes) throws IOException {
        Process sender = flood(PORT, 2 * askedBps, frameBytes);
        assertRate(what + ", UDP in frames of " + frameBytes, askedBps);
        end(sender);
    }

    /** Counts whole segments of the sender, as the switch does. */
    private void assertTcpRate(long askedBps) throws IOException {
        Process server =
                HostCommand.start(directory.resolve("server"), pods.right().command("iperf3", "-s"));
        boolean listens = SystemTests.await(
                SwitchedPods.LIMIT,
                () -> pods.right()
                        .exec("cat", "/proc/net/tcp", "/proc/net/tcp6")
                        .output()
                        .contains(":1451 "));
        assertThat(listens).isTrue();
        Process client = HostCommand.start(
                directory.resolve("client"), pods.left().command("iperf3", "-c", TO, "-t", "" + MOST_TCP_S));
        SwitchedPods.pause(WARM_UP.multipliedBy(2));
        assertRate("shaped, TCP", askedBps);
        end(client);
        end(server);
    }

    @Test
    void aShapedPortSendsAtItsRate() throws Exception {
        start();
        shape(50 * MBIT);
        assertUdpRate("shaped", 50 * MBIT, 1_514);
        assertUdpRate("shaped", 50 * MBIT, 300);
        assertTcpRate(50 * MBIT);
        shape(500 * MBIT);
        assertUdpRate("shaped", 500 * MBIT, 1_514);
        assertTcpRate(500 * MBIT);
    }

    @Test
    void aPolicedPortReceivesAtItsRate() throws Exception {
        start();
        police(50 * MBIT);
        assertUdpRate("policed", 50 * MBIT, 1_514);
        assertUdpRate("policed", 50 * MBIT, 300);
        police(500 * MBIT);
        assertUdpRate("policed", 500 * MBIT, 1_514);
        String drops = pods.weft("vsctl", "get", "interface", "p-left", "statistics:ovs_rx_qos_drops")
                .output()
                .strip();
        assertThat(Long.parseLong(drops)).isPositive();
    }

    /** Bytes of a queue, and for how many seconds it has counted. */
    private double[] queue(int number) {
        return QUEUE.matcher(pods.weft("ofctl", "queue-stats", "br0", "p-right").output())
                .results()
                .filter(line -> line.group(1).equals("" + number))
                .map(line -> new double[] {number(line, 2), number(line, 3)})
                .findFirst()
                .orElseThrow();
    }

    private static double number(MatchResult line, int group) {
        return Double.parseDouble(line.group(group));
    }

    private double measureQueue(int number, Duration window) {
        double[] before = queue(number);
        SwitchedPods.pause(window);
        double[] after = queue(number);
        return 8 * (after[0] - before[0]) / (after[1] - before[1]);
    }

    private List<Process> startClasses(long guaranteedBps, long offeredBps, int greedyBytes) throws IOException {
        vsctl("set port p-right qos=@q -- --id=@q create qos type=linux-htb other_config:max-rate=100000000"
                + " queues:1=@sure queues:2=@greedy -- --id=@sure create queue other_config:min-rate=" + guaranteedBps
                + " -- --id=@greedy create queue other_config:max-rate=100000000");
        pods.weft("ofctl", "add-flow", "br0", "udp,tp_dst=" + PORT + ",actions=set_queue:1,NORMAL");
        pods.weft("ofctl", "add-flow", "br0", "udp,tp_dst=" + GREEDY_PORT + ",actions=set_queue:2,NORMAL");
        List<Process> senders = new ArrayList<>();
        senders.add(flood(GREEDY_PORT, 200 * MBIT, greedyBytes));
        senders.add(flood(PORT, offeredBps, 700));
        return senders;
    }

    @Test
    void aGreedyClassTakesNothingOfWhatIsGuaranteed() throws Exception {
        start();
        startClasses(40 * MBIT, 80 * MBIT, 1_514);
        double bps = 0;
        for (int i = 0; i < MOST_WINDOWS && bps < AT_LEAST * 40 * MBIT; i++) {
            bps = measureQueue(1, WINDOW);
            print("guaranteed beside a greedy class", 40 * MBIT, bps);
        }
        assertThat(bps).isGreaterThan(AT_LEAST * 40 * MBIT);
        assertThat(measureQueue(2, WINDOW)).as("what is left").isBetween(1e6, AT_MOST * 60 * MBIT);
        assertRate("both classes", 100 * MBIT);
    }

    /** The figures of ADR 31, on a machine that does nothing else. */
    @Test
    void ratesByLengthOfFrames() throws Exception {
        start();
        for (boolean isShaped : new boolean[] {true, false}) {
            for (long rate : new long[] {MBIT, 10 * MBIT, 50 * MBIT, 500 * MBIT}) {
                for (int bytes : rate > 50 * MBIT ? new int[] {1_514} : new int[] {64, 590, 1_514}) {
                    if (isShaped) {
                        shape(rate);
                    } else {
                        police(rate);
                    }
                    Process sender = flood(PORT, rate * 3 / 2, bytes);
                    print((isShaped ? "shaped" : "policed") + ", frames of " + bytes, rate, measure(LONG_WINDOW));
                    end(sender);
                }
            }
            vsctl("clear port p-right qos");
        }
    }
}
