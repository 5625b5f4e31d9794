package io.weft.vswitch.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Executes the text of datapath actions over a packet given by the text of its flow, and tells what left, where and in what state. It is
 * deliberately naive: a header field is a named number, an action it does not know is an event with its text.
 */
final class DatapathActions {
    private static final String TRUNCATED = "~truncated";

    private final Map<String, BigInteger> fields;
    private final List<String> tags;
    private final List<String> events = new ArrayList<>();

    private final int length;

    private DatapathActions(Map<String, BigInteger> fields, List<String> tags, int length) {
        this.length = length;
        this.fields = new TreeMap<>(fields);
        this.tags = new ArrayList<>(tags);
    }

    /** What leaves: one text an output, in order. */
    static List<String> outputs(PacketText packet, String actions) {
        return outputs(packet, actions, 0);
    }

    /** As {@link #outputs(PacketText, String)}, for a packet of so many bytes. */
    static List<String> outputs(PacketText packet, String actions, int length) {
        DatapathActions run = new DatapathActions(packet.fields(), packet.tags(), length);
        run.execute(actions);
        return run.events;
    }

    private void execute(String actions) {
        for (String action : split(actions)) {
            int open = action.indexOf('(');
            String name = open < 0 ? action : action.substring(0, open);
            String inner = open < 0 ? "" : action.substring(open + 1, action.length() - 1);
            switch (name) {
                case "drop", "" -> {}
                case "set" -> set(inner);
                case "push_vlan" -> tags.add(tag(inner));
                case "pop_vlan" -> pop();
                case "trunc" -> fields.put(TRUNCATED, new BigInteger(inner));
                case "clone" -> onCopy(inner);
                case "meter" -> events.add(action + " <- a packet");
                case "check_pkt_len" -> ofLength(split(inner));
                default -> output(action);
            }
        }
    }

    private void pop() {
        if (tags.isEmpty()) {
            events.add("pop_vlan of a packet without tags");
        } else {
            tags.removeLast();
        }
    }

    private void onCopy(String actions) {
        DatapathActions copy = new DatapathActions(fields, tags, length);
        copy.execute(actions);
        events.addAll(copy.events);
    }

    /** {@code size=100,gt(...),le(...)}; what follows happens to the packet as it was before. */
    private void ofLength(List<String> parts) {
        int size = Integer.parseInt(parts.get(0).substring("size=".length()));
        String block = parts.get(length > size ? 1 : 2);
        onCopy(block.substring(block.indexOf('(') + 1, block.length() - 1));
    }

    private void output(String target) {
        events.add(target + " <- " + tags + " " + fields);
        fields.remove(TRUNCATED);
    }

    /** {@code vid=5,pcp=0} with the TPID in front. */
    static String tag(String inner) {
        return inner.startsWith("tpid=") ? inner : "tpid=0x8100," + inner;
    }

    private void set(String header) {
        int open = header.indexOf('(');
        String name = header.substring(0, open);
        String inner = header.substring(open + 1, header.length() - 1);
        for (String part : split(inner)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? name : name + "." + part.substring(0, equals);
            String[] value = part.substring(equals + 1).split("/", 2);
            BigInteger mask = value.length == 1 ? null : FieldNumber.of(value[1]);
            write(key, FieldNumber.of(value[0]), mask);
        }
    }

    private void write(String key, BigInteger value, BigInteger mask) {
        BigInteger old = fields.getOrDefault(key, BigInteger.ZERO);
        fields.put(key, mask == null ? value : old.andNot(mask).or(value.and(mask)));
        if (key.startsWith("skb_") && value.signum() == 0) {
            fields.remove(key); // as it arrived
        }
    }

    /** The parts between commas that stand in no parentheses. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
