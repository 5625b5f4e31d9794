package io.weft.flow.key;

import static io.weft.flow.key.FieldFormat.DECIMAL;
import static io.weft.flow.key.FieldFormat.ETHERNET;
import static io.weft.flow.key.FieldFormat.HEXADECIMAL;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registry of match fields, in the order of ovs-fields(7): one constant each, found by name or alias.
 *
 * <p>{@link #TP_SRC} and {@link #TP_DST} stand for "the port of whichever transport the packet has"; they are found by name and may be
 * set by actions, but are not in {@link #all}, since a match says which transport it means.
 *
 * <p>Thread-safety: immutable.
 */
public final class Fields {
    private static final List<Field> ALL = new ArrayList<>();
    private static final List<Field> OVERLAYS = new ArrayList<>();
    private static final Map<String, Field> BY_NAME = new LinkedHashMap<>();

    public static final Field IN_PORT = at("in_port", 32, 0, 32, "in_port_oxm")
            .stage(Stage.METADATA)
            .format(FieldFormat.PORT)
            .exactOnly()
            .from("OpenFlow 1.1");
    public static final Field METADATA =
            at("metadata", 64, FlowKey.PIPELINE_WORD, 0).stage(Stage.METADATA).from("OpenFlow 1.1");
    private static final List<Field> REGISTERS = registers();
    private static final List<Field> XREGISTERS = wideRegisters("xreg", 64, FlowKey.REGISTERS / 2);
    private static final List<Field> XXREGISTERS = wideRegisters("xxreg", 128, FlowKey.REGISTERS / 4);

    /** The conjunction whose clauses all matched; known within one lookup alone. */
    public static final Field CONJ_ID =
            side("conj_id", 32, 33, 32).format(DECIMAL).exactOnly().readOnly().from("Nicira extension");
    /** The port that the action set sends to, or {@code UNSET}. */
    public static final Field ACTSET_OUTPUT = side("actset_output", 32, 33, 0)
            .format(FieldFormat.PORT)
            .exactOnly()
            .readOnly()
            .from("OpenFlow 1.5");

    public static final Field PKT_MARK = side("pkt_mark", 32, 34, 32).from("Nicira extension");
    /** The queue; {@code set_queue} sets it. */
    public static final Field SKB_PRIORITY =
            side("skb_priority", 32, 34, 0).readOnly().from("Open vSwitch");

    public static final Field RECIRC_ID =
            side("recirc_id", 32, 35, 32).exactOnly().readOnly().from("Open vSwitch");
    public static final Field DP_HASH = side("dp_hash", 32, 35, 0).readOnly().from("Open vSwitch");

    /** Flags of the connection; 0 for a packet that was not tracked. */
    public static final Field CT_STATE =
            side("ct_state", 32, 36, 32).format(FieldFormat.CT_STATE).readOnly().from("Open vSwitch");

    public static final Field CT_ZONE =
            side("ct_zone", 16, 37, 48).format(DECIMAL).exactOnly().readOnly().from("Open vSwitch");
    public static final Field CT_MARK = side("ct_mark", 32, 36, 0).from("Open vSwitch");
    public static final Field CT_LABEL = side("ct_label", 128, 38, 0).from("Open vSwitch");
    public static final Field CT_NW_SRC =
            tuple("ct_nw_src", 32, 40, 32, FieldFormat.IPV4, Prerequisite.CONNECTION_IPV4);
    public static final Field CT_NW_DST = tuple("ct_nw_dst", 32, 40, 0, FieldFormat.IPV4, Prerequisite.CONNECTION_IPV4);
    public static final Field CT_IPV6_SRC =
            tuple("ct_ipv6_src", 128, 41, 0, FieldFormat.IPV6, Prerequisite.CONNECTION_IPV6);
    public static final Field CT_IPV6_DST =
            tuple("ct_ipv6_dst", 128, 43, 0, FieldFormat.IPV6, Prerequisite.CONNECTION_IPV6);
    public static final Field CT_NW_PROTO = tuple("ct_nw_proto", 8, 37, 32, DECIMAL, Prerequisite.CONNECTION);
    public static final Field CT_TP_SRC = tuple("ct_tp_src", 16, 37, 16, DECIMAL, Prerequisite.CONNECTION_PROTOCOL);
    public static final Field CT_TP_DST = tuple("ct_tp_dst", 16, 37, 0, DECIMAL, Prerequisite.CONNECTION_PROTOCOL);

    /** The key of the tunnel: a VNI of VXLAN or Geneve. */
    public static final Field TUN_ID = side("tun_id", 64, 45, 0, "tunnel_id").from("Nicira extension");

    public static final Field TUN_SRC =
            side("tun_src", 32, 46, 32).format(FieldFormat.IPV4).from("Nicira extension");
    public static final Field TUN_DST =
            side("tun_dst", 32, 46, 0).format(FieldFormat.IPV4).from("Nicira extension");
    public static final Field TUN_IPV6_SRC =
            side("tun_ipv6_src", 128, 47, 0).format(FieldFormat.IPV6).from("Nicira extension");
    public static final Field TUN_IPV6_DST =
            side("tun_ipv6_dst", 128, 49, 0).format(FieldFormat.IPV6).from("Nicira extension");
    public static final Field TUN_FLAGS =
            side("tun_flags", 1, 51, 48).format(FieldFormat.TUNNEL_FLAGS).from("Nicira extension");
    public static final Field TUN_TOS = side("tun_tos", 8, 51, 40).readOnly().from("Open vSwitch");
    public static final Field TUN_TTL =
            side("tun_ttl", 8, 51, 32).format(DECIMAL).readOnly().from("Open vSwitch");
    public static final Field TUN_GBP_ID =
            side("tun_gbp_id", 16, 51, 16).format(DECIMAL).from("draft-smith-vxlan-group-policy");
    public static final Field TUN_GBP_FLAGS = side("tun_gbp_flags", 8, 51, 8).from("draft-smith-vxlan-group-policy");
    private static final List<Field> TUNNEL_METADATA = tunnelMetadata();

    public static final Field ETH_SRC =
            at("eth_src", 48, 2, 16, "dl_src").format(ETHERNET).from("IEEE 802.3");
    public static final Field ETH_DST =
            at("eth_dst", 48, 1, 16, "dl_dst").format(ETHERNET).from("IEEE 802.3");
    public static final Field ETH_TYPE =
            at("eth_type", 16, 0, 16, "dl_type").exactOnly().readOnly().from("IEEE 802.3");

    /** The whole tag with {@link FlowKey#VLAN_PRESENT}; 0 where the frame has none. */
    public static final Field VLAN_TCI = at("vlan_tci", 16, 1, 0).from("IEEE 802.1Q");
    /** The VLAN ID; a match includes that there is a tag, and the value 0xffff means that there is none. An action sets vlan_tci instead. */
    public static final Field DL_VLAN =
            at("dl_vlan", 12, 1, 0).format(DECIMAL).exactOnly().readOnly().from("IEEE 802.1Q");
    /** The priority; a match includes that there is a tag. */
    public static final Field DL_VLAN_PCP =
            at("dl_vlan_pcp", 3, 1, 13).format(DECIMAL).exactOnly().readOnly().from("IEEE 802.1Q");
    /** The VLAN ID and {@link FlowKey#VLAN_PRESENT}. */
    public static final Field VLAN_VID =
            at("vlan_vid", 13, 1, 0).format(DECIMAL).from("IEEE 802.1Q");

    public static final Field VLAN_PCP = at("vlan_pcp", 3, 1, 13)
            .format(DECIMAL)
            .exactOnly()
            .needs(Prerequisite.VLAN)
            .from("IEEE 802.1Q");

    public static final Field NW_SRC = ipv4("nw_src", 32, "ip_src", Prerequisite.IPV4, "RFC 791");
    public static final Field NW_DST = ipv4("nw_dst", 0, "ip_dst", Prerequisite.IPV4, "RFC 791");
    public static final Field IPV6_SRC = ipv6("ipv6_src", 8, Stage.L3, Prerequisite.IPV6, "RFC 8200");
    public static final Field IPV6_DST = ipv6("ipv6_dst", 10, Stage.L3, Prerequisite.IPV6, "RFC 8200");
    public static final Field IPV6_LABEL =
            at("ipv6_label", 20, 3, 0).stage(Stage.L3).needs(Prerequisite.IPV6).from("RFC 8200");

    public static final Field NW_PROTO =
            ip("nw_proto", 8, 56, "ip_proto").readOnly().from("RFC 791");
    /** The DSCP in place: the two low bits of a value are zero and never matched. */
    public static final Field NW_TOS = ip("nw_tos", 8, 48).from("RFC 2474");

    public static final Field IP_DSCP = ip("ip_dscp", 6, 50).from("RFC 2474");
    public static final Field NW_ECN = ip("nw_ecn", 2, 48, "ip_ecn").from("RFC 3168");
    public static final Field NW_TTL = ip("nw_ttl", 8, 40).from("RFC 791");
    /** {@link FlowKey#FRAG_ANY} and {@link FlowKey#FRAG_LATER}. */
    public static final Field IP_FRAG = at("ip_frag", 2, 3, 32, "nw_frag")
            .stage(Stage.L3)
            .format(FieldFormat.FRAGMENT)
            .needs(Prerequisite.IP)
            .readOnly()
            .from("RFC 791");

    /** The operation; one above 255 reads as 0. */
    public static final Field ARP_OP = at("arp_op", 8, 3, 56)
            .stage(Stage.L3)
            .format(DECIMAL)
            .exactOnly()
            .needs(Prerequisite.ARP)
            .from("RFC 826");

    public static final Field ARP_SPA = ipv4("arp_spa", 32, null, Prerequisite.ARP, "RFC 826");
    public static final Field ARP_TPA = ipv4("arp_tpa", 0, null, Prerequisite.ARP, "RFC 826");
    public static final Field ARP_SHA = mac("arp_sha", 12, Stage.L3, Prerequisite.ARP, "RFC 826");
    public static final Field ARP_THA = mac("arp_tha", 13, Stage.L3, Prerequisite.ARP, "RFC 826");

    public static final Field TCP_SRC = port("tcp_src", 48, Prerequisite.TCP, "RFC 793");
    public static final Field TCP_DST = port("tcp_dst", 32, Prerequisite.TCP, "RFC 793");
    public static final Field TCP_FLAGS = at("tcp_flags", 12, 5, 16)
            .stage(Stage.L4)
            .format(FieldFormat.TCP_FLAGS)
            .needs(Prerequisite.TCP)
            .readOnly()
            .from("RFC 793");
    public static final Field UDP_SRC = port("udp_src", 48, Prerequisite.UDP, "RFC 768");
    public static final Field UDP_DST = port("udp_dst", 32, Prerequisite.UDP, "RFC 768");
    public static final Field SCTP_SRC = port("sctp_src", 48, Prerequisite.SCTP, "RFC 4960");
    public static final Field SCTP_DST = port("sctp_dst", 32, Prerequisite.SCTP, "RFC 4960");

    public static final Field ICMP_TYPE = icmp("icmp_type", 48, Prerequisite.ICMPV4, "RFC 792");
    public static final Field ICMP_CODE = icmp("icmp_code", 32, Prerequisite.ICMPV4, "RFC 792");
    public static final Field ICMPV6_TYPE = icmp("icmpv6_type", 48, Prerequisite.ICMPV6, "RFC 4443");
    public static final Field ICMPV6_CODE = icmp("icmpv6_code", 32, Prerequisite.ICMPV6, "RFC 4443");

    public static final Field ND_TARGET = ipv6("nd_target", 14, Stage.L4, Prerequisite.ND, "RFC 4861");
    public static final Field ND_SLL = mac("nd_sll", 12, Stage.L4, Prerequisite.ND_SOLICIT, "RFC 4861");
    public static final Field ND_TLL = mac("nd_tll", 13, Stage.L4, Prerequisite.ND_ADVERT, "RFC 4861");

    /** The 32 bits behind the ICMPv6 header of a solicitation or advertisement. */
    public static final Field ND_RESERVED = at("nd_reserved", 32, 7, 32)
            .stage(Stage.L4)
            .format(DECIMAL)
            .exactOnly()
            .needs(Prerequisite.ND)
            .from("RFC 4861");
    /** The type of the first link-layer address option, or 0. */
    public static final Field ND_OPTIONS_TYPE = at("nd_options_type", 8, 12, 0)
            .stage(Stage.L3)
            .format(DECIMAL)
            .exactOnly()
            .needs(Prerequisite.ND)
            .from("RFC 4861");

    /** {@code in_port} as a number of OpenFlow 1.0, which {@code NXM_OF_IN_PORT} means: 16 bits, the reserved ports being 0xfff8 and up. */
    public static final Field IN_PORT_16 =
            at("NXM_OF_IN_PORT", 16, 0, 32).stage(Stage.METADATA).overlay().from("OpenFlow 1.0");

    /** The source port of TCP, UDP or SCTP. */
    public static final Field TP_SRC = port("tp_src", 48, Prerequisite.PORTS, "OpenFlow 1.0");
    /** The destination port of TCP, UDP or SCTP. */
    public static final Field TP_DST = port("tp_dst", 32, Prerequisite.PORTS, "OpenFlow 1.0");

    private Fields() {}

    /** Every field that a match can name, in the order of ovs-fields(7). */
    public static List<Field> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** Names for bits of other fields, which a match never prints: wide registers, transport ports of any protocol. */
    public static List<Field> overlays() {
        return Collections.unmodifiableList(OVERLAYS);
    }

    /** Register {@code index}, 0 to 31. */
    public static Field reg(int index) {
        return REGISTERS.get(index);
    }

    /** Registers {@code 2 * index} and {@code 2 * index + 1} as one of 64 bits; {@code index} is 0 to 15. */
    public static Field xreg(int index) {
        return XREGISTERS.get(index);
    }

    /** Registers {@code 4 * index} to {@code 4 * index + 3} as one of 128 bits; {@code index} is 0 to 7. */
    public static Field xxreg(int index) {
        return XXREGISTERS.get(index);
    }

    /** The tunnel option mapped to {@code index}, 0 to 63. */
    public static Field tunnelMetadata(int index) {
        return TUNNEL_METADATA.get(index);
    }

    /** Whether {@code field} is one of {@link #tunnelMetadata}. */
    public static boolean isTunnelMetadata(Field field) {
        return indexOfTunnelMetadata(field) >= 0;
    }

    /** The N of {@code tun_metadataN}, or -1 for another field. */
    public static int indexOfTunnelMetadata(Field field) {
        return field.word() <= FlowKey.TUNNEL_OPTIONS_WORD ? -1 : (field.word() - FlowKey.TUNNEL_OPTIONS_WORD - 1) / 2;
    }

    /** The field with this name or alias, or null. */
    public static Field byName(String name) {
        return BY_NAME.get(name);
    }

    /** All names and aliases. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /** The field name or alias nearest to {@code name}, or null when nothing is near. */
    public static String suggest(String name) {
        return Nearest.of(name, BY_NAME.keySet());
    }

    /** As {@link #suggest(String)}, with further names to choose from. */
    public static String suggest(String name, Collection<String> moreNames) {
        List<String> candidates = new ArrayList<>(BY_NAME.keySet());
        candidates.addAll(moreNames);
        return Nearest.of(name, candidates);
    }

    private static List<Field> registers() {
        List<Field> registers = new ArrayList<>();
        for (int i = 0; i < FlowKey.REGISTERS; i++) {
            registers.add(at("reg" + i, 32, FlowKey.PIPELINE_WORD + 1 + i / 2, i % 2 == 0 ? 32 : 0)
                    .stage(Stage.METADATA)
                    .from("Nicira extension"));
        }
        return List.copyOf(registers);
    }

    private static List<Field> wideRegisters(String prefix, int width, int count) {
        List<Field> registers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            registers.add(at(prefix + i, width, FlowKey.PIPELINE_WORD + 1 + i * width / 64, 0)
                    .stage(Stage.METADATA)
                    .overlay()
                    .from("Nicira extension"));
        }
        return List.copyOf(registers);
    }

    private static List<Field> tunnelMetadata() {
        List<Field> options = new ArrayList<>();
        for (int i = 0; i < FlowKey.TUNNEL_OPTIONS; i++) {
            options.add(side("tun_metadata" + i, 128, FlowKey.TUNNEL_OPTIONS_WORD + 1 + 2 * i, 0)
                    .from("RFC 8926"));
        }
        return List.copyOf(options);
    }

    /** A field of what comes beside the bytes of a packet, or of the pipeline. */
    private static Declaration side(String name, int width, int word, int shift, String... aliases) {
        return at(name, width, word, shift, aliases).stage(Stage.METADATA);
    }

    /** A field of the original direction of a connection. */
    private static Field tuple(String name, int width, int word, int shift, FieldFormat format, Prerequisite needs) {
        Declaration field =
                side(name, width, word, shift).format(format).needs(needs).readOnly();
        return (needs == Prerequisite.CONNECTION ? field.exactOnly() : field).from("Open vSwitch");
    }

    private static Field ipv4(String name, int shift, String alias, Prerequisite needs, String source) {
        Declaration field = alias == null ? at(name, 32, 4, shift) : at(name, 32, 4, shift, alias);
        return field.stage(Stage.L3).format(FieldFormat.IPV4).needs(needs).from(source);
    }

    private static Field ipv6(String name, int word, Stage stage, Prerequisite needs, String source) {
        return at(name, 128, word, 0)
                .stage(stage)
                .format(FieldFormat.IPV6)
                .needs(needs)
                .from(source);
    }

    private static Field mac(String name, int word, Stage stage, Prerequisite needs, String source) {
        return at(name, 48, word, 16).stage(stage).format(ETHERNET).needs(needs).from(source);
    }

    private static Declaration ip(String name, int width, int shift, String... aliases) {
        return at(name, width, 3, shift, aliases)
                .stage(Stage.L3)
                .format(DECIMAL)
                .exactOnly()
                .needs(Prerequisite.IP);
    }

    private static Field port(String name, int shift, Prerequisite needs, String source) {
        return at(name, 16, 5, shift)
                .stage(Stage.L4)
                .format(DECIMAL)
                .needs(needs)
                .from(source);
    }

    private static Field icmp(String name, int shift, Prerequisite needs, String source) {
        return at(name, 8, 5, shift)
                .stage(Stage.L4)
                .format(DECIMAL)
                .exactOnly()
                .needs(needs)
                .from(source);
    }

    private static Declaration at(String name, int width, int word, int shift, String... aliases) {
        return new Declaration(name, width, word, shift, List.of(aliases));
    }

    /** A field being declared: hexadecimal, of L2, maskable, writable and without prerequisite unless it says otherwise. */
    private static final class Declaration {
        private final String name;
        private final int width;
        private final int word;
        private final int shift;
        private final List<String> aliases;
        private Stage stage = Stage.L2;
        private FieldFormat format = HEXADECIMAL;
        private boolean maskable = true;
        private Prerequisite prerequisite = Prerequisite.NONE;
        private boolean writable = true;
        private boolean overlay;

        Declaration(String name, int width, int word, int shift, List<String> aliases) {
            this.name = name;
            this.width = width;
            this.word = word;
            this.shift = shift;
            this.aliases = aliases;
        }

        Declaration stage(Stage value) {
            stage = value;
            return this;
        }

        Declaration format(FieldFormat value) {
            format = value;
            return this;
        }

        Declaration exactOnly() {
            maskable = false;
            return this;
        }

        Declaration readOnly() {
            writable = false;
            return this;
        }

        Declaration overlay() {
            overlay = true;
            return this;
        }

        Declaration needs(Prerequisite value) {
            prerequisite = value;
            return this;
        }

        /** Registers the field with the document that defines it. */
        Field from(String source) {
            Field field = new Field(
                    name, aliases, width, word, shift, stage, format, maskable, prerequisite, writable, source);
            (overlay || prerequisite == Prerequisite.PORTS ? OVERLAYS : ALL).add(field);
            register(name, field);
            aliases.forEach(alias -> register(alias, field));
            return field;
        }

        private static void register(String name, Field field) {
            if (BY_NAME.put(name, field) != null) {
                throw new IllegalStateException("two fields are called " + name);
            }
        }
    }
}
