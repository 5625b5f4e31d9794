package io.weft.vswitch.fragment;

/** What {@code dpctl/ipf-get-status} counts, for IPv4 and IPv6 each: fragments. */
public enum FragmentCount {
    /** Fragments that waited, or made a datagram whole. */
    ACCEPTED("frags accepted"),

    /** Fragments whose datagram became whole. */
    COMPLETED("frags completed"),

    /** Fragments dropped since the others did not come in time. */
    EXPIRED("frags expired"),

    /** Fragments that were no last ones and smaller than allowed. */
    TOO_SMALL("frags too small"),

    /** Fragments of datagrams whose fragments overlap. */
    OVERLAPPED("frags overlapped"),

    /** Fragments dropped since there were too many, or reassembly was turned off. */
    PURGED("frags purged"),

    /** Fragments dropped since the same waited already. */
    DUPLICATE("frags duplicate");

    private final String text;

    FragmentCount(String text) {
        this.text = text;
    }

    /** As Open vSwitch names it, behind {@code v4} or {@code v6}. */
    public String text() {
        return text;
    }
}
