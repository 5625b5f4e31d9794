package io.weft.vswitch.counters;

import java.util.Locale;

/**
 * Why a packet was dropped: one constant, one counter. A packet that is dropped is counted under exactly one reason, named by the code
 * that forwards.
 *
 * <p>To add a reason, add a constant anywhere; the counters and the reference page are loops over them, and the counters file stores names.
 */
public enum DropReason {
    TABLE_MISS("no entry of a flow table matched"),
    ACTION_DROP("the flow entries send the packet nowhere"),
    REJECTED("the flow entries reject the packet"),
    NO_SUCH_PORT("output to a port number that the bridge does not have"),
    OUTPUT_TO_INPUT_PORT("output to the port on which the packet arrived, without in_port"),
    OUTPUT_PORT_DISABLED("output to a port that is down or has no-forward"),
    INPUT_PORT_NOT_READY("the input port is down or has no-receive"),
    PATCH_WITHOUT_PEER("output to a patch port whose peer does not exist or does not name it"),
    TRUNCATED_INTO_PATCH("truncated output to a patch port"),
    NO_BRIDGE("the input port belongs to no bridge"),
    FRAGMENT("an IP fragment, and the bridge drops them (set-frags drop)"),
    FRAGMENT_DUPLICATE("an IP fragment that waits already, with others of its datagram, for the connection tracker"),
    FRAGMENT_OVERLAP("an IP fragment that waited for its datagram, of which overlapping fragments came"),
    FRAGMENT_TIMEOUT("an IP fragment that waited for its datagram in vain"),
    FRAGMENT_OVERFLOW("an IP fragment that waited for its datagram and gave way to others: there were too many"),
    FRAGMENT_FLUSHED("an IP fragment that waited for its datagram when reassembly was turned off"),
    MIRROR_PORT("the input port is the output port of a mirror, which takes nothing else"),
    VLAN_NOT_ALLOWED("the input port does not carry the packet's VLAN"),
    PARTIAL_VLAN_TAG("the packet ends within a VLAN tag"),
    RESERVED_MULTICAST("NORMAL does not forward to a reserved group address (IEEE 802.1Q table 8-1)"),
    NO_DESTINATION("no port but the input port to forward or flood to"),
    NO_SUCH_GROUP("there is no group of this number"),
    NO_LIVE_BUCKET("no bucket of the group is live"),
    METER("a meter's rate was exceeded"),
    TTL_EXPIRED("dec_ttl on a TTL or hop limit of 0 or 1"),
    TOO_MANY_VLAN_TAGS("push_vlan on a packet with two VLAN tags"),
    RECURSION_TOO_DEEP("resubmits nested deeper than 64"),
    TOO_MANY_RESUBMITS("more than 4096 resubmits of one packet"),
    TOO_MANY_OUTPUTS("more than 8192 outputs of one packet"),
    TOO_MANY_ACTIONS("the translated program is longer than allowed"),
    STACK_TOO_BIG("more than 64 KiB of values pushed on the stack of one packet"),
    INGRESS_POLICING("the input port received more than ingress_policing_rate or ingress_policing_kpkts_rate allows"),
    MALFORMED("the packet is too short for an Ethernet header"),
    TRANSLATION_BUDGET(
            "too many packets needed a translation: those of a burst, or of a port that would hold up others"),
    NEW_CONNECTION_BUDGET(
            "the packet belongs to no connection that is known, and too many such packets of its port would hold up others"),
    TOO_MANY_RECIRCULATIONS("the packet was to be looked up again, by ct(table=N), more than 8 times"),
    RECIRCULATION_OVERFLOW("too many packets, or places in the tables, that ct(table=N) leads to at once"),
    NAT_EXHAUSTED(
            "nat was to translate a new connection, and there was no address and port free, or no room for the connection"),
    TUNNEL_SHORT("a tunnelled datagram that ends within its VXLAN or Geneve header"),
    TUNNEL_FLAGS("a VXLAN header without a VNI, or with reserved bits set"),
    TUNNEL_VERSION("a Geneve header of another version than 0"),
    TUNNEL_PROTOCOL("a Geneve header in front of something else than Ethernet"),
    TUNNEL_OPTIONS("a Geneve header with an option that reaches beyond the options"),
    TUNNEL_CRITICAL_OPTION("a Geneve header with a critical option that no tun_metadata field is mapped to"),
    TUNNEL_PEER("a tunnelled datagram between addresses that no tunnel port has as remote_ip and local_ip"),
    TUNNEL_KEY("a tunnelled datagram of a peer with a VNI that no tunnel port has for it"),
    TUNNEL_ECN("a tunnelled packet that met congestion (CE), which its inner packet cannot tell (RFC 6040)"),
    TUNNEL_HEADERS("more different tunnel headers arrived lately than the switch keeps apart"),
    TUNNEL_NO_DESTINATION("output to a tunnel port for which the flow entries set no tun_dst"),
    TUNNEL_TO_SELF("output to a tunnel whose remote end is the address at which the packet arrived"),
    TUNNEL_ADDRESSES("output to a tunnel whose two ends would be of IPv4 and IPv6"),
    TUNNEL_KEY_TOO_BIG("output to a tunnel with a tun_id of more than 24 bits"),
    TUNNEL_OPTIONS_TOO_LONG("output to a tunnel with more than 252 bytes of Geneve options"),
    TUNNEL_OVERFLOW("more different tunnel headers are to be sent than the switch keeps ready"),
    TX_PORT_GONE("the output port has no device now"),
    TX_DROPPED("the output port could not take the packet"),
    EGRESS_QUEUE_FULL("no room in the queue of a shaped port, of which the flow that had most gave packets"),
    EGRESS_QUEUE_DELAY("the packet waited too long in the queue of a shaped port, or its flow fills the queue (CoDel)"),
    TX_TOO_BIG("the packet is longer than the output port's MTU"),
    NO_HEADROOM("no room in the frame to push a header"),
    NO_FRAMES("packet memory is exhausted"),
    REJECT_RATE_LIMIT("more answers to rejected packets than other_config:reject-rate allows: the answer is not sent"),
    REJECT_OVERFLOW("the queue of rejected packets that are to be answered is full: no answer is sent"),
    CONTROLLER_RATE_LIMIT(
            "more packets for the controllers than controller_rate_limit and controller_burst_limit allow"),
    CONTROLLER_OVERFLOW("the queue of packets to the controller is full");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /** What happened, for people: a clause without a full stop. */
    public String text() {
        return text;
    }

    /** The name in tools' output, such as {@code drop_table_miss}. */
    public String counterName() {
        return "drop_" + name().toLowerCase(Locale.ROOT);
    }
}
