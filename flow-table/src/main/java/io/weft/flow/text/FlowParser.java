package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import java.util.List;

/**
 * Reads one flow: keywords, then the match, then actions. Keeps where each field stood, so that an error found only when the match is
 * complete (a missing prerequisite) still points at its cause. One instance reads one text.
 */
final class FlowParser {
    /** What the text is for, which decides the keywords it may have. */
    enum Use {
        ADD,
        MODIFY,
        FILTER,
        MATCH
    }

    private static final long MAX_GROUP = 0xffff_ff00L;

    private final String text;
    private final PortNames ports;
    private final Use use;
    private final FlowScanner items;
    private final MatchBuilder match = new MatchBuilder();

    private int table = FlowSpec.ALL_TABLES;
    private int priority = FlowSpec.DEFAULT_PRIORITY;
    private boolean priorityGiven;
    private long cookie;
    private boolean cookieGiven;
    private long cookieMask;
    private long newCookie = FlowMod.KEEP_COOKIE;
    private int outPort = Ports.NONE;
    private int outGroup = FlowMod.ANY_GROUP;
    private int idleTimeoutS;
    private int hardTimeoutS;
    private int importance;
    private int flags;

    FlowParser(String text, PortNames ports, Use use) {
        this.text = text;
        this.ports = ports;
        this.use = use;
        items = new FlowScanner(text, 0);
    }

    FlowSpec parse() {
        int actionsAt = parseItems();
        boolean wantsActions = use == Use.ADD || use == Use.MODIFY;
        if (wantsActions && actionsAt < 0) {
            throw new FlowTextException("actions=... is missing", text, text.length(), 0);
        }
        if (use == Use.ADD && table == FlowSpec.ALL_TABLES) {
            table = 0;
        }
        if (cookieMask == 0 && cookieGiven) {
            cookie = newCookie;
            newCookie = FlowMod.KEEP_COOKIE;
        }
        Match built = buildMatch();
        List<Action> actions = wantsActions
                ? new ActionParser(new FlowScanner(text, actionsAt), ports, new ActionChecks(built, table)).parse()
                : List.of();
        return new FlowSpec(
                table,
                priority,
                priorityGiven,
                cookie,
                cookieGiven,
                cookieMask,
                newCookie,
                outPort,
                outGroup,
                FlowLife.of(idleTimeoutS, hardTimeoutS, importance, flags),
                built,
                actions);
    }

    /** Reads up to the actions; returns where these begin, or -1. */
    private int parseItems() {
        while (items.next()) {
            String key = items.key();
            if (key.equals("actions") || key.equals("action")) {
                int actionsAt = items.behindSpacedEquals();
                if (use == Use.FILTER || use == Use.MATCH) {
                    throw items.badKey("actions have no place here");
                }
                if (actionsAt < 0) {
                    throw items.badKey(key + " needs =");
                }
                return actionsAt;
            }
            try {
                parseItem(key);
            } catch (FieldException e) {
                throw items.delimiter() == 0 ? items.badKey(e.getMessage()) : items.badValue(e.getMessage());
            }
        }
        return -1;
    }

    private void parseItem(String key) {
        Protocol protocol = Protocol.byText(key);
        Field field = Fields.byName(key);
        if (protocol != null) {
            if (items.delimiter() != 0) {
                throw items.bad(key + " takes no value");
            }
            match.protocol(protocol);
        } else if (field != null) {
            parseField(field);
        } else if (key.indexOf('[') > 0) {
            parseBits();
        } else if (key.equals("eth") || key.equals("packet_type")) {
            parsePacketType(key);
        } else if (use == Use.MATCH || !parseKeyword(key)) {
            throw items.badKey(Vocabulary.unknownField(key));
        }
    }

    private void parseField(Field field) {
        if (Fields.isTunnelMetadata(field) && items.delimiter() == 0) {
            match.present(field);
            return;
        }
        String value = requireValue();
        match.set(field, FieldText.parse(field, value, ports));
    }

    /** Bits of a field, such as {@code reg0[0..3]=5}. */
    private void parseBits() {
        Part name = items.keyPart();
        Subfield bits = SubfieldText.parse(name, field -> field);
        Field field = bits.field().equals(Fields.IN_PORT_16) ? Fields.IN_PORT : bits.field();
        long[] number = FieldText.parseWide(requireValue());
        if (bits.isWhole() && (number == null || field.format() == FieldFormat.PORT)) {
            parseField(field);
            return;
        }
        if (number == null || !bits.holds(number[0], number[1])) {
            throw items.badValue("\"" + items.value() + "\" is not a number of " + bits.width() + " bits");
        }
        match.set(
                field,
                new FieldValue(
                        bits.placedHigh(number[0], number[1]),
                        bits.placedLow(number[1]),
                        bits.fieldMaskHigh(),
                        bits.fieldMaskLow()));
    }

    /** Packets are Ethernet frames here; saying so is allowed. */
    private void parsePacketType(String key) {
        boolean ethernet =
                key.equals("eth") ? items.delimiter() == 0 : items.value().equals("(0,0)");
        if (!ethernet) {
            throw items.bad("packets other than Ethernet frames, packet_type=(0,0), are not supported");
        }
    }

    private boolean parseKeyword(String key) {
        if (Vocabulary.isIgnored(key)) {
            return true;
        }
        switch (key) {
            case "table" -> parseTable(requireValue());
            case "priority" -> {
                priority = (int) number(requireValue(), 0xFFFF);
                priorityGiven = true;
            }
            case "cookie" -> parseCookie(requireValue());
            case "out_port" -> parseOutPort(requireValue());
            case "out_group" -> parseOutGroup(requireValue());
            case "idle_timeout" -> idleTimeoutS = attribute();
            case "hard_timeout" -> hardTimeoutS = attribute();
            case "importance" -> importance = attribute();
            default -> {
                return parseFlag(key);
            }
        }
        return true;
    }

    private void parseTable(String value) {
        boolean all = value.equalsIgnoreCase("all") || value.equals("255");
        if (all && use != Use.ADD) {
            table = FlowSpec.ALL_TABLES;
        } else {
            int named = TableNames.parse(value, ports);
            table = named >= 0 ? named : (int) number(value, FlowSpec.MAX_TABLE);
        }
    }

    private boolean parseFlag(String key) {
        FlowFlag flag = FlowFlag.byText(key);
        if (flag == null) {
            return false;
        }
        if (items.delimiter() != 0) {
            throw items.bad(key + " takes no value");
        }
        requireUse(use == Use.ADD || use == Use.MODIFY);
        flags |= flag.bit();
        return true;
    }

    /** A timeout or the importance. */
    private int attribute() {
        String value = requireValue();
        requireUse(use == Use.ADD || use == Use.MODIFY);
        return (int) number(value, FlowLife.MAX);
    }

    private void requireUse(boolean allowed) {
        if (!allowed) {
            throw items.badKey(items.key() + " belongs to a flow to add or to modify; it has no place here");
        }
    }

    /** A cookie with a mask selects, one without is set; a modification may have both, in any order. */
    private void parseCookie(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            if (use == Use.FILTER) {
                throw items.badValue("to select by cookie, give a mask, such as cookie=" + value + "/-1");
            }
            newCookie = number(value, -1L);
            cookieGiven = true;
        } else {
            if (use == Use.ADD) {
                throw items.badValue("a flow to add has a cookie without a mask");
            }
            cookieMask = number(value.substring(slash + 1), -1L);
            cookie = number(value.substring(0, slash), -1L) & cookieMask;
        }
    }

    private void parseOutGroup(String value) {
        if (use != Use.FILTER) {
            throw items.badKey("out_group selects flows to delete or dump; it has no place here");
        }
        boolean any = value.equalsIgnoreCase("any");
        outGroup = any ? FlowMod.ANY_GROUP : (int) number(value, MAX_GROUP);
    }

    private void parseOutPort(String value) {
        if (use != Use.FILTER) {
            throw items.badKey("out_port selects flows to delete or dump; it has no place here");
        }
        long port = PortText.parse(value, ports);
        if (port == PortText.BAD) {
            throw items.badValue("\"" + value + "\" is not a port");
        }
        outPort = (int) port;
    }

    private long number(String value, long largest) {
        if (largest == -1L && value.equals("-1")) {
            return -1L;
        }
        if (AddressText.isNumber(value) && Long.compareUnsigned(AddressText.number(value), largest) <= 0) {
            return AddressText.number(value);
        }
        String most = largest < 0 ? "0xffffffffffffffff" : Long.toString(largest);
        throw items.badValue("\"" + value + "\" is not a value of " + items.key() + "; allowed: 0 to " + most);
    }

    private String requireValue() {
        if (items.value().isEmpty()) {
            throw items.bad(items.key() + " needs a value");
        }
        return items.value();
    }

    private Match buildMatch() {
        try {
            return match.build();
        } catch (FieldException e) {
            throw refusal(e);
        }
    }

    /** An error found when the match is complete, at the last item that says something about the field. */
    private FlowTextException refusal(FieldException error) {
        FlowScanner again = new FlowScanner(text, 0);
        int position = 0;
        int length = text.length();
        while (again.next() && !again.key().equals("actions") && !again.key().equals("action")) {
            int bracket = again.key().indexOf('[');
            Field field =
                    SubfieldText.fieldOf(bracket < 0 ? again.key() : again.key().substring(0, bracket));
            if (field != null && field.name().equals(error.field())) {
                position = again.keyAt();
                length = again.end() - position;
            }
        }
        return new FlowTextException(error.getMessage(), text, position, length);
    }
}
