package io.weft.cli.daemon;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.Match;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.ResumedPacket;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import io.weft.northbound.control.TraceRequest;
import io.weft.northbound.control.TraceResult;
import io.weft.vswitch.SampledPacket;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.program.Upcall;
import io.weft.vswitch.translate.Trace;
import io.weft.vswitch.translate.Translation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Packets that operators make, watch and ask about. Thread-safety: any thread. */
final class LocalPackets {
    private final VirtualSwitch weft;
    private final LocalConfig config;
    private final OperatorCommands commands;

    LocalPackets(VirtualSwitch weft, LocalConfig config, OperatorCommands commands) {
        this.weft = weft;
        this.config = config;
        this.commands = commands;
    }

    TraceResult trace(TraceRequest request) {
        PortNames names = config.portNames(request.bridge());
        PortNames printed = request.portNames() ? names : PortNames.NUMBERS;
        SwitchSnapshot snapshot = weft.snapshot();
        long[] key = key(request, snapshot.vlanLimit());
        String text = Trace.of(snapshot, bridge(snapshot, request.bridge()), key, printed);
        TraceSteps steps = new TraceSteps(printed);
        Translation translation = Refusals.translate(() -> weft.trace(request.bridge(), key, steps));
        return new TraceResult(
                text,
                steps.steps(),
                line(text, "Final flow: "),
                line(text, "Megaflow: "),
                line(text, "Datapath actions: "),
                Optional.ofNullable(translation.dropReason())
                        .map(reason -> reason.counterName())
                        .orElse(""));
    }

    /** The packet as a key: with a frame, its fields replace those of the given key, but for input port and pipeline words. */
    private static long[] key(TraceRequest request, int vlanLimit) {
        if (request.frame().length == 0) {
            return request.key();
        }
        long[] key = request.key().clone();
        long[] parsed = KeyExtractor.extract(request.frame(), (int) Fields.IN_PORT.low(key), vlanLimit);
        if (parsed == null) {
            throw new ControlException(
                    Kind.INVALID,
                    FieldViolation.notAllowed("frame", request.frame().length + " bytes", "at least 14 bytes"));
        }
        System.arraycopy(parsed, 0, key, 0, FlowKey.PACKET_WORDS);
        return key;
    }

    private static BridgeSnapshot bridge(SwitchSnapshot snapshot, String name) {
        return snapshot.bridges().stream()
                .filter(bridge -> bridge.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusals.notFound("bridge", name));
    }

    private static String line(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElse("");
    }

    int inject(String port, List<byte[]> frames) {
        return commands.dummy(port).receive(frames.toArray(byte[][]::new));
    }

    void send(PacketOut packet) {
        config.requireBridge(packet.bridge(), false);
        Refusals.translate(() -> {
            weft.packetOut(packet.bridge(), packet.inPort(), packet.actions(), packet.frame());
            return null;
        });
    }

    void resume(ResumedPacket packet) {
        config.requireBridge(packet.bridge(), false);
        Refusals.translate(() -> {
            weft.resume(packet.bridge(), packet.continuation(), packet.changes(), packet.frame());
            return null;
        });
    }

    Subscription watch(String bridge, boolean takesMisses, StreamListener<PacketIn> listener) {
        config.requireBridge(bridge, false);
        Consumer<io.weft.vswitch.PacketIn> teller = packet -> listener.arrived(packetIn(packet));
        return LocalFlows.closing(Refusals.translate(() ->
                takesMisses ? weft.subscribePacketsAndMisses(bridge, teller) : weft.subscribePackets(bridge, teller)));
    }

    Subscription watchSamples(String bridge, StreamListener<PacketSample> listener) {
        config.requireBridge(bridge, false);
        return LocalFlows.closing(weft.subscribeSamples(bridge, packet -> listener.arrived(sample(packet))));
    }

    private static PacketSample sample(SampledPacket packet) {
        Action.Sample action = packet.action();
        PacketSample.Direction direction = switch (action.direction()) {
            case DEFAULT -> PacketSample.Direction.DEFAULT;
            case INGRESS -> PacketSample.Direction.INGRESS;
            case EGRESS -> PacketSample.Direction.EGRESS;
        };
        return new PacketSample(
                action.probability(),
                action.collectorSet(),
                action.domain(),
                action.point(),
                action.samplingPort() == Ports.NONE ? OptionalInt.empty() : OptionalInt.of(port(action.samplingPort())),
                direction,
                port(packet.inPort()),
                packet.totalLength(),
                packet.frame(),
                0);
    }

    /** The number of a port as the API has it. */
    private static int port(int ofPort) {
        return ofPort == Ports.LOCAL ? io.weft.northbound.control.PortView.LOCAL : ofPort;
    }

    private static PacketIn packetIn(io.weft.vswitch.PacketIn packet) {
        Upcall upcall = packet.upcall();
        int inPort = switch (packet.inPort()) {
            case Ports.LOCAL -> io.weft.northbound.control.PortView.LOCAL;
            case Ports.NONE, Ports.CONTROLLER -> PacketIn.FROM_CONTROLLER;
            default -> packet.inPort();
        };
        String pipeline =
                upcall.pipeline().equals(Match.ANY) ? "" : FlowText.print(upcall.pipeline(), PortNames.NUMBERS);
        return new PacketIn(
                PacketIn.Reason.valueOf(upcall.reason().name()),
                upcall.table(),
                upcall.cookie(),
                inPort,
                packet.totalLength(),
                packet.frame(),
                pipeline,
                upcall.userdata().toArray(),
                upcall.controllerId(),
                packet.continuation(),
                0);
    }
}
