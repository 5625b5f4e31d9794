package io.weft.perf.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The ports that equal {@code value} in the bits of {@code mask}, both of 16 bits.
 *
 * @param value zero where the mask is
 */
public record PortMask(int value, int mask) {
    /** Every port. */
    public static final PortMask ANY = new PortMask(0, 0);

    private static final int PORTS = 1 << 16;

    /** One port. */
    static PortMask exactly(int port) {
        return new PortMask(port, PORTS - 1);
    }

    /** The fewest masks with a leading run of ones that together are the ports {@code first} to {@code last}. */
    public static List<PortMask> cover(int first, int last) {
        List<PortMask> masks = new ArrayList<>();
        for (int from = first, size; from <= last; from += size) {
            size = from == 0 ? PORTS : Integer.lowestOneBit(from);
            while (from + size - 1 > last) {
                size >>= 1;
            }
            masks.add(new PortMask(from, PORTS - size));
        }
        return masks;
    }

    /** Whether a port is among them. */
    public boolean contains(int port) {
        return (port & mask) == value;
    }

    boolean overlaps(PortMask other) {
        return ((value ^ other.value) & mask & other.mask) == 0;
    }

    /** One of the ports, whose other bits come from {@code bits}. */
    int port(int bits) {
        return value | bits & PORTS - 1 & ~mask;
    }

    /** As in a flow: {@code 80} or {@code 0x400/0xfc00}. */
    @Override
    public String toString() {
        return mask == PORTS - 1 ? Integer.toString(value) : String.format("0x%x/0x%x", value, mask);
    }
}
