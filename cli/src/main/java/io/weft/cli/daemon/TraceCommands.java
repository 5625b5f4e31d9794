package io.weft.cli.daemon;

import io.weft.cli.verb.HexText;
import io.weft.cli.verb.UsageException;
import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.text.DatapathFlowText;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.translate.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code ofproto/trace} and {@code ofproto/trace-packet-out} in the grammar of ovs-vswitchd(8):
 *
 * <pre>
 *   {[DATAPATH] DATAPATH_FLOW | BRIDGE FLOW} [OPTION...] [-generate | PACKET] [ACTIONS]
 * </pre>
 *
 * Nothing changes unless {@code -generate} says so. Thread-safety: any thread.
 */
final class TraceCommands {
    /** The datapath, and what scripts that were written for another of OVS call it. */
    private static final Set<String> DATAPATHS = Set.of(
            "netdev@ovs-netdev", "ovs-netdev", "system@ovs-system", "ovs-system", "dummy@ovs-dummy", "ovs-dummy");

    private static final int MIN_FRAME = 14;

    private final VirtualSwitch weft;

    TraceCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("ofproto/trace", arguments -> refusing(() -> trace(arguments, false)));
        commands.add("ofproto/trace-packet-out", arguments -> refusing(() -> trace(arguments, true)));
    }

    private static String refusing(Supplier<String> command) {
        try {
            return command.get();
        } catch (FlowTextException e) {
            TextSpan span = new TextSpan(e.text(), e.position(), Math.max(1, e.length()));
            throw new ControlException(Kind.INVALID, e.getMessage(), List.of(), span, e);
        } catch (UsageException e) {
            throw new ControlException(Kind.INVALID, e.getMessage(), List.of(), TextSpan.NONE, e);
        }
    }

    /** What a line asks for. */
    private static final class Request {
        final List<String> words = new ArrayList<>();
        boolean names;
        boolean hasEffects;

        /** What the connection tracker says, each time that it is asked. */
        final List<Integer> answers = new ArrayList<>();

        /** Flags by name, with commas or bars between them; as in Open vSwitch, a packet that was there is tracked. */
        private static int answer(String text) {
            int flags = 0;
            for (String flag : text.split("[,|]", -1)) {
                int bit = List.of("new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat")
                        .indexOf(flag);
                if (bit < 0) {
                    throw new UsageException("--ct-next " + text + ": \"" + flag
                            + "\" is not a flag; allowed: new, est, rel, rpl, inv, trk, snat, dnat");
                }
                flags |= 1 << bit;
            }
            return flags | 1 << 5;
        }

        Request(List<String> arguments) {
            for (int i = 0; i < arguments.size(); i++) {
                String word = arguments.get(i);
                switch (word) {
                    case "--names" -> names = true;
                    case "-generate", "--generate" -> hasEffects = true;
                    case "--no-names", "-consistent", "--consistent" -> {}
                    case "--ct-next" -> {
                        i++;
                        if (i == arguments.size()) {
                            throw new UsageException("--ct-next needs a ct_state, as trk,est");
                        }
                        answers.add(answer(arguments.get(i)));
                    }
                    default -> {
                        if (word.startsWith("-")) {
                            throw new UsageException("unknown option " + word
                                    + "; allowed: --names, --no-names, -generate, -consistent, --ct-next STATE");
                        }
                        words.add(word);
                    }
                }
            }
        }
    }

    /** A packet and where it arrives. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    private record Arrival(BridgeSnapshot bridge, long[] key) {}

    private String trace(List<String> arguments, boolean isPacketOut) {
        Request request = new Request(arguments);
        List<String> words = request.words;
        if (words.size() < (isPacketOut ? 2 : 1)) {
            throw new UsageException("takes {[DATAPATH] DATAPATH_FLOW | BRIDGE FLOW} [OPTION...] [-generate | PACKET]"
                    + (isPacketOut ? " ACTIONS" : ""));
        }
        String actionText = isPacketOut ? words.removeLast() : null;
        SwitchSnapshot snapshot = weft.snapshot();
        Arrival arrival = arrival(snapshot, words);
        PortNames known = names(arrival.bridge());
        List<Action> actions = isPacketOut ? FlowText.parseActions(actionText, known) : null;
        PortNames printed = request.names ? known : PortNames.NUMBERS;
        if (!request.hasEffects) {
            return Trace.of(snapshot, arrival.bridge(), arrival.key(), actions, request.answers, printed);
        }
        Trace.Result result = Trace.withEffects(snapshot, arrival.bridge(), arrival.key(), actions, printed);
        weft.carryOut(result.translation());
        return result.text();
    }

    private static Arrival arrival(SwitchSnapshot snapshot, List<String> words) {
        int flowAt = DatapathFlowText.isMeant(words.getFirst()) ? 0 : 1;
        if (words.size() <= flowAt) {
            throw new UsageException(
                    "\"" + words.getFirst() + "\" is no datapath flow (or the name of the bridge was left out)");
        }
        String flow = words.get(flowAt);
        boolean isDatapathFlow = DatapathFlowText.isMeant(flow);
        String where = flowAt == 0 ? "" : words.getFirst();
        BridgeSnapshot bridge =
                where.isEmpty() || isDatapathFlow && DATAPATHS.contains(where) ? null : bridge(snapshot, where);
        Arrival arrival = isDatapathFlow
                ? fromDatapath(snapshot, flow)
                : new Arrival(bridge, FlowText.parseKey(flow, names(bridge)));
        return switch (words.size() - flowAt) {
            case 1 -> arrival;
            case 2 ->
                new Arrival(
                        arrival.bridge(),
                        withFrame(arrival.key(), HexText.frame(words.get(flowAt + 1)), snapshot.vlanLimit()));
            default -> throw new UsageException("\"" + words.get(flowAt + 2) + "\" is too much");
        };
    }

    private static Arrival fromDatapath(SwitchSnapshot snapshot, String flow) {
        long[] key = KeyExtractor.limit(
                DatapathFlowText.parse(flow, name -> datapathPort(snapshot, name)), snapshot.vlanLimit());
        int number = (int) Fields.IN_PORT.low(key);
        BridgePort port = snapshot.port(number);
        if (!flow.contains("in_port(") || port == null) {
            throw new ControlException(
                    Kind.INVALID,
                    FieldViolation.notAllowed(
                            "in_port", flow.contains("in_port(") ? "" + number : "", "a port of the datapath"));
        }
        Fields.IN_PORT.set(key, 0, port.keyPort());
        return new Arrival(snapshot.bridgeOf(number), key);
    }

    /** The number of a port in the datapath, or -1. */
    static int datapathPort(SwitchSnapshot snapshot, String name) {
        for (BridgeSnapshot bridge : snapshot.bridges()) {
            BridgePort port = bridge.port(name);
            if (port != null) {
                return port.datapathPort();
            }
        }
        return name.matches("[0-9]{1,5}") && snapshot.port(Integer.parseInt(name)) != null
                ? Integer.parseInt(name)
                : -1;
    }

    private static BridgeSnapshot bridge(SwitchSnapshot snapshot, String name) {
        BridgeSnapshot bridge = snapshot.bridge(name);
        if (bridge == null) {
            throw Refusals.notFound("bridge", name);
        }
        return bridge;
    }

    private static PortNames names(BridgeSnapshot bridge) {
        return new PortNames() {
            @Override
            public int number(String name) {
                BridgePort port = bridge.port(name);
                return port == null ? io.weft.flow.action.Ports.NONE : port.ofPort();
            }

            @Override
            public String name(int number) {
                BridgePort port = bridge.port(number);
                return port == null ? null : port.name();
            }
        };
    }

    /** The fields of a frame with the input port and the pipeline words of a key. */
    private static long[] withFrame(long[] key, byte[] frame, int vlanLimit) {
        long[] parsed =
                frame.length < MIN_FRAME ? null : KeyExtractor.extract(frame, (int) Fields.IN_PORT.low(key), vlanLimit);
        if (parsed == null) {
            throw new UsageException("a packet of " + frame.length + " bytes; allowed: " + MIN_FRAME + " or more");
        }
        long[] whole = key.clone();
        System.arraycopy(parsed, 0, whole, 0, FlowKey.PACKET_WORDS);
        return whole;
    }
}
