package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.oracle.OpenVSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random TCP conversations get the same {@code ct_state} here and from a real Open vSwitch, segment by segment, and end in the same states. A conversation ends
 * early where this tracker does otherwise on purpose: a first segment of a side that does not fit, or that makes a window of more
 * than 16 bits.
 */
final class TcpAgainstOpenVSwitchTest {
    private static final int CONVERSATIONS = 60;
    private static final int SEGMENTS = 30;
    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;
    private static final long PATIENCE_NS = 10_000_000_000L;

    /** Where Open vSwitch sends packets of each state. */
    private static final Map<String, Integer> STATES = Map.of(
            "out1", CtState.TRK | CtState.NEW,
            "out2", CtState.TRK | CtState.EST,
            "out3", CtState.TRK | CtState.EST | CtState.RPL,
            "out4", CtState.TRK | CtState.INV);

    private static final List<String> FLOWS = List.of(
            "table=0,tcp,actions=ct(commit,zone=5,table=1)",
            "table=1,ct_state=+trk+new-est-rpl-inv,tcp,actions=output:2",
            "table=1,ct_state=+trk+est-new-rpl-inv,tcp,actions=output:3",
            "table=1,ct_state=+trk+est+rpl-new-inv,tcp,actions=output:4",
            "table=1,ct_state=+trk+inv,tcp,actions=output:5");

    private static final Pattern PORT =
            Pattern.compile("port \\d+: (\\S+) [^\\n]*\\n\\s+RX [^\\n]*\\n\\s+TX packets:(\\d+)");

    private static final Pattern STATE = Pattern.compile("state_orig=(\\w+),state_reply=(\\w+)");

    @TempDir
    private Path directory;

    @Test
    void sameStates() throws IOException {
        String absence = OpenVSwitch.absence();
        Assumptions.assumeTrue(absence == null, absence);
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("TcpAgainstOpenVSwitchTest: seed " + seed);
        Random random = new Random(seed);
        try (OpenVSwitch peer = OpenVSwitch.start(directory)) {
            peer.vsctl("add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=dummy");
            addPort(peer, "in1", 1);
            for (int port = 1; port <= 4; port++) {
                addPort(peer, "out" + port, port + 1);
            }
            peer.run("ovs-ofctl", "add-flows", "unix:" + directory.resolve("br0.mgmt"), peer.lines("flows", FLOWS));
            int compared = 0;
            for (int i = 0; i < CONVERSATIONS; i++) {
                compared += converse(peer, random, "seed " + seed + ", conversation " + i);
            }
            assertThat(compared).isGreaterThan(CONVERSATIONS * 4);
        }
    }

    private static void addPort(OpenVSwitch peer, String name, int number) throws IOException {
        String request = "ofport_request=" + number;
        peer.vsctl("add-port", "br0", name, "--", "set", "interface", name, "type=dummy", request);
    }

    private static int converse(OpenVSwitch peer, Random random, String name) throws IOException {
        peer.appctl("dpctl/flush-conntrack");
        RandomSegments segments = new RandomSegments(random);
        TrackOrder commit = TrackOrder.look(5).committing();
        ReferenceTracker reference = new ReferenceTracker();
        StringBuilder story = new StringBuilder(name);
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(16, 0);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            for (int i = 0; i < SEGMENTS; i++) {
                TestPacket packet = segment(segments, reference, random);
                if (overflows(reference, packet)) {
                    return i;
                }
                boolean firstOfSide = isFirst(reference, packet);
                int state = frames.track(commit, packet, 0);
                reference.track(commit, packet, 0, 0, null);
                story.append('\n').append(packet).append(" -> ").append(state);
                assertThat(send(peer, packet)).as(story.toString()).isEqualTo(state);
                if (firstOfSide && state == (CtState.TRK | CtState.INV)) {
                    return i + 1;
                }
            }
            String[] mine = new String[1];
            tracker.forEach(ConnectionFilter.ALL, 0, c -> mine[0] = c.state());
            // A connection that was begun anew stays in the peer's dump until its sweep.
            if (mine[0] != null) {
                assertThat(states(peer.appctl("dpctl/dump-conntrack", "-m")))
                        .as(story.toString())
                        .contains(mine[0]);
            }
        }
        return SEGMENTS;
    }

    /**
     * Whether a side refuses the scale that the other told, whose window then is more than 16 bits: of it Open vSwitch keeps the lower ones, which are 0.
     */
    private static boolean overflows(ReferenceTracker reference, TestPacket packet) {
        if (!isFirst(reference, packet) || (packet.flags() & ReferenceTcp.SYN) == 0 || packet.scale() >= 0) {
            return false;
        }
        ReferenceTcp tcp = reference.entries.getFirst().tcp;
        ReferenceTcp.Side other = tcp.server.state.equals("CLOSED") ? tcp.client : tcp.server;
        return other.toldScale && other.window << other.scale > 0xFFFF;
    }

    private static TestPacket segment(RandomSegments segments, ReferenceTracker reference, Random random) {
        if (reference.entries.isEmpty()) {
            return segments.first(TestPacket.tcp(A, 1000, B, 80, ReferenceTcp.SYN));
        }
        boolean back = random.nextBoolean();
        TestPacket packet = back ? TestPacket.tcp(B, 80, A, 1000, 0) : TestPacket.tcp(A, 1000, B, 80, 0);
        ReferenceTracker.Entry entry = reference.entries.getFirst();
        return segments.next(packet, entry.tcp, entry.original.source() != packet.source());
    }

    private static boolean isFirst(ReferenceTracker reference, TestPacket packet) {
        if (reference.entries.isEmpty()) {
            return false;
        }
        ReferenceTracker.Entry entry = reference.entries.getFirst();
        boolean reply = entry.original.source() != packet.source();
        return (reply ? entry.tcp.server : entry.tcp.client).state.equals("CLOSED");
    }

    /** The state that the peer gives a packet: it sends it to the port of that state. */
    private static int send(OpenVSwitch peer, TestPacket packet) throws IOException {
        Map<String, Long> before = sent(peer);
        peer.appctl("netdev-dummy/receive", "in1", HexFormat.of().formatHex(packet.frame()));
        long end = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < end) {
            Map<String, Long> now = sent(peer);
            for (Map.Entry<String, Integer> state : STATES.entrySet()) {
                if (!now.get(state.getKey()).equals(before.get(state.getKey()))) {
                    return state.getValue();
                }
            }
            LockSupport.parkNanos(100_000);
        }
        return 0;
    }

    private static Map<String, Long> sent(OpenVSwitch peer) throws IOException {
        Map<String, Long> sent = new java.util.HashMap<>();
        Matcher matcher = PORT.matcher(peer.appctl("dpctl/show", "-s"));
        while (matcher.find()) {
            sent.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return sent;
    }

    private static List<String> states(String dump) {
        return STATE.matcher(dump)
                .results()
                .map(found ->
                        found.group(1).equals(found.group(2)) ? found.group(1) : found.group(1) + "/" + found.group(2))
                .toList();
    }
}
