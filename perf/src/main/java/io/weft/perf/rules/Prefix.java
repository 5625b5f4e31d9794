package io.weft.perf.rules;

/**
 * An IPv4 prefix.
 *
 * @param address its bits behind the prefix are zero
 * @param length 0 to 32
 */
public record Prefix(int address, int length) {
    /** Every address. */
    public static final Prefix ANY = new Prefix(0, 0);

    /** The prefix of an address. */
    static Prefix of(int address, int length) {
        return new Prefix(address & mask(length), length);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << Integer.SIZE - length;
    }

    /** Whether an address is in it. */
    public boolean contains(int other) {
        return (other & mask(length)) == address;
    }

    boolean overlaps(Prefix other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    /** An address in it, of which the other bits come from {@code bits}. */
    int address(int bits) {
        return address | bits & ~mask(length);
    }

    @Override
    public String toString() {
        return dotted(address) + "/" + length;
    }

    static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
