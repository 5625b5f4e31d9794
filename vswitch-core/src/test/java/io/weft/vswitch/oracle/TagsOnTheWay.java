package io.weft.vswitch.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The VLAN tags of a packet on its way through a trace, and where Open vSwitch loses the inner one of two: it remembers "no tag" as a TCI of 0,
 * so that a TCI set to 0 takes off both, and what NORMAL sends with VID 0 and priority 0, outside or inside, has none from there on.
 */
final class TagsOnTheWay {
    private static final int UNKNOWN = -1;
    private static final Pattern PUSH = Pattern.compile("push_vlan:.*");
    private static final Pattern POP = Pattern.compile("pop_vlan|strip_vlan");
    private static final Pattern TCI = Pattern.compile("set_field:([0-9a-fx]+)->vlan_tci");
    private static final Pattern VID = Pattern.compile("mod_vlan_vid:([0-9]+)");
    private static final Pattern PRIORITY = Pattern.compile("(?:set_field:|mod_vlan_pcp:)([0-9]+)(?:->vlan_pcp)?");
    private static final Pattern ANY = Pattern.compile(".*(vlan|VLAN).*");
    private static final Pattern COPY = Pattern.compile("bucket [0-9]+|clone\\(.*|bridge\\(.*");

    /** A tag; {@code UNKNOWN} where a trace does not say. */
    private record TagValue(int vid, int priority) {
        boolean mayBeZero() {
            return vid <= 0 && priority <= 0;
        }
    }

    private record Copy(int indentation, List<TagValue> before) {}

    /** Innermost first. */
    private List<TagValue> tags = new ArrayList<>();

    private final Deque<Copy> copies = new ArrayDeque<>();
    private boolean hasArrived;
    private boolean isForgotten;
    private boolean isLostByNormal;
    private boolean isTwiceTaggedAtNormal;

    private TagsOnTheWay() {}

    static TagsOnTheWay of(TraceText trace) {
        TagsOnTheWay way = new TagsOnTheWay();
        for (String line : trace.body()) {
            way.line(line, trace);
        }
        return way;
    }

    /** Whether a TCI was set to 0 on a packet with two tags. */
    boolean isForgotten() {
        return isForgotten;
    }

    /** Whether NORMAL, or a mirror, may have sent a packet with two tags of which one may have VID 0 and priority 0. */
    boolean isLostByNormal() {
        return isLostByNormal;
    }

    /** Whether NORMAL, or a mirror, may have sent a packet with two tags. */
    boolean isTwiceTaggedAtNormal() {
        return isTwiceTaggedAtNormal;
    }

    private void line(String line, TraceText trace) {
        String said = line.strip();
        int indentation = line.length() - line.stripLeading().length();
        while (!copies.isEmpty()
                && indentation <= copies.peek().indentation()
                && !said.startsWith("--")
                && !said.isEmpty()) {
            tags = copies.pop().before();
        }
        boolean isFirst = said.equals(trace.body().getFirst()) && (!hasArrived || trace.asksForLength());
        if (isFirst && indentation == 0) { // a pass begins: one for each length that is asked for
            hasArrived = true;
            copies.clear();
            arrive(trace);
            return;
        }
        if (COPY.matcher(said).matches()) {
            copies.push(new Copy(indentation, new ArrayList<>(tags)));
            if (said.startsWith("bridge(")) {
                cross();
            }
        } else if (said.endsWith("NORMAL")) {
            send();
        } else {
            act(said);
        }
        if (trace.isMirrored()) {
            send();
        }
    }

    private void send() {
        isTwiceTaggedAtNormal |= tags.size() > 1;
        isLostByNormal |= tags.size() > 1 && tags.stream().anyMatch(TagValue::mayBeZero);
    }

    private void arrive(TraceText trace) {
        tags = new ArrayList<>();
        for (String suffix : List.of("1", "")) {
            Matcher tag = Pattern.compile("(?:.*,)?dl_vlan" + suffix + "=([0-9]+),dl_vlan_pcp" + suffix + "=([0-9]+).*")
                    .matcher(trace.flow());
            if (tag.matches()) {
                tags.add(new TagValue(Integer.parseInt(tag.group(1)), Integer.parseInt(tag.group(2))));
            }
        }
        if (trace.isMirrored()) {
            send();
        }
    }

    /** Through a patch port NORMAL may have put a tag on, taken one off, or changed it. */
    private void cross() {
        if (tags.isEmpty()) {
            tags.add(new TagValue(UNKNOWN, UNKNOWN));
        } else {
            tags.set(tags.size() - 1, new TagValue(UNKNOWN, UNKNOWN));
        }
    }

    private void act(String said) {
        Matcher tci = TCI.matcher(said);
        Matcher vid = VID.matcher(said);
        Matcher priority = PRIORITY.matcher(said);
        if (PUSH.matcher(said).matches()) {
            tags.add(new TagValue(0, 0));
        } else if (POP.matcher(said).matches()) {
            pop();
        } else if (tci.matches()) {
            tci(Integer.decode(tci.group(1)));
        } else if (vid.matches()) {
            int number = Integer.parseInt(vid.group(1));
            top(new TagValue(number, tags.isEmpty() ? 0 : tags.getLast().priority()), true);
        } else if (said.contains("vlan_pcp") && priority.matches()) {
            int number = Integer.parseInt(priority.group(1));
            top(new TagValue(tags.isEmpty() ? 0 : tags.getLast().vid(), number), said.startsWith("mod"));
        } else if (ANY.matcher(said).matches() && !said.startsWith("-") && !said.startsWith(">")) {
            top(new TagValue(UNKNOWN, UNKNOWN), false);
        }
    }

    private void tci(int value) {
        if ((value & 0x1000) != 0) {
            top(new TagValue(value & 0xfff, value >> 13), true);
            return;
        }
        isForgotten |= tags.size() > 1;
        pop();
    }

    private void pop() {
        if (!tags.isEmpty()) {
            tags.removeLast();
        }
    }

    private void top(TagValue tag, boolean isPutOn) {
        if (!tags.isEmpty()) {
            tags.set(tags.size() - 1, tag);
        } else if (isPutOn) {
            tags.add(tag);
        }
    }
}
