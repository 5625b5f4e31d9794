package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchFields;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.wire.VlanHeader;
import java.util.List;
import java.util.Locale;

/**
 * Flows as text: the grammar of ovs-ofctl(8), ovs-fields(7) and ovs-actions(7). Items are separated by commas and white space and come in
 * any order, {@code actions=} last.
 *
 * <p>Every method that reads throws {@link FlowTextException}, and nothing else, for text that is wrong or asks for what is not supported.
 * What is printed reads back as the same. Thread-safety: stateless.
 */
public final class FlowText {
    private static final long NS_PER_MS = 1_000_000;

    private FlowText() {}

    /** Whether an action has this name. */
    public static boolean isAction(String name) {
        return Vocabulary.isAction(name);
    }

    /** A flow to add: {@code [table=N,][priority=N,][cookie=N,][match,]actions=...}; the table is 0 unless named. */
    public static FlowSpec parseAdd(String text, PortNames ports) {
        return new FlowParser(text, ports, FlowParser.Use.ADD).parse();
    }

    /** Flows to modify: as to add, with {@code cookie=V/M} to select; without a table all tables are meant. */
    public static FlowSpec parseModify(String text, PortNames ports) {
        return new FlowParser(text, ports, FlowParser.Use.MODIFY).parse();
    }

    /** Flows to delete or dump: no actions, {@code cookie=V/M} and {@code out_port=P} to select; without a table all tables are meant. */
    public static FlowSpec parseFilter(String text, PortNames ports) {
        return new FlowParser(text, ports, FlowParser.Use.FILTER).parse();
    }

    /** A match alone, such as {@code in_port=1,tcp,nw_src=10.0.0.0/8}; blank text matches everything. */
    public static Match parseMatch(String text, PortNames ports) {
        return new FlowParser(text, ports, FlowParser.Use.MATCH).parse().match();
    }

    /**
     * The full key ({@link FlowKey#WORDS} words) of the packet that a match describes, for trace; a field that is not named is 0, a tag has
     * the TPID 0x8100.
     */
    public static long[] parseKey(String text, PortNames ports) {
        Match match = parseMatch(text, ports);
        for (FieldMatch one : MatchFields.of(match)) {
            boolean tag = one.field().equals(Fields.VLAN_TCI);
            if (!tag && !one.value().isExact(one.field())) {
                throw new FlowTextException(
                        one.field() + " has a mask, but a packet has one value in each field", text, 0, text.length());
            }
        }
        long[] key = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            key[word] = match.value(word);
        }
        key[0] |= KeyExtractor.kind((int) Fields.ETH_TYPE.low(key));
        key[2] |= (key[1] & FlowKey.VLAN_PRESENT) == 0 ? 0 : VlanHeader.TPID_8021Q;
        return key;
    }

    /** A list of actions, such as {@code set_field:10.0.0.1->nw_src,output:2}, for packets of any kind; blank text is {@code drop}. */
    public static List<Action> parseActions(String text, PortNames ports) {
        ActionChecks checks = new ActionChecks(null, ActionChecks.ANY_TABLE);
        return List.copyOf(new ActionParser(new FlowScanner(text, 0), ports, checks).parse());
    }

    /** The match in the order and shorthand of ovs-ofctl; empty for one that matches everything. */
    public static String print(Match match, PortNames ports) {
        return MatchText.print(match, ports);
    }

    /** The actions; {@code drop} for none. */
    public static String print(List<Action> actions, PortNames ports) {
        return ActionText.print(actions, ports);
    }

    /** One action. */
    public static String print(Action action, PortNames ports) {
        return ActionText.print(action, ports);
    }

    /** One set value of a field, as {@code name=value[/mask]}. */
    public static String print(Field field, FieldValue value, PortNames ports) {
        return field + "=" + FieldText.print(field, value, ports);
    }

    /** One line of dump-flows, without the space that ovs-ofctl puts in front. */
    public static String print(FlowLine line, PortNames ports) {
        return "cookie=0x" + Long.toHexString(line.cookie())
                + ", duration=" + duration(line.durationNs())
                + ", table=" + line.table()
                + ", n_packets=" + line.packets()
                + ", n_bytes=" + line.bytes()
                + ", " + LifeText.print(line.life()) + LifeText.ages(line.durationNs(), line.idleNs(), line.hardNs())
                + rule(line.priority(), line.match(), line.actions(), ports);
    }

    /** One line of dump-flows for {@code entry} when the switch's clock shows {@code nowNs}. */
    public static String print(FlowEntry entry, long nowNs, PortNames ports) {
        return print(FlowLine.of(entry, nowNs), ports);
    }

    /** A flow without statistics, as {@link #parseAdd} reads it; cookie and table only where they are not 0. */
    public static String print(FlowSpec flow, PortNames ports) {
        String cookie = flow.cookie() == 0 ? "" : "cookie=0x" + Long.toHexString(flow.cookie()) + ", ";
        String table = flow.table() == 0 ? "" : "table=" + flow.table() + ", ";
        return cookie
                + table
                + LifeText.print(flow.life())
                + rule(flow.priority(), flow.match(), flow.actions(), ports);
    }

    private static String rule(int priority, Match match, List<Action> actions, PortNames ports) {
        String prefix = priority == FlowSpec.DEFAULT_PRIORITY ? "" : "priority=" + priority;
        String fields = MatchText.print(match, ports);
        String both = prefix.isEmpty() || fields.isEmpty() ? prefix + fields : prefix + "," + fields;
        return both + (both.isEmpty() ? "" : " ") + "actions=" + ActionText.print(actions, ports);
    }

    private static String duration(long durationNs) {
        long ms = Math.max(0, durationNs) / NS_PER_MS;
        String whole = Long.toString(ms / 1000);
        return ms % 1000 == 0 ? whole + "s" : whole + String.format(Locale.ROOT, ".%03ds", ms % 1000);
    }
}
