package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.group.GroupMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Services as flows: a select group chooses the server of a new connection, which {@code ct(commit,nat(dst=...))} in its bucket keeps; from then on the tracker knows
 * it, whatever becomes of the group.
 */
final class LoadBalancingTest {
    private static final int VIRTUAL = 0x0a60_0001;
    private static final int CLIENTS = 60;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 2; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig whole = bridge;
        stepped.get().apply(config -> config.with(whole));
    }

    private static String bucket(int server) {
        return ",bucket=weight=1,ct(commit,zone=1,nat(dst=10.2.0." + server + ":8053),table=2)";
    }

    private void service() {
        stepped.addGroup(
                "br0",
                "group_id=1,type=select,selection_method=hash,fields(ip_src,udp_src)" + bucket(1) + bucket(2)
                        + bucket(3));
        stepped.add(
                "br0",
                "table=0,udp,in_port=1,nw_dst=10.96.0.1,actions=ct(zone=1,nat,table=1)",
                "table=0,udp,in_port=2,actions=ct(zone=1,nat,table=2)",
                "table=1,udp,ct_state=+new,udp_dst=53,actions=group:1",
                "table=1,udp,ct_state=+est,actions=resubmit(,2)",
                "table=2,udp,in_port=1,ct_state=+trk-inv,actions=output:2",
                "table=2,udp,in_port=2,ct_state=+est+rpl,actions=output:1");
    }

    private byte[] request(int client) {
        stepped.send("p1", NatFrames.udp(0x0a01_0000 + client, 1000 + client, VIRTUAL, 53));
        return stepped.port("p2").poll();
    }

    private static int server(byte[] frame) {
        assertThat(NatFrames.text(frame)).endsWith(":8053").contains(">10.2.0.");
        return NatFrames.word(frame, 30) << 16 | NatFrames.word(frame, 32);
    }

    @Test
    void aConnectionStaysWithItsServer() {
        service();
        Map<Integer, Integer> servers = new HashMap<>();
        for (int client = 1; client <= CLIENTS; client++) {
            servers.put(client, server(request(client)));
        }
        assertThat(new HashSet<>(servers.values())).containsExactlyInAnyOrder(0x0a02_0001, 0x0a02_0002, 0x0a02_0003);
        for (int client = 1; client <= CLIENTS; client++) {
            int address = 0x0a01_0000 + client;
            stepped.send("p2", NatFrames.udp(servers.get(client), 8053, address, 1000 + client));
            assertThat(NatFrames.text(stepped.port("p1").poll())).startsWith("udp 10.96.0.1:53>10.1.0." + client + ":");
        }
        stepped.get()
                .modify(
                        "br0",
                        List.of(new BundleMod.Group(GroupText.parse(
                                GroupMod.Kind.MODIFY,
                                "group_id=1,type=select,selection_method=hash,fields(ip_src,udp_src)" + bucket(3),
                                PortNames.NUMBERS))));
        for (int client = 1; client <= CLIENTS; client++) {
            assertThat(server(request(client))).isEqualTo(servers.get(client));
        }
        assertThat(server(request(CLIENTS + 1))).isEqualTo(0x0a02_0003);
    }

    /** A client comes back to its server with every connection, also after a restart: {@code persistent} looks at its address alone. */
    @Test
    void aClientStaysWithItsServer() {
        stepped.add(
                "br0",
                "udp,in_port=1,nw_dst=10.96.0.1,actions=ct(commit,zone=1,nat(dst=10.2.0.1-10.2.0.3:8053,persistent)),output:2");
        Set<Integer> all = new HashSet<>();
        for (int client = 1; client <= CLIENTS; client++) {
            Set<Integer> own = new HashSet<>();
            for (int port = 0; port < 3; port++) {
                stepped.send("p1", NatFrames.udp(0x0a01_0000 + client, 1000 + port, VIRTUAL, 53));
                own.add(server(stepped.port("p2").poll()));
            }
            assertThat(own).hasSize(1);
            all.addAll(own);
        }
        assertThat(all).hasSize(3);
    }
}
