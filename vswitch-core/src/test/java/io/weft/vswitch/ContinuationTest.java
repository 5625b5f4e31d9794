package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.patch.PatchDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A packet that pauses and is resumed comes out as one that never paused: the situations that Open vSwitch tests, each with all its pauses, then
 * with one less, and so on.
 *
 * <pre>
 *   p1 ... p7, wire (10) : br0 --- br1 : wire1 (11), q1 (21)
 * </pre>
 */
final class ContinuationTest {
    private static final Match NO_CHANGES = Match.ANY;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    private final BlockingQueue<PacketIn> paused = new LinkedBlockingQueue<>();
    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        PatchedPair.on(weft, 7);
        weft.subscribePackets("br0", paused::add);
        weft.subscribePackets("br1", paused::add);
    }

    private static byte[] frame() {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv4(0xc0a8_0001, 0xc0a8_0002)
                .udp(1000, 2000)
                .payload(30)
                .build();
    }

    private void flows(String bridge, String... flows) {
        weft.modifyFlows(bridge, List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        stepped.add(bridge, flows);
    }

    private PacketIn awaitPaused() throws InterruptedException {
        PacketIn packet = paused.poll(10, TimeUnit.SECONDS);
        assertThat(packet).as("a paused packet").isNotNull();
        return packet;
    }

    private void resume(PacketIn packet) {
        weft.resume(packet.bridge(), packet.continuation(), NO_CHANGES, packet.frame());
        weft.step();
    }

    /** Sends a packet; whatever pauses goes on at once. Returns how often it paused. */
    private int sendAndResume(int pauses) throws InterruptedException {
        stepped.send("p1", frame());
        for (int i = 0; i < pauses; i++) {
            resume(awaitPaused());
        }
        assertThat(paused).as("more pauses than are in the flows").isEmpty();
        return pauses;
    }

    private List<byte[]> received(String port) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = stepped.port(port).poll(); frame != null; ) {
            frames.add(frame);
            frame = stepped.port(port).poll();
        }
        return frames;
    }

    /** In br0 and br1, flows in which a word {@code pause} stands for a pause: one packet comes out of each port of {@code outputs}, however many are left. */
    private void check(List<String> outputs, List<String> br0, List<String> br1) throws InterruptedException {
        String all = String.join("\n", br0) + "\f" + String.join("\n", br1);
        while (true) {
            String[] bridges = all.replace("pause", "controller(pause)").split("\f", -1);
            flows("br0", bridges[0].split("\n"));
            flows("br1", bridges[1].isEmpty() ? new String[0] : bridges[1].split("\n"));
            int pauses = all.split("pause", -1).length - 1;
            sendAndResume(pauses);
            for (String port : List.of("p1", "p2", "p3", "p4", "p5", "p6", "p7", "q1")) {
                assertThat(received(port))
                        .as(port + " with " + pauses + " pauses in " + all)
                        .hasSize(outputs.contains(port) ? 1 : 0)
                        .allMatch(sent -> java.util.Arrays.equals(sent, frame()));
            }
            if (pauses == 0) {
                return;
            }
            all = all.replaceFirst("pause", "note:00");
        }
    }

    private void check(int lastPort, String... flows) throws InterruptedException {
        List<String> outputs = new ArrayList<>();
        for (int i = 2; i <= lastPort; i++) {
            outputs.add("p" + i);
        }
        check(outputs, List.of(flows), List.of());
    }

    @Test
    void atTheEndOfThePipeline() throws InterruptedException {
        check(2, "actions=output:2,pause");
    }

    @Test
    void whatIsLeftOfAListFollows() throws InterruptedException {
        check(
                7,
                "in_port=1,actions=pause,output:2,pause,output:3,pause,output:4,pause,output:5,pause,output:6,pause,output:7");
    }

    @Test
    void listsThatLedThereFollow() throws InterruptedException {
        check(
                7,
                "table=0,in_port=1,actions=pause,resubmit(,1),pause,output:7,pause",
                "table=1,in_port=1,actions=pause,output:2,pause,resubmit(,2),pause,output:6,pause",
                "table=2,in_port=1,actions=pause,output:3,pause,resubmit:55,pause,output:5,pause",
                "table=2,in_port=55,actions=pause,output:4,pause");
    }

    @Test
    void theActionSetIsKept() throws InterruptedException {
        check(
                3,
                "in_port=1,actions=output:1,pause,resubmit(,1),pause,output:2",
                "table=1,actions=write_actions(output:3)");
    }

    @Test
    void theActionSetMayPause() throws InterruptedException {
        check(
                3,
                "in_port=1,actions=write_actions(resubmit(,1)),goto_table:3",
                "table=1,actions=pause,output:2,pause,output:3,pause",
                "table=3,actions=pause");
    }

    @Test
    void gotoTableAndMetadataGoOn() throws InterruptedException {
        check(
                4,
                "table=0,in_port=1,actions=pause,output:2,pause,write_metadata:1/1,goto_table:1",
                "table=1,metadata=1,actions=pause,output:3,pause,write_metadata:2/2,goto_table:2",
                "table=2,metadata=3,actions=pause,output:4,pause");
    }

    @Test
    void registersAndStackAreKept() throws InterruptedException {
        check(
                3,
                "in_port=1,actions=pause,set_field:1->reg0,pause,set_field:2->reg1,pause,output:NXM_NX_REG0[],pause,"
                        + "push:NXM_NX_REG1[],push:NXM_OF_ETH_SRC[],pause,pop:NXM_OF_ETH_SRC[],pop:NXM_NX_REG2[],pause,"
                        + "output:NXM_NX_REG2[],pause,output:3");
    }

    @Test
    void mirrorsCopyOnce() throws InterruptedException {
        weft.apply(config -> config.withBridge(
                "br0",
                bridge -> bridge.withMirrors(List.of(new MirrorConfig(
                        "m", "m", false, List.of(), List.of("p2", "p3", "p4"), List.of(), "p5", 0, 0)))));
        check(5, "in_port=1,actions=pause,output:2,pause,output:3,pause,output:4,pause");
    }

    @Test
    void behindAPatchPortOneBridgeWaitsAndTheOtherGoesOn() throws InterruptedException {
        check(
                List.of("p2", "p3", "p4", "q1"),
                List.of(
                        "table=0,in_port=1,actions=pause,output:2,resubmit(,1),pause,output:4",
                        "table=1,in_port=1,actions=pause,output:3,pause,output:10,pause"),
                List.of("table=0,in_port=11,actions=pause,output:21,pause"));
    }

    @Test
    void theBridgeThatPausedIsTheOneThatIsAsked() throws InterruptedException {
        flows("br0", "in_port=1,actions=output:10");
        flows("br1", "in_port=11,actions=controller(pause),controller(max_len=20),output:21", "actions=drop");
        stepped.send("p1", frame());
        PacketIn packet = awaitPaused();
        assertThat(packet.bridge()).isEqualTo("br1");
        assertThat(packet.inPort()).isEqualTo(11);
        assertThatThrownBy(() -> weft.resume("br0", packet.continuation(), NO_CHANGES, packet.frame()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("continuation: is not of bridge br0");
        resume(packet);
        assertThat(received("q1")).hasSize(1);
        PacketIn second = awaitPaused();
        assertThat(second.bridge()).isEqualTo("br1");
        assertThat(second.inPort()).isEqualTo(11);
        assertThat(second.continuation()).isEmpty();
    }

    @Test
    void inACloneTheCopyWaits() throws InterruptedException {
        flows(
                "br0",
                "table=0,in_port=1,actions=set_field:1->reg1,resubmit(,2)",
                "table=1,reg1=5,actions=controller(pause),resubmit(,3)",
                "table=1,reg1=1,actions=output:2",
                "table=2,actions=clone(set_field:5->reg1,resubmit(,1)),output:4",
                "table=3,reg1=1,actions=output:3",
                "table=3,reg1=5,actions=output:2");
        stepped.send("p1", frame());
        assertThat(received("p4")).hasSize(1);
        assertThat(received("p2")).isEmpty();
        PacketIn packet = awaitPaused();
        assertThat(FlowText.print(packet.upcall().pipeline(), PortNames.NUMBERS))
                .isEqualTo("reg1=0x5");
        resume(packet);
        assertThat(received("p2")).hasSize(1);
        assertThat(received("p3")).isEmpty();
        assertThat(received("p4")).isEmpty();
    }

    @Test
    void aBucketPausesAlone() throws InterruptedException {
        stepped.addGroup("br0", "group_id=1,type=all,bucket=resubmit(,1),bucket=output:3");
        flows(
                "br0",
                "table=0,in_port=1,actions=write_actions(output:5),goto_table:2",
                "table=1,actions=set_field:02:00:00:00:00:99->eth_src,controller(pause),output:2,exit,output:7",
                "table=2,actions=group:1,output:4");
        sendAndResume(1);
        assertThat(received("p2").getFirst()[11]).isEqualTo((byte) 0x99);
        for (String port : List.of("p3", "p4", "p5")) {
            assertThat(received(port)).as(port).containsExactly(frame());
        }
        assertThat(received("p7")).isEmpty();
    }

    @Test
    void entriesCountOnceAndInTheTablesAsTheyAreThen() throws InterruptedException {
        flows("br0", "in_port=1,actions=set_field:1->reg1,controller(pause),resubmit(,2)", "table=2,actions=drop");
        stepped.send("p1", frame());
        PacketIn packet = awaitPaused();
        stepped.add("br0", "table=2,cookie=7,reg1=1,priority=40000,actions=output:2,controller");
        resume(packet);
        assertThat(received("p2")).hasSize(1);
        assertThat(awaitPaused().upcall().cookie()).isEqualTo(7);
        assertThat(weft.flows("br0", FlowFilter.ALL))
                .allMatch(entry -> entry.packets() == (entry.table() == 0 || entry.cookie() == 7 ? 1 : 0));
    }

    @Test
    void whoResumesMayChangePacketAndMetadata() throws InterruptedException {
        flows("br0", "in_port=1,actions=set_field:0xff->reg1,controller(pause,max_len=20),output:NXM_NX_REG1[]");
        stepped.send("p1", frame());
        PacketIn packet = awaitPaused();
        assertThat(packet.frame())
                .as("max_len says nothing about a packet that comes back")
                .isEqualTo(frame());
        byte[] other = frame();
        other[41] ^= 1;
        weft.resume("br0", packet.continuation(), FlowText.parseMatch("reg1=2/0xfff", PortNames.NUMBERS), other);
        weft.resume("br0", packet.continuation(), FlowText.parseMatch("reg1=3", PortNames.NUMBERS), frame());
        weft.step();
        assertThat(received("p2")).containsExactly(other);
        assertThat(received("p3")).containsExactly(frame());
    }

    @Test
    void whatWasNotSentIsRefused() throws InterruptedException {
        flows("br0", "in_port=1,actions=controller(pause),output:2");
        stepped.send("p1", frame());
        PacketIn packet = awaitPaused();
        byte[] sent = packet.continuation();
        for (int i = 0; i < sent.length; i++) {
            byte[] changed = sent.clone();
            changed[i] ^= 1;
            refuses(changed, "was not made by this switch since it started");
        }
        refuses(java.util.Arrays.copyOf(sent, sent.length - 1), "was not made by this switch since it started");
        refuses(new byte[32], "has 32 bytes; a continuation has more than 32");
        assertThatThrownBy(() -> weft.resume("br0", sent, NO_CHANGES, new byte[13]))
                .hasMessageContaining("frame: \"13 bytes\" is not allowed; allowed: 14 to 65535 bytes");
        weft.apply(config -> config.without("br0"));
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .with(PortSettings.of("p1", "memory").withOfportRequest(1))
                .with(PortSettings.of("p2", "memory").withOfportRequest(2))));
        refuses(sent, "is not of bridge br0, or of one of that name that is gone");
        assertThat(received("p2")).isEmpty();
    }

    private void refuses(byte[] continuation, String why) {
        assertThatThrownBy(() -> weft.resume("br0", continuation, NO_CHANGES, frame()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("continuation: ")
                .hasMessageContaining(why);
        weft.step();
    }
}
