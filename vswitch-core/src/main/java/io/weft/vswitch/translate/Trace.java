package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.NatSpec;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.NatText;
import io.weft.flow.text.PacketFlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.program.ProgramText;
import io.weft.vswitch.track.CtState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * What {@code ofproto/trace} prints: the way of one packet through the tables, told by the translator that forwards.
 *
 * <pre>
 *   Flow: udp,in_port=1,...
 *
 *   bridge("br0")
 *   -------------
 *    0. in_port=1, priority 10
 *       resubmit(,1)
 *    1. priority 0
 *       NORMAL
 *        -&gt; forwarding to learned port
 *
 *   Final flow: unchanged
 *   Megaflow: recirc_id=0,eth,udp,in_port=1,...
 *   Datapath actions: 2
 * </pre>
 *
 * A trace changes nothing: no address is learned, nothing is counted, nothing is sent. Tables and MAC table are read by any thread, so a
 * trace runs on the thread that asks.
 */
public final class Trace implements TraceListener {
    /** Times that a packet is followed to the connection tracker, as often as the datapath sends it there. */
    private static final int MOST_ROUNDS = 8;

    private static final long FIRST_PACKET = CtState.TRK | CtState.NEW;
    private static final String LINE = "=".repeat(79);

    private final Translator translator = new Translator().listener(this);
    private final Translation translation = Translation.ofWholeKeys();
    private final PortNames ports;
    private final boolean hasEffects;
    private final Deque<TraceNode> open = new ArrayDeque<>();
    private final RecirculationIds ids = new RecirculationIds();
    private final Deque<Fork> forks = new ArrayDeque<>();
    private int round;

    /** Of the ports of each bridge that the packet is in, the innermost first. */
    private final Deque<PortNames> names = new ArrayDeque<>();

    private TraceNode root = TraceNode.group("");
    private final StringBuilder text = new StringBuilder();

    /** A copy of the packet that will go on, the {@code round}-th time. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    private record Fork(FrozenState state, long[] key, int zone, NatSpec nat, int round) {}

    private Trace(PortNames ports, boolean hasEffects) {
        this.ports = ports;
        this.hasEffects = hasEffects;
    }

    @Override
    public boolean hasEffects() {
        return hasEffects;
    }

    /**
     * A trace.
     *
     * @param text for people, ending with a newline
     * @param translation what came of the packet
     */
    public record Result(String text, Translation translation) {}

    /**
     * Traces a packet that arrives on a port of a bridge.
     *
     * @param key full key, {@code in_port} being an OpenFlow number; a number without a port is traced, too
     * @param ports the names to print, {@link PortNames#NUMBERS} for none
     */
    public static String of(SwitchSnapshot snapshot, BridgeSnapshot bridge, long[] key, PortNames ports) {
        return of(snapshot, bridge, key, null, ports);
    }

    /**
     * As {@link #of(SwitchSnapshot, BridgeSnapshot, long[], List, PortNames)}.
     *
     * @param actions in place of the tables, or null
     * @param answers what the connection tracker says, a {@code ct_state} for each time that it is asked
     */
    public static String of(
            SwitchSnapshot snapshot,
            BridgeSnapshot bridge,
            long[] key,
            List<Action> actions,
            List<Integer> answers,
            PortNames ports) {
        return new Trace(ports, false)
                .run(snapshot, bridge, key, actions, answers)
                .text();
    }

    /** As {@link #of(SwitchSnapshot, BridgeSnapshot, long[], PortNames)}, executing {@code actions} in place of the tables. */
    public static String of(
            SwitchSnapshot snapshot, BridgeSnapshot bridge, long[] key, List<Action> actions, PortNames ports) {
        return of(snapshot, bridge, key, actions, List.of(), ports);
    }

    /**
     * The text for a packet whose side effects the caller carries out.
     *
     * @param actions in place of the tables, or null
     */
    public static Result withEffects(
            SwitchSnapshot snapshot, BridgeSnapshot bridge, long[] key, List<Action> actions, PortNames ports) {
        return new Trace(ports, true).run(snapshot, bridge, key, actions, List.of());
    }

    /**
     * Follows the copies of the packet that were sent to the connection tracker, in order.
     *
     * @param answers the {@code ct_state} of each; where there are none left, that of a packet that begins a connection
     */
    private void follow(SwitchSnapshot snapshot, Deque<Integer> answers) {
        while (!forks.isEmpty()) {
            Fork fork = forks.remove();
            Integer answer = answers.poll();
            long state = answer == null ? FIRST_PACKET : answer;
            text.append('\n').append(LINE).append("\nrecirc(").append(ids.text(fork.state()));
            text.append(") - resume conntrack with ")
                    .append(answer == null ? "default ct_state=trk|new (use --ct-next to customize)" : "ct_state=")
                    .append(answer == null ? "" : flags(state))
                    .append('\n');
            long[] key = fork.key();
            if (fork.nat() != null) {
                text.append(TraceNat.apply(fork.nat(), key));
            }
            text.append(LINE).append("\n\n");
            Fields.CT_STATE.set(key, 0, state);
            Fields.CT_ZONE.set(key, 0, fork.zone());
            Fields.ACTSET_OUTPUT.set(key, 0, 0);
            round = fork.round();
            root = TraceNode.group("");
            open.clear();
            names.clear();
            print(
                    snapshot,
                    key,
                    ids.text(fork.state()),
                    () -> translator.resume(snapshot, fork.state(), key, translation));
        }
    }

    private static String flags(long state) {
        String text = FlowText.print(Fields.CT_STATE, FieldValue.masked(state, state), PortNames.NUMBERS);
        return text.substring("ct_state=+".length()).replace('+', '|');
    }

    @Override
    public void forks(FrozenState state, long[] key, int zone, NatSpec nat) {
        if (round < MOST_ROUNDS) {
            ids.acquire(state);
            forks.add(new Fork(state, key, zone, nat, round + 1));
        }
    }

    @Override
    public void thaws(int table) {
        TraceNode thaw = TraceNode.line("thaw");
        thaw.add(TraceNode.group("Resuming from table " + table));
        top().add(thaw);
    }

    private Result run(
            SwitchSnapshot snapshot, BridgeSnapshot bridge, long[] key, List<Action> actions, List<Integer> answers) {
        print(snapshot, key, "0", () -> {
            if (actions == null) {
                translator.translateIn(snapshot, bridge, key, translation);
            } else {
                translator.execute(snapshot, bridge, key, actions, translation);
            }
        });
        follow(snapshot, new ArrayDeque<>(answers));
        return new Result(text.toString(), translation);
    }

    /** Traces one way through the tables. {@code id}: of the place where it begins. */
    private void print(SwitchSnapshot snapshot, long[] key, String id, Runnable translate) {
        String flow = printed(key, id);
        translate.run();
        long[] finalKey = translator.finalKey().clone();
        Fields.ACTSET_OUTPUT.set(finalKey, 0, 0); // the action set has been executed or, after an exit, forgotten
        String finalFlow = printed(finalKey, id);
        text.append("Flow: ").append(flow).append('\n');
        root.printChildren(text, 0);
        text.append("\nFinal flow: ").append(finalFlow.equals(flow) ? "unchanged" : finalFlow);
        text.append("\nMegaflow: ").append(PacketFlowText.printMegaflow(id, key, translation.mask(), ports));
        text.append("\nDatapath actions: ")
                .append(datapathActions(snapshot, key))
                .append('\n');
        text.append(TraceFailure.lastLine(translation.dropReason()));
    }

    private String printed(long[] key, String id) {
        return id.equals("0") ? PacketFlowText.print(key, ports) : PacketFlowText.printRound(id, key, ports);
    }

    private String datapathActions(SwitchSnapshot snapshot, long[] key) {
        return ProgramText.formatFor(translation.program(), key, translation.mask(), ids, hasEffects, index -> {
            BridgePort port = snapshot.port(index);
            boolean named = port != null && ports.name(port.ofPort()) != null;
            return named ? port.name() : Integer.toString(index);
        });
    }

    // ---- what the translator tells

    @Override
    public void bridge(BridgeSnapshot bridge) {
        String title = "bridge(\"" + bridge.name() + "\")";
        TraceNode node = TraceNode.bridge(title);
        names.push(names.isEmpty() || ports.equals(PortNames.NUMBERS) ? ports : namesOf(bridge));
        top().add(node);
        open.push(node);
    }

    /** Ports of a bridge behind a patch port: printed only. */
    private static PortNames namesOf(BridgeSnapshot bridge) {
        return new PortNames() {
            @Override
            public int number(String name) {
                return bridge.port(name) == null ? -1 : bridge.port(name).ofPort();
            }

            @Override
            public String name(int number) {
                return bridge.port(number) == null ? null : bridge.port(number).name();
            }
        };
    }

    @Override
    public void table(int table, FlowEntry entry, MissPolicy miss) {
        String number = String.format(Locale.ROOT, "%2d. ", table);
        TraceNode node = TraceNode.group(number + (entry == null ? missText(miss) : entryText(entry)));
        top().add(node);
        open.push(node);
        if (entry == null && miss == MissPolicy.DROP
                || entry != null && entry.actions().isEmpty()) {
            node.add(TraceNode.line("drop"));
        }
    }

    private static String missText(MissPolicy miss) {
        return switch (miss) {
            case UNSET, DROP -> "No match.";
            case CONTINUE -> "No match: on to the next table.";
            case CONTROLLER -> "No match: to the controller.";
        };
    }

    private String entryText(FlowEntry entry) {
        String match = FlowText.print(entry.match(), names.element());
        String cookie = entry.cookie() == 0 ? "" : ", cookie 0x" + Long.toHexString(entry.cookie());
        return match + (match.isEmpty() ? "" : ", ") + "priority " + entry.priority() + cookie;
    }

    @Override
    public void bucket(long id) {
        TraceNode node = TraceNode.line("bucket " + id);
        top().add(node);
        open.push(node);
    }

    @Override
    public void leave() {
        if (open.size() > 1 && open.pop().isTitle()) {
            names.pop();
        }
    }

    @Override
    public void action(Action action) {
        top().add(TraceNode.line(FlowText.print(action, names.element())));
    }

    @Override
    public void nat(NatSpec nat) {
        top().add(TraceNode.line(NatText.print(nat)));
    }

    @Override
    public void learns(FlowMod mod) {
        decision(LearnedFlowText.of(mod, PortNames.NUMBERS));
    }

    @Override
    public void actionSetIs(List<Action> actions) {
        decision("action set is" + set(actions));
    }

    @Override
    public void actionSetWas(List<Action> actions) {
        decision("action set was" + set(actions));
    }

    /** Ports by number, as Open vSwitch has them here. */
    private static String set(List<Action> actions) {
        return actions.isEmpty() ? " empty" : ": " + FlowText.print(actions, PortNames.NUMBERS);
    }

    @Override
    public void actionSet() {
        TraceNode node = TraceNode.group("--. Executing action set:");
        top().underLast().add(node);
        open.push(node);
    }

    @Override
    public void decision(String decision) {
        top().add(TraceNode.line(" -> " + decision));
    }

    @Override
    public void warning(String warning) {
        top().add(TraceNode.line(" >> " + warning));
    }

    @Override
    public void error(String error) {
        top().add(TraceNode.line(" >>>> " + error + " <<<<"));
    }

    private TraceNode top() {
        return open.isEmpty() ? root : open.peek();
    }
}
