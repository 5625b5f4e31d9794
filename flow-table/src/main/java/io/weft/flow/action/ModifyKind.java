package io.weft.flow.action;

/** The {@code mod_*} actions of OpenFlow 1.0 and the field each one sets. */
public enum ModifyKind {
    MOD_DL_SRC("mod_dl_src", "eth_src"),
    MOD_DL_DST("mod_dl_dst", "eth_dst"),
    /** Adds a VLAN header when there is none. */
    MOD_VLAN_VID("mod_vlan_vid", "vlan_vid"),
    /** Adds a VLAN header when there is none. */
    MOD_VLAN_PCP("mod_vlan_pcp", "vlan_pcp"),
    MOD_NW_SRC("mod_nw_src", "nw_src"),
    MOD_NW_DST("mod_nw_dst", "nw_dst"),
    /** Sets the DSCP bits and leaves the ECN bits. */
    MOD_NW_TOS("mod_nw_tos", "nw_tos"),
    MOD_NW_ECN("mod_nw_ecn", "nw_ecn"),
    MOD_NW_TTL("mod_nw_ttl", "nw_ttl"),
    MOD_TP_SRC("mod_tp_src", "tp_src"),
    MOD_TP_DST("mod_tp_dst", "tp_dst");

    private final String text;
    private final String fieldName;

    ModifyKind(String text, String fieldName) {
        this.text = text;
        this.fieldName = fieldName;
    }

    /** The name in ovs-actions(7). */
    public String text() {
        return text;
    }

    /** The name of the field that is set, in ovs-fields(7). {@code tp_src} means the TCP, UDP or SCTP port by the packet's protocol. */
    public String fieldName() {
        return fieldName;
    }

    /** The kind of the action called {@code text}, or null. */
    public static ModifyKind byText(String text) {
        for (ModifyKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
