package io.weft.flow.meter;

/**
 * One rate of a meter, and what happens to packets above it.
 *
 * @param rate kilobits or packets a second, 1 to 4294967295
 * @param burstSize kilobits or packets at once, 0 to 4294967295; 0: as much as {@code rate}
 * @param precedence {@link Kind#DSCP_REMARK}: by how much the drop precedence rises, 0 to 255
 */
public record MeterBand(Kind kind, long rate, long burstSize, int precedence) {
    /** The largest rate and burst. */
    public static final long MAX = 0xffff_ffffL;

    /** What a band does (OpenFlow 1.5.1 section 7.3.4.5.1). */
    public enum Kind {
        DROP("drop"),
        /** Raises the drop precedence in the DSCP of assured forwarding (RFC 2597); other packets pass as they are. */
        DSCP_REMARK("dscp_remark");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As ovs-ofctl(8) writes it. */
        public String text() {
            return text;
        }
    }

    /** Drops what is above the rate. */
    public static MeterBand drop(long rate, long burstSize) {
        return new MeterBand(Kind.DROP, rate, burstSize, 0);
    }

    /** Kilobits or packets that pass at once after a pause. */
    public long burst() {
        return burstSize == 0 ? rate : burstSize;
    }
}
