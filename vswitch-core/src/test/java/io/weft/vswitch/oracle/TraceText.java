package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an {@code ofproto/trace}, taken apart.
 *
 * @param flow the packet
 * @param visits tables and what matched in each, as printed: {@code " 0. ip, priority 5"}
 * @param body every line between the flow and the final flow
 * <p>In a bridge behind a patch port, Open vSwitch shows the entry of its own by which it remembers that none matched; here it is a miss.
 *
 * @param finalFlow the packet's fields at the end
 * @param actions the datapath actions; the number under which Open vSwitch froze the packet for the controller, which counts up from
 *     trace to trace, is 0
 */
record TraceText(
        String flow, List<String> visits, List<String> body, String finalFlow, String megaflow, String actions) {
    /**
     * What one of them alone says: we, where the packet went and what a later fragment does not have; they, the score of buckets, buckets of groups that are watched as if they were
     * ports, and, for mirrors, that a port is not there or does not carry a VLAN.
     */
    private static final Pattern REMARK = Pattern.compile(
            " +( >> not sent: no member is live| -> bucket [0-9]+: (score|not live).*| >>>> dropping VLAN .*"
                    + "| >>>> received packet on unknown port .*| >> unmet prerequisites for (icmp|nd|tp_|tcp_|udp_|sctp_).*)");

    /** Of the bridge in which mirrors flood VLANs. */
    private static final String MIRRORED = "bridge(\"" + Bridges.NAMES.get(Bridges.MIRRORED) + "\")";

    private static final Pattern VISIT = Pattern.compile(" *([0-9]+\\. .*)");

    static TraceText parse(String text) {
        List<String> visits = new ArrayList<>();
        List<String> body = new ArrayList<>();
        boolean inside = false;
        for (String line :
                text.replace("reg0=0x2, priority 0\n", "No match.\n").lines().toList()) {
            inside |= line.startsWith("bridge(");
            inside &= !line.startsWith("Final flow:");
            if (inside) {
                body.add(line);
                Matcher visit = VISIT.matcher(line);
                if (visit.matches()) {
                    visits.add(visit.group(1));
                }
            }
        }
        String flow = after(text, "Flow: ");
        String finalFlow = after(text, "Final flow: ");
        return new TraceText(
                tunnel(flow),
                List.copyOf(visits),
                List.copyOf(body),
                tunnel(finalFlow.equals("unchanged") ? flow : finalFlow),
                after(text, "Megaflow: "),
                after(text, "Datapath actions: ").replaceAll("recirc_id=[0-9]+", "recirc_id=0"));
    }

    /**
     * Without what Open vSwitch shows of a tunnel alone, which is fields of 0, and without its key, which it does not show of a packet made of
     * text.
     */
    private static String tunnel(String flow) {
        boolean isTunnelled = flow.matches(".*tun_(ipv6_)?dst=.*");
        String text = flow.replaceAll("(tun_(src|dst)=0\\.0\\.0\\.0|tun_ipv6_(src|dst)=::|(tun|gtpu)_[a-z_]+=0),", "");
        return isTunnelled
                ? text.replaceAll("tun_id=[^,]*,", "").replaceAll("tun_tos=(0x)?", "tun_tos=")
                : text.replaceAll("tun_(?!id)[a-z_0-9]+=[^,]*,", "");
    }

    /** Without the tunnel options at the end: of a packet made of bytes Open vSwitch has no table of options to name them by. */
    TraceText withoutTunnelOptions() {
        String without = finalFlow.replaceAll("tun_metadata[0-9]+=[^,]*,", "");
        return new TraceText(flow, visits, body, without, megaflow, actions);
    }

    private static String after(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElse("");
    }

    /**
     * The body with every way to write a value into a field being the same: OpenFlow 1.5, in which Open vSwitch was given its entries, knows one
     * only.
     */
    List<String> said() {
        List<String> said = body.stream()
                .filter(line -> !REMARK.matcher(line).matches())
                .map(TraceText::written)
                // Of an input port that is not there they say that it is the input port, we that it is not there.
                .map(line -> flow.contains("in_port=77,")
                        ? line.replace("Nonexistent output port", "skipping output to input port")
                        : line)
                .toList();
        // Where a remark is left out, lines stand further right; and a copy may be told before or after a miss.
        return isMirrored() ? said.stream().map(String::strip).sorted().toList() : said;
    }

    /** A text of actions with every way to write a value into a field being the same. */
    static String written(String actions) {
        return actions.replaceAll("(mod_[a-z_]+|load|set_field|set_tunnel|set_tunnel64):[^,() ]*", "set")
                .replace("strip_vlan", "pop_vlan");
    }

    /** How many times the packet entered a bridge. */
    long bridges() {
        return body.stream().filter(line -> line.contains("bridge(")).count();
    }

    /** How many addresses the packet taught. */
    long learned() {
        return body.stream().filter(line -> line.contains(" -> learned that ")).count();
    }

    /** Whether the length of the packet was asked for. */
    boolean asksForLength() {
        return body.stream().anyMatch(line -> line.contains("check_pkt_larger("));
    }

    /** Whether some action sent the packet to many ports, whose order nobody promises. */
    boolean flooded() {
        return body.stream()
                .map(String::strip)
                .anyMatch(line -> line.equals("FLOOD")
                        || line.equals("ALL")
                        || line.endsWith("flooding")
                        || line.equals(MIRRORED));
    }

    /** Whether the packet came to the bridge that has mirrors. */
    boolean isMirrored() {
        return body.contains(MIRRORED);
    }
}
