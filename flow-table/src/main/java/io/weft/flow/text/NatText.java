package io.weft.flow.text;

import io.weft.flow.action.NatSpec;
import io.weft.flow.action.NatSpec.Choice;
import io.weft.flow.action.NatSpec.Family;
import io.weft.flow.action.NatSpec.Side;
import java.util.List;
import java.util.Locale;

/** {@code nat(...)} of a {@code ct} action: {@code nat}, or {@code nat(src=FIRST[-LAST][:PORT[-PORT]],...)}; IPv6 addresses with ports are in brackets. */
public final class NatText {
    private static final String FORM = "FIRST[-LAST][:PORT[-PORT]], an IPv6 address before ports in brackets";
    private static final int MAX_PORT = 0xFFFF;

    private final Operands operands;
    private Side part = Side.EXISTING;
    private Choice choice = Choice.DEFAULT;
    private boolean persistent;
    private final long[] first = new long[2];
    private final long[] last = new long[2];
    private Family family = Family.NONE;
    private int minPort;
    private int maxPort;

    NatText(Operands operands) {
        this.operands = operands;
    }

    /** The {@code nat} at which a scanner stands. */
    NatSpec parse(FlowScanner item) {
        if (item.delimiter() != 0) {
            FlowScanner inside = item.inside();
            while (inside.next()) {
                operand(inside);
            }
        }
        if (part == Side.EXISTING && (choice != Choice.DEFAULT || persistent)) {
            throw item.bad("hash, random and persistent are for nat with src or dst");
        }
        return new NatSpec(part, family, first[0], first[1], last[0], last[1], minPort, maxPort, choice, persistent)
                .plain();
    }

    private void operand(FlowScanner inside) {
        switch (inside.key()) {
            case "src" -> part(inside, Side.SRC);
            case "dst" -> part(inside, Side.DST);
            case "hash" -> choose(inside, Choice.HASH);
            case "random" -> choose(inside, Choice.RANDOM);
            case "persistent" -> {
                bare(inside);
                persistent = true;
            }
            default -> throw inside.badKey("nat takes src, dst, persistent, hash and random, not " + inside.key());
        }
    }

    private static void bare(FlowScanner item) {
        if (item.delimiter() != 0) {
            throw item.bad(item.key() + " takes no value");
        }
    }

    private void choose(FlowScanner inside, Choice chosen) {
        bare(inside);
        if (choice != Choice.DEFAULT && choice != chosen) {
            throw inside.bad("nat takes hash or random, not both");
        }
        choice = chosen;
    }

    private void part(FlowScanner inside, Side which) {
        if (part != Side.EXISTING) {
            throw inside.bad("nat takes one of src and dst");
        }
        part = which;
        if (inside.delimiter() != 0) {
            range(inside.valuePart().strip());
        }
    }

    private void range(Part value) {
        String text = value.text();
        int at = address(value, 0, first);
        System.arraycopy(first, 0, last, 0, 2);
        if (at < text.length() && text.charAt(at) == '-') {
            at = address(value, at + 1, last);
        }
        boolean isAscending = Long.compareUnsigned(first[0], last[0]) < 0
                || first[0] == last[0] && Long.compareUnsigned(first[1], last[1]) <= 0;
        if (!isAscending) {
            throw operands.bad(value, "the first address of the range is above the last");
        }
        if (at < text.length()) {
            ports(value, at);
        }
    }

    private void ports(Part value, int at) {
        if (value.text().charAt(at) != ':') {
            throw operands.bad(value.from(at), "a nat range is " + FORM);
        }
        List<Part> both = value.from(at + 1).split('-');
        if (both.size() > 2) {
            throw operands.bad(value.from(at), "a nat range is " + FORM);
        }
        minPort = (int) operands.number(both.getFirst(), "a port", MAX_PORT);
        maxPort = (int) operands.number(both.getLast(), "a port", MAX_PORT);
        if (minPort == 0) {
            throw operands.bad(both.getFirst(), "port 0 is no port to translate to; allowed: 1 to 65535");
        }
        if (maxPort < minPort) {
            throw operands.bad(value.from(at + 1), "the first port of the range is above the last");
        }
    }

    /** Reads an address at {@code from}; returns the position behind it. */
    private int address(Part value, int from, long[] to) {
        String text = value.text();
        boolean isBracketed = from < text.length() && text.charAt(from) == '[';
        int end = isBracketed ? text.indexOf(']', from) : end(text, from);
        if (end < 0) {
            throw operands.bad(value, "a nat range is " + FORM);
        }
        String address = text.substring(isBracketed ? from + 1 : from, end);
        long ipv4 = isBracketed ? AddressText.BAD : AddressText.parseIpv4(address);
        Family found = ipv4 == AddressText.BAD ? Family.IPV6 : Family.IPV4;
        if (found == Family.IPV4) {
            to[0] = 0;
            to[1] = ipv4;
        } else if (!AddressText.parseIpv6(address, to)) {
            throw operands.bad(value, "\"" + address + "\" is not an address; a nat range is " + FORM);
        }
        if (family != Family.NONE && family != found) {
            throw operands.bad(value, "a nat range has addresses of one kind");
        }
        family = found;
        return isBracketed ? end + 1 : end;
    }

    /** Behind an address without brackets: a minus, the end, or for IPv4 a colon. */
    private static int end(String text, int from) {
        int at = from;
        boolean isIpv4 = text.indexOf('.', from) >= 0 && text.indexOf('.', from) < first(text, ':', from);
        while (at < text.length() && text.charAt(at) != '-' && !(isIpv4 && text.charAt(at) == ':')) {
            at++;
        }
        return at;
    }

    private static int first(String text, char c, int from) {
        int at = text.indexOf(c, from);
        return at < 0 ? text.length() : at;
    }

    /** As ovs-ofctl and ovs-dpctl print it. */
    public static String print(NatSpec nat) {
        if (nat.part() == Side.EXISTING) {
            return "nat";
        }
        StringBuilder text = new StringBuilder("nat(").append(nat.part().text());
        if (nat.family() != Family.NONE) {
            text.append('=').append(address(nat, nat.minHigh(), nat.minLow()));
            if (nat.maxHigh() != nat.minHigh() || nat.maxLow() != nat.minLow()) {
                text.append('-').append(address(nat, nat.maxHigh(), nat.maxLow()));
            }
            if (nat.minPort() != 0) {
                text.append(':').append(nat.minPort());
                text.append(nat.maxPort() == nat.minPort() ? "" : "-" + nat.maxPort());
            }
        }
        text.append(nat.persistent() ? ",persistent" : "");
        text.append(
                nat.choice() == Choice.DEFAULT ? "" : "," + nat.choice().name().toLowerCase(Locale.ROOT));
        return text.append(')').toString();
    }

    private static String address(NatSpec nat, long high, long low) {
        if (nat.family() == Family.IPV4) {
            return AddressText.printIpv4(low);
        }
        String address = AddressText.printIpv6(high, low);
        return nat.minPort() == 0 ? address : "[" + address + "]";
    }
}
