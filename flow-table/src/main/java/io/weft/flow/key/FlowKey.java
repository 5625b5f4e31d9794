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
 *     7   reserved for connection tracking and packet marks
 *   -- a SHORT key ends here: one cache line, enough for IPv4 and anything without an L3 parser --
 *   8-9   ipv6_src
 * 10-11   ipv6_dst
 *    12   arp_sha / nd_sll                                         -
 *    13   arp_tha / nd_tll                                         -
 * 14-15   nd_target
 *   -- a LONG key (IPv6, ARP) ends here: two cache lines; the caches see only these words --
 *    16   metadata
 * 17-24   reg0:reg1, reg2:reg3, ... reg14:reg15 (the even register in the high half)
 * </pre>
 *
 * <p>Words from {@link #PIPELINE_WORD} on are zero when a packet arrives and exist only while tables run over it; the caches
 * therefore neither store nor compare them. In a cache key {@code in_port} is the datapath port index; while tables run it
 * is the bridge's port number.
 */
public final class FlowKey {
    /** Words the caches see: the packet itself. */
    public static final int PACKET_WORDS = 16;

    /** Words of a short key: every word after them is zero. */
    public static final int SHORT_WORDS = 8;

    /** First word of the pipeline part: metadata, then registers. */
    public static final int PIPELINE_WORD = PACKET_WORDS;

    /** All words: packet and pipeline part. */
    public static final int WORDS = 25;

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
