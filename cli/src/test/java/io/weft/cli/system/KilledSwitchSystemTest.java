package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code kill -9} of a switch that lets established connections pass and no others, in the middle of TCP transfers, and a supervisor that starts it again at
 * once, or a standby that takes its place: every transfer ends whole, so the connections and the rules were there before the ports.
 */
class KilledSwitchSystemTest {
    private static final String PORT = "7000";

    @RegisterExtension
    private final SwitchedPods pods = new SwitchedPods();

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        SystemTests.assumeRootWith("ip");
    }

    @BeforeEach
    void wirePods() throws HostCommandException {
        pods.wire(pods.left(), "p-left", "10.88.0.1");
        pods.wire(pods.right(), "p-right", "10.88.0.2");
    }

    @Test
    void transfersOutliveAKill() throws Exception {
        long gapMs = killUnder(20, 1, false);
        assertThat(gapMs).as("of a machine that may be building meanwhile").isLessThan(20_000);
    }

    @Test
    void aStandbyTakesOver() throws Exception {
        long gapMs = killUnder(20, 1, true);
        assertThat(gapMs).as("of a machine that may be building meanwhile").isLessThan(20_000);
    }

    @Test
    @Tag("long")
    void threeStandbysTakeOverFromEachOtherUnderTwoHundredTransfers() throws Exception {
        long gapMs = killUnder(200, 3, true);
        assertThat(gapMs).isLessThan(Long.getLong("weft.standby.gap", 20_000));
    }

    /** The gap is told, and bounded where nobody else wants the processors: {@code -Dweft.restart.gap=1000}. */
    @Test
    @Tag("long")
    void twoHundredTransfersOutliveThreeKills() throws Exception {
        long gapMs = killUnder(200, 3, false);
        assertThat(gapMs).isLessThan(Long.getLong("weft.restart.gap", 20_000));
    }

    /** The longest silence of a datagram every millisecond, in ms. */
    private long killUnder(int transfers, int kills, boolean standby) throws Exception {
        Process running = pods.startSwitch();
        pods.awaitSwitch();
        configure();
        Process next = standby ? startStandby() : null;
        Process server = pods.traffic(pods.right(), RestartTraffic.class, "serve", "10.88.0.2", PORT, "" + transfers);
        BufferedReader served = server.inputReader();
        assertThat(served.readLine()).isEqualTo("ready");
        Process client = pods.traffic(pods.left(), RestartTraffic.class, "send", "10.88.0.2", PORT, "" + transfers);
        BufferedReader sent = client.inputReader();
        assertThat(sent.readLine()).isEqualTo("connected");
        pods.weft("ofctl", "del-flows", "br0", "table=1,ct_state=+trk+new,ip");
        for (int i = 0; i < kills; i++) {
            SwitchedPods.pause(Duration.ofSeconds(2));
            running.destroyForcibly().waitFor();
            running = standby ? next : pods.startSwitch();
            pods.awaitSwitch();
            next = standby && i + 1 < kills ? startStandby() : null;
        }
        SwitchedPods.pause(Duration.ofSeconds(1));
        client.getOutputStream().close();
        assertThat(sent.readLine()).isEqualTo("finished " + transfers);
        String result = served.readLine();
        System.out.println("KilledSwitchSystemTest: " + transfers + " transfers, " + kills
                + (standby ? " kills with a standby: " : " kills: ") + result);
        assertThat(result).startsWith("finished " + transfers + " gap ");
        assertThat(server.waitFor(SwitchedPods.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(pods.weft("ofctl", "dump-flows", "br0", "table=1").output())
                .contains("+est")
                .doesNotContain("+new");
        return Long.parseLong(result.split(" ", -1)[3]);
    }

    /** Ready when this returns. */
    private Process startStandby() throws IOException {
        Process standby = pods.startSwitch("--standby");
        String ready = "standby pid " + standby.pid() + ": ready";
        boolean isReady = SystemTests.await(
                SwitchedPods.LIMIT,
                () -> pods.command("appctl", "standby/show").output().contains(ready));
        assertThat(isReady).as(pods.log()).isTrue();
        return standby;
    }

    private void configure() {
        pods.weft(
                "vsctl",
                "add-br",
                "br0",
                "--",
                "set",
                "bridge",
                "br0",
                "fail_mode=secure",
                "--",
                "add-port",
                "br0",
                "p-left",
                "--",
                "set",
                "interface",
                "p-left",
                "type=afxdp",
                "ofport_request=1",
                "--",
                "add-port",
                "br0",
                "p-right",
                "--",
                "set",
                "interface",
                "p-right",
                "type=afxdp",
                "ofport_request=2");
        pods.weft("ofctl", "add-flow", "br0", "arp,actions=NORMAL");
        pods.weft("ofctl", "add-flow", "br0", "ip,actions=ct(table=1)");
        pods.weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+new,ip,in_port=1,actions=ct(commit),output:2");
        pods.weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=1,actions=output:2");
        pods.weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=2,actions=output:1");
    }
}
