package io.weft.vswitch.fragment;

/** What {@code dpctl/ipf-get-status} counts, for IPv4 and IPv6 each: fragments. */
public enum FragmentCount {
    ACCEPTED("frags accepted", "they waited, or made a datagram whole"),
    COMPLETED("frags completed", "their datagram became whole"),
    EXPIRED("frags expired", "dropped, since the others did not come in time"),
    TOO_SMALL("frags too small", "no last ones, and smaller than allowed"),
    OVERLAPPED("frags overlapped", "their datagram has fragments that overlap"),
    PURGED("frags purged", "dropped, since there were too many, or reassembly was turned off"),
    DUPLICATE("frags duplicate", "dropped, since the same waited already");

    private final String text;
    private final String meaning;

    FragmentCount(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    /** As Open vSwitch names it, behind {@code v4} or {@code v6}. */
    public String text() {
        return text;
    }

    /** Which fragments are counted, for people: a clause without a full stop. */
    public String meaning() {
        return meaning;
    }
}
