package io.weft.cli.daemon;

import io.weft.flow.text.TupleText;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.fragment.FragmentCount;
import io.weft.vswitch.fragment.FragmentSettings;
import io.weft.vswitch.fragment.FragmentStatus;
import io.weft.vswitch.fragment.WaitingDatagram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Commands of {@code appctl} about fragments that wait to be tracked ({@code dpctl/ipf-...}), in the words of Open vSwitch. Thread-safety: any thread. */
final class FragmentCommands {
    private final VirtualSwitch weft;

    FragmentCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("dpctl/ipf-set-enabled", words -> enable(words, true));
        commands.add("dpctl/ipf-set-disabled", words -> enable(words, false));
        commands.add("dpctl/ipf-set-min-frag", this::setLeast);
        commands.add("dpctl/ipf-set-max-nfrags", this::setMost);
        commands.add("dpctl/ipf-get-status", this::status);
    }

    private String enable(List<String> words, boolean on) {
        boolean ipv6 = isIpv6(operands(words, 1, "[DATAPATH] v4|v6").getFirst());
        weft.fragments().change(settings -> settings.enabling(ipv6, on));
        return (on ? "enabling" : "disabling") + " fragmentation reassembly successful\n";
    }

    private String setLeast(List<String> words) {
        List<String> operands = operands(words, 2, "[DATAPATH] v4|v6 MINFRAGMENT");
        boolean ipv6 = isIpv6(operands.getFirst());
        int bytes = number("minimum fragment", operands.get(1), FragmentSettings.LEAST, 0xFFFF);
        weft.fragments().change(settings -> settings.withLeast(ipv6, bytes));
        return "setting minimum fragment size successful\n";
    }

    private String setMost(List<String> words) {
        String word = operands(words, 1, "[DATAPATH] MAXFRAGS").getFirst();
        int fragments = number("maximum fragments", word, 0, FragmentSettings.MOST_FRAGMENTS);
        weft.fragments().change(settings -> settings.withMost(fragments));
        return "setting maximum fragments successful\n";
    }

    /** The words behind the options and the name of the datapath. */
    private static List<String> operands(List<String> words, int count, String allowed) {
        List<String> operands = new ArrayList<>(words);
        operands.removeIf(word -> word.startsWith("-"));
        if (operands.size() == count + 1 && operands.getFirst().equals(DatapathCommands.DATAPATH)) {
            operands.removeFirst();
        }
        if (operands.size() != count) {
            throw refused("arguments", String.join(" ", words), allowed);
        }
        return operands;
    }

    private static boolean isIpv6(String word) {
        return switch (word) {
            case "v4" -> false;
            case "v6" -> true;
            default -> throw refused("version of IP", word, "v4, v6");
        };
    }

    private static int number(String field, String word, int least, int most) {
        try {
            int value = Integer.parseInt(word);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw refused(field, word, least + " to " + most);
    }

    private static ControlException refused(String field, String value, String allowed) {
        return new ControlException(Kind.INVALID, FieldViolation.notAllowed(field, value, allowed));
    }

    // ---- status

    private String status(List<String> words) {
        operands(words, 0, "[-m] [DATAPATH]");
        FragmentStatus status = weft.fragments().status();
        FragmentSettings settings = status.settings();
        StringBuilder text = new StringBuilder();
        line(text, "Fragmentation Module Status");
        line(text, "---------------------------");
        line(text, "v4 enabled: " + (settings.ipv4() ? 1 : 0));
        line(text, "v6 enabled: " + (settings.ipv6() ? 1 : 0));
        line(text, "max num frags (v4/v6): " + settings.most());
        line(text, "num frag: " + status.held());
        for (boolean ipv6 : new boolean[] {false, true}) {
            String version = ipv6 ? "v6 " : "v4 ";
            line(text, "min " + version + "frag size: " + settings.least(ipv6));
            for (FragmentCount count : FragmentCount.values()) {
                line(text, version + count.text() + ": " + status.count(ipv6, count));
            }
        }
        if (words.contains("-m") || words.contains("--more")) {
            text.append('\n');
            line(text, "Fragment Lists:");
            text.append('\n');
            status.waiting().forEach(datagram -> text.append(list(datagram)).append('\n'));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("        ").append(line).append('\n');
    }

    private static String list(WaitingDatagram datagram) {
        return String.format(
                Locale.ROOT,
                "(src=%s,dst=%s,recirc_id=%d,ip_id=%d,dl_type=0x%x,zone=%d,nw_proto=%d,num_fragments=%d,state=%s)",
                address(datagram, datagram.sourceHigh(), datagram.sourceLow()),
                address(datagram, datagram.destinationHigh(), datagram.destinationLow()),
                datagram.round(),
                datagram.isIpv6() ? Integer.toUnsignedLong(datagram.id()) : datagram.id(),
                datagram.isIpv6() ? 0x86dd : 0x800,
                datagram.zone(),
                datagram.protocol(),
                datagram.fragments(),
                datagram.state());
    }

    private static String address(WaitingDatagram datagram, long high, long low) {
        return TupleText.address(datagram.isIpv6(), high, low);
    }
}
