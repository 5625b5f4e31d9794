package io.weft.vswitch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.group.GroupMod;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.translate.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A bridge of dummy ports {@code p1} to {@code pN} on a fake clock, in one thread. Every packet is traced first and sent then; what each port
 * captures must be what the trace said that it would send.
 *
 * <pre>
 *   send(p1, frame): ofproto/trace --outputs--+
 *                    receive, step --pcap-----+-> equal, or the test fails with both
 * </pre>
 */
final class TracedSwitch implements AutoCloseable {
    private static final int FRAMES = 8192;
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final Path directory;
    private final DummyDriver dummies = new DummyDriver();
    private final FakeClock clock = new FakeClock();
    private final List<String> ports = new ArrayList<>();
    private final Map<String, Integer> read = new TreeMap<>();
    private final VirtualSwitch weft;

    TracedSwitch(Path directory, int count) {
        this.directory = directory;
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .frames(FRAMES)
                .drivers(List.of(dummies)));
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int port = 1; port <= count; port++) {
            ports.add("p" + port);
            bridge = bridge.with(PortSettings.of("p" + port, "dummy")
                    .withOfportRequest(port)
                    .withOptions(Map.of("tx_pcap", capture("p" + port).toString())));
        }
        BridgeConfig whole = bridge;
        weft.apply(config -> config.with(whole));
        weft.step();
    }

    VirtualSwitch weft() {
        return weft;
    }

    void change(UnaryOperator<BridgeConfig> change) {
        weft.apply(config -> config.withBridge("br0", change));
    }

    void warp(long ms) {
        clock.advanceMs(ms);
        weft.step();
    }

    void link(String port, boolean up) {
        dummies.port(port).orElseThrow().setAdminState(up);
        warp(1000);
    }

    /** Lines as in a file of {@code ofctl bundle}, all or none: flows, or groups with {@code group } in front. */
    void add(String... lines) {
        List<BundleMod> mods = new ArrayList<>();
        for (String line : lines) {
            mods.add(
                    line.startsWith("group ")
                            ? new BundleMod.Group(GroupText.parse(
                                    GroupMod.Kind.ADD_OR_MODIFY, line.substring("group ".length()), PortNames.NUMBERS))
                            : new BundleMod.Flow(
                                    FlowText.parseAdd(line, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD)));
        }
        weft.modify("br0", mods);
    }

    private Path capture(String port) {
        return directory.resolve(port + ".pcap");
    }

    /** What {@code ofproto/trace} says of a frame that arrives at a port. */
    String trace(String from, byte[] frame) {
        SwitchSnapshot snapshot = weft.snapshot();
        BridgeSnapshot bridge = snapshot.bridge("br0");
        int inPort = bridge.port(from).ofPort();
        long[] key = new long[FlowKey.WORDS];
        System.arraycopy(KeyExtractor.extract(frame, inPort, snapshot.vlanLimit()), 0, key, 0, FlowKey.PACKET_WORDS);
        Fields.IN_PORT.set(key, 0, Integer.toUnsignedLong(inPort));
        return Trace.of(snapshot, bridge, key, PortNames.NUMBERS);
    }

    /** The trace of a frame, and the frames that each port sent for it. */
    record Passage(String trace, Map<String, List<byte[]>> delivered) {
        /** Ports that sent something, in order of their names. */
        List<String> ports() {
            return List.copyOf(delivered.keySet());
        }

        List<String> visits() {
            return TraceText.parse(trace).visits();
        }
    }

    /** Traces and sends. */
    Passage send(String from, byte[] frame) {
        String trace = trace(from, frame);
        assertThat(dummies.port(from).orElseThrow().receive(frame)).isEqualTo(1);
        weft.step();
        Map<String, List<byte[]>> delivered = new TreeMap<>();
        for (String port : ports) {
            List<byte[]> frames = captured(port);
            if (!frames.isEmpty()) {
                delivered.put(port, frames);
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        delivered.forEach((port, frames) -> counts.put(port, frames.size()));
        assertThat(counts)
                .as("%s from %s: %s", HexFormat.of().formatHex(frame), from, trace)
                .isEqualTo(told(trace));
        return new Passage(trace, delivered);
    }

    private Map<String, Integer> told(String trace) {
        Map<String, Integer> told = new TreeMap<>();
        String actions = TraceText.parse(trace).actions();
        for (String output : DatapathActions.outputs(new PacketText(Map.of(), List.of("", "", "", "")), actions)) {
            String target = output.substring(0, output.indexOf(" <- "));
            if (target.matches("[0-9]+")) {
                told.merge(weft.snapshot().port(Integer.parseInt(target)).name(), 1, Integer::sum);
            }
        }
        return told;
    }

    /** The frames in a port's capture that were not there before. */
    private List<byte[]> captured(String port) {
        byte[] bytes = bytes(capture(port));
        List<byte[]> frames = new ArrayList<>();
        int at = read.getOrDefault(port, PCAP_HEADER);
        ByteBuffer pcap = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        while (at + RECORD_HEADER <= bytes.length) {
            int length = pcap.getInt(at + 8);
            frames.add(Arrays.copyOfRange(bytes, at + RECORD_HEADER, at + RECORD_HEADER + length));
            at += RECORD_HEADER + length;
        }
        read.put(port, at);
        return frames;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        weft.close();
    }
}
