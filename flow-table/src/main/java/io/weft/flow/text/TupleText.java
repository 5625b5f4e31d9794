package io.weft.flow.text;

import io.weft.flow.key.Nearest;
import io.weft.flow.match.TuplePart;
import io.weft.flow.wire.IpProtocol;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tuples of connections as text, in the grammar of ovs-dpctl(8), "flush-conntrack": {@code ct_nw_src=10.1.1.1,ct_nw_proto=6,ct_tp_dst=80}. Any part may be left
 * out; {@code tcp}, {@code udp}, {@code sctp}, {@code icmp} and {@code icmpv6} stand for {@code ct_nw_proto=N}. Thread-safety: stateless.
 */
public final class TupleText {
    private static final List<String> KEYS = List.of(
            "ct_nw_src",
            "ct_nw_dst",
            "ct_ipv6_src",
            "ct_ipv6_dst",
            "ct_nw_proto",
            "ct_tp_src",
            "ct_tp_dst",
            "icmp_id",
            "icmp_type",
            "icmp_code");

    private static final Map<String, Integer> PROTOCOLS = Map.of(
            "tcp", IpProtocol.TCP,
            "udp", IpProtocol.UDP,
            "sctp", IpProtocol.SCTP,
            "icmp", IpProtocol.ICMP,
            "icmpv6", IpProtocol.ICMPV6);

    private TupleText() {}

    /**
     * Reads a tuple; blank text is {@link TuplePart#ALL}.
     *
     * @throws FlowTextException for text that is wrong, and nothing else
     */
    public static TuplePart parse(String text) {
        return new Reader(text).read();
    }

    /** Whether a word is (part of) a tuple rather than something else: it begins with one of its keys. */
    public static boolean isMeant(String word) {
        String key = word.split("[=,]", 2)[0];
        return KEYS.contains(key) || PROTOCOLS.containsKey(key) || key.startsWith("ct_") || key.startsWith("icmp_");
    }

    /** The address as it is written: IPv4 ({@code low} alone) or IPv6. */
    public static String address(boolean ipv6, long high, long low) {
        return ipv6 ? AddressText.printIpv6(high, low) : AddressText.printIpv4(low);
    }

    /** One text. */
    private static final class Reader {
        private final String text;
        private final FlowScanner items;
        private final Set<String> seen = new HashSet<>();
        private int family = TuplePart.ANY;
        private int protocol = TuplePart.ANY;
        private final long[] source = new long[2];
        private final long[] destination = new long[2];
        private int ports;
        private int portMask;
        private boolean icmp;

        Reader(String text) {
            this.text = text;
            items = new FlowScanner(text, 0);
        }

        TuplePart read() {
            while (items.next()) {
                item(items.key());
            }
            checkPorts();
            return new TuplePart(
                    family,
                    protocol,
                    seen.contains("src"),
                    source[0],
                    source[1],
                    seen.contains("dst"),
                    destination[0],
                    destination[1],
                    ports,
                    portMask);
        }

        private void item(String key) {
            Integer named = PROTOCOLS.get(key);
            if (named != null && items.delimiter() == 0) {
                once("proto", key);
                protocol = named;
                return;
            }
            if (!KEYS.contains(key)) {
                String near = Nearest.of(key, KEYS);
                throw items.badKey("invalid conntrack tuple field: " + key
                        + (near == null ? "" : " (did you mean \"" + near + "\"?)") + "; allowed: "
                        + String.join(", ", KEYS) + ", and tcp, udp, sctp, icmp, icmpv6");
            }
            if (items.delimiter() != '=' || items.value().isEmpty()) {
                throw items.bad("field " + key + " missing value");
            }
            switch (key) {
                case "ct_nw_src" -> ipv4("src", source);
                case "ct_nw_dst" -> ipv4("dst", destination);
                case "ct_ipv6_src" -> ipv6("src", source);
                case "ct_ipv6_dst" -> ipv6("dst", destination);
                case "ct_nw_proto" -> {
                    once("proto", key);
                    protocol = number(255);
                }
                case "ct_tp_src" -> port(key, 16, 0xFFFF, false);
                case "ct_tp_dst" -> port(key, 0, 0xFFFF, false);
                case "icmp_id" -> port(key, 16, 0xFFFF, true);
                case "icmp_type" -> port(key, 8, 0xFF, true);
                default -> port(key, 0, 0xFF, true);
            }
        }

        private void once(String part, String key) {
            if (!seen.add(part)) {
                throw items.bad(key + " is given twice");
            }
        }

        private void ofFamily(int wanted) {
            if (family != TuplePart.ANY && family != wanted) {
                throw items.bad("the L3 protocol does not match " + items.value()
                        + ": addresses of a tuple are all IPv4 or all IPv6");
            }
            family = wanted;
        }

        private void ipv4(String part, long[] to) {
            once(part, items.key());
            to[1] = AddressText.parseIpv4(items.value());
            if (to[1] == AddressText.BAD) {
                throw wrong("an IPv4 address such as 10.1.1.1");
            }
            ofFamily(4);
        }

        private void ipv6(String part, long[] to) {
            once(part, items.key());
            if (!AddressText.parseIpv6(items.value(), to)) {
                throw wrong("an IPv6 address such as fc00::1");
            }
            ofFamily(6);
        }

        private void port(String key, int shift, int most, boolean ofIcmp) {
            once(key, key);
            if (portMask != 0 && icmp != ofIcmp) {
                throw items.bad("ports and fields of ICMP exclude each other");
            }
            icmp = ofIcmp;
            ports |= number(most) << shift;
            portMask |= most << shift;
        }

        private int number(int most) {
            String value = items.value();
            if (!AddressText.isNumber(value) || Long.compareUnsigned(AddressText.number(value), most) > 0) {
                throw wrong("0 to " + most);
            }
            return (int) AddressText.number(value);
        }

        private FlowTextException wrong(String allowed) {
            return items.badValue("failed to parse field " + items.key() + ": \"" + items.value()
                    + "\" is not allowed; allowed: " + allowed);
        }

        private void checkPorts() {
            boolean isIcmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
            if (portMask != 0 && protocol == TuplePart.ANY) {
                throw new FlowTextException(
                        icmp
                                ? "invalid L4 fields: icmp_id, icmp_type and icmp_code need ct_nw_proto=1 or 58"
                                : "port is set without protocol: add ct_nw_proto=N, or tcp, udp or sctp",
                        text,
                        0,
                        text.length());
            }
            if (portMask != 0 && isIcmp != icmp) {
                throw new FlowTextException(
                        "invalid L4 fields: protocol " + protocol + " has " + (isIcmp ? "no ports" : "no ICMP type"),
                        text,
                        0,
                        text.length());
            }
            if (protocol == IpProtocol.ICMP && family == 6 || protocol == IpProtocol.ICMPV6 && family == 4) {
                throw new FlowTextException(
                        "protocol " + protocol + " is not one of IPv" + family, text, 0, text.length());
            }
        }
    }
}
