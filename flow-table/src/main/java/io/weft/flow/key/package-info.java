/**
 * The flow key: what a packet looks like to a match, the fields in it, and how a frame becomes one.
 *
 * <pre>
 *   frame bytes --KeyExtractor--> words of FlowKey --KeyHash--> 32 bits
 *                                      ^
 *                                      | (word, shift, width)
 *                                    Field <-- Fields: the ordered registry, names of ovs-fields(7)
 *                                      |
 *                                 Prerequisite <-- Prerequisites: asked of a match, a key, a mask
 * </pre>
 *
 * Every reader of a header value goes through {@link io.weft.flow.key.Field}, so parsing, printing, masking and set-field are loops over
 * {@link io.weft.flow.key.Fields#all}. Several fields share bits on purpose (ports of TCP, UDP and SCTP; the addresses of IPv4 and ARP):
 * their prerequisites exclude each other, or they are two views of one header field, such as {@code vlan_tci} and {@code vlan_vid}.
 *
 * <p>Threads: none run here; everything is static or immutable. Start at {@link io.weft.flow.key.FlowKey}, then
 * {@link io.weft.flow.key.Fields}, then {@link io.weft.flow.key.KeyExtractor}.
 */
package io.weft.flow.key;
