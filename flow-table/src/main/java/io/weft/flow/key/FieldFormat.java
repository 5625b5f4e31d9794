package io.weft.flow.key;

/** How a field's value is written and read, as in ovs-fields(7). */
public enum FieldFormat {
    DECIMAL,
    HEXADECIMAL,
    ETHERNET,
    IPV4,
    IPV6,
    /** A port number or the name of a port or reserved port. */
    PORT,
    /** {@code no}, {@code yes}, {@code first}, {@code later}, {@code not_later}. */
    FRAGMENT,
    /** {@code +syn-ack} or a number with a mask. */
    TCP_FLAGS,
    /** {@code +trk-new} or a number with a mask. */
    CT_STATE,
    /** {@code +oam-csum} or a number with a mask. */
    TUNNEL_FLAGS
}
