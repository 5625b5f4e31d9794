package io.weft.flow.match;

import java.util.HashMap;
import java.util.Map;

/** The shorthand keywords of ovs-fields(7) for an Ethernet type and, mostly, an IP protocol. */
public enum Protocol {
    IP("ip", 0x0800, 0),
    IPV6("ipv6", 0x86DD, 0),
    ICMP("icmp", 0x0800, 1),
    ICMP6("icmp6", 0x86DD, 58),
    TCP("tcp", 0x0800, 6),
    TCP6("tcp6", 0x86DD, 6),
    UDP("udp", 0x0800, 17),
    UDP6("udp6", 0x86DD, 17),
    SCTP("sctp", 0x0800, 132),
    SCTP6("sctp6", 0x86DD, 132),
    ARP("arp", 0x0806, 0),
    RARP("rarp", 0x8035, 0),
    MPLS("mpls", 0x8847, 0),
    MPLSM("mplsm", 0x8848, 0);

    private static final Map<String, Protocol> BY_TEXT = byText();

    private final String text;
    private final int etherType;
    private final int ipProtocol;

    Protocol(String text, int etherType, int ipProtocol) {
        this.text = text;
        this.etherType = etherType;
        this.ipProtocol = ipProtocol;
    }

    /** The keyword. */
    public String text() {
        return text;
    }

    public int etherType() {
        return etherType;
    }

    /** The IP protocol, or 0 where the keyword says nothing about it. */
    public int ipProtocol() {
        return ipProtocol;
    }

    /** The protocol of this keyword or of its other spelling ({@code ipv4}, {@code ip4}, {@code ip6}), or null. */
    public static Protocol byText(String text) {
        return BY_TEXT.get(text);
    }

    private static Map<String, Protocol> byText() {
        Map<String, Protocol> protocols = new HashMap<>();
        for (Protocol protocol : values()) {
            protocols.put(protocol.text, protocol);
        }
        protocols.put("ipv4", IP);
        protocols.put("ip4", IP);
        protocols.put("ip6", IPV6);
        return Map.copyOf(protocols);
    }

    /** The protocol with this Ethernet type and IP protocol (0: none), or null. */
    public static Protocol of(int etherType, int ipProtocol) {
        for (Protocol protocol : values()) {
            if (protocol.etherType == etherType && protocol.ipProtocol == ipProtocol) {
                return protocol;
            }
        }
        return null;
    }
}
