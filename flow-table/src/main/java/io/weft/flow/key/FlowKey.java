package io.weft.flow.key;

/**
 * The layout of a flow key: what a packet and its passage through the tables look like to a match.
 *
 * <p>A key is an array of 64-bit <em>words</em>, on the heap ({@code long[WORDS]}) or off it (words in native byte order at
 * an 8-byte aligned address). A word holds the numeric value of its fields, so a field is (word, shift, width) in either
 * place and no code ever asks about byte order again. Bits without a field are zero.
 *
 * <pre>
 *  word   63 ............ 48 47 ............ 32 31 ............ 16 15 ............. 0
 *     0   in_port                               eth_type           key kind
 *     1   eth_dst                                                  vlan_tci (outer)
 *     2   eth_src                                                  vlan_tpid (outer)
 *     3   nw_proto  nw_tos    nw_ttl   nw_frag  ipv6_label
 *     4   nw_src (arp_spa)                      nw_dst (arp_tpa)
 *     5   tp_src (icmp_type)  tp_dst (icmp_code) tcp_flags          -
 *     6   inner_vlan_tci      inner_vlan_tpid   -            DEI of inner, outer tag
 *     7   nd_reserved                           -
 *   -- a SHORT key ends here: one cache line, enough for IPv4 and anything without an L3 parser --
 *   8-9   ipv6_src
 * 10-11   ipv6_dst
 *    12   arp_sha / nd_sll                                         - / nd_options_type
 *    13   arp_tha / nd_tll                                         -
 * 14-15   nd_target
 *   -- a LONG key (IPv6, ARP) ends here: two cache lines; the caches see only these words --
 *    16   metadata
 * 17-32   reg0:reg1, reg2:reg3, ... reg30:reg31 (the even register in the high half)
 *    33   conj_id                               actset_output
 *   -- the pipeline's words end here: they say nothing about a packet --
 *    34   pkt_mark                              skb_priority
 *    35   recirc_id                             dp_hash
 *    36   ct_state                              ct_mark
 *    37   ct_zone             -    ct_nw_proto  ct_tp_src          ct_tp_dst
 * 38-39   ct_label
 *    40   ct_nw_src                             ct_nw_dst
 * 41-44   ct_ipv6_src, ct_ipv6_dst
 *    45   tun_id
 *    46   tun_src                               tun_dst
 * 47-50   tun_ipv6_src, tun_ipv6_dst
 *    51   tun_flags           tun_tos  tun_ttl  tun_gbp_id         tun_gbp_flags -
 *    52   bit N: the tunnel header had the option of tun_metadataN
 * 53-180  tun_metadata0, tun_metadata1, ... tun_metadata63 (128 bits each)
 * </pre>
 *
 * <p>Words from {@link #PIPELINE_WORD} on are zero when a packet arrives from a port that has neither a tunnel header nor a connection to
 * tell of; the caches therefore neither store nor compare them. In a cache key {@code in_port} is the datapath port index; while tables
 * run it is the bridge's port number.
 */
public final class FlowKey {
    /** Words the caches see: the packet itself. */
    public static final int PACKET_WORDS = 16;

    /** Words of a short key: every word after them is zero. */
    public static final int SHORT_WORDS = 8;

    /** First word of the pipeline part: metadata, registers, what the tables keep for themselves. */
    public static final int PIPELINE_WORD = PACKET_WORDS;

    /** Registers, of 32 bits. */
    public static final int REGISTERS = 32;

    /** First word of what comes with a packet beside its bytes: marks, connection, tunnel. */
    public static final int ARRIVAL_WORD = PIPELINE_WORD + 1 + REGISTERS / 2 + 1;

    /** The word whose bit N says that {@code tun_metadataN} is there. */
    public static final int TUNNEL_OPTIONS_WORD = 52;

    /** Options that a tunnel header can be searched for: {@code tun_metadata0} to {@code tun_metadata63}. */
    public static final int TUNNEL_OPTIONS = 64;

    /** All words. */
    public static final int WORDS = TUNNEL_OPTIONS_WORD + 1 + 2 * TUNNEL_OPTIONS;

    /** Bytes of the packet part off heap: two cache lines. */
    public static final int PACKET_BYTES = PACKET_WORDS * Long.BYTES;

    /** Value of the key kind: only the first {@link #SHORT_WORDS} words may be non-zero. */
    public static final int KIND_SHORT = 0;

    /** Value of the key kind: all {@link #PACKET_WORDS} words may be non-zero. */
    public static final int KIND_LONG = 1;

    /** The "present" bit of {@code vlan_tci}, in the place of the CFI/DEI bit, as in ovs-fields(7). */
    public static final int VLAN_PRESENT = 0x1000;

    /** In word 6: the DEI bit of the outer tag, whose place in the TCI the "present" bit takes. No field: only the whole tag needs it. */
    public static final long OUTER_DEI = 1;

    /** In word 6: the DEI bit of the inner tag. */
    public static final long INNER_DEI = 2;

    /** {@code nw_frag}: the packet is a fragment. */
    public static final int FRAG_ANY = 1;

    /** {@code nw_frag}: the packet is a fragment other than the first. */
    public static final int FRAG_LATER = 2;

    private FlowKey() {}

    /** Words that are significant in a key with this word 0, by its kind. */
    public static int significantWords(long word0) {
        return (word0 & 0xFFFF) == KIND_SHORT ? SHORT_WORDS : PACKET_WORDS;
    }
}
