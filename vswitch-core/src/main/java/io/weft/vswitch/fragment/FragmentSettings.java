package io.weft.vswitch.fragment;

/**
 * What may be put together ({@code dpctl/ipf-set-...}).
 *
 * @param most fragments that wait at once, of all datagrams, 0 to {@value #MOST_FRAGMENTS}
 * @param leastIpv4 bytes of an IPv4 packet that is a fragment and not the last one, at least {@value #LEAST}
 */
public record FragmentSettings(boolean ipv4, boolean ipv6, int most, int leastIpv4, int leastIpv6) {
    /** The bound of {@link #most}. */
    public static final int MOST_FRAGMENTS = 5000;

    /** The bound of the least sizes. */
    public static final int LEAST = 400;

    /** Those of Open vSwitch. */
    public static final FragmentSettings DEFAULT = new FragmentSettings(true, true, 1000, 1200, 1280);

    public FragmentSettings {
        if (most < 0 || most > MOST_FRAGMENTS) {
            throw new IllegalArgumentException(
                    "fragments that wait: " + most + " is not allowed; allowed: 0 to " + MOST_FRAGMENTS);
        }
        if (Math.min(leastIpv4, leastIpv6) < LEAST) {
            throw new IllegalArgumentException("smallest fragment: " + Math.min(leastIpv4, leastIpv6)
                    + " bytes is not allowed; allowed: " + LEAST + " and above");
        }
    }

    public boolean isEnabled(boolean ofIpv6) {
        return ofIpv6 ? ipv6 : ipv4;
    }

    public int least(boolean ofIpv6) {
        return ofIpv6 ? leastIpv6 : leastIpv4;
    }

    /** The same with a version of IP on or off. */
    public FragmentSettings enabling(boolean ofIpv6, boolean on) {
        return new FragmentSettings(ofIpv6 ? ipv4 : on, ofIpv6 ? on : ipv6, most, leastIpv4, leastIpv6);
    }

    /** The same with another least size for a version of IP. */
    public FragmentSettings withLeast(boolean ofIpv6, int bytes) {
        return new FragmentSettings(ipv4, ipv6, most, ofIpv6 ? leastIpv4 : bytes, ofIpv6 ? bytes : leastIpv6);
    }

    /** The same with another number of fragments that wait. */
    public FragmentSettings withMost(int fragments) {
        return new FragmentSettings(ipv4, ipv6, fragments, leastIpv4, leastIpv6);
    }
}
