package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;

/**
 * Finishes a partial checksum in software, for an output whose device cannot.
 *
 * <p>Use: {@link #add} the bytes from the checksum's start to the end of the packet, in order, then {@link #finish}. Sums are of native-order words and
 * swapped once at the end (RFC 1071 section 2). Thread-safety: one owner. Allocation: none.
 */
public final class SoftwareChecksum {
    private long sum;
    private boolean odd;

    /** Forgets what was added. */
    public void begin() {
        sum = 0;
        odd = false;
    }

    /** Adds {@code length} bytes at {@code address}, which follow those added before. */
    public void add(long address, int length) {
        long part = 0;
        int done = 0;
        for (; done + 4 <= length; done += 4) {
            part += Memory.getIntNetwork(address + done) & 0xFFFF_FFFFL;
        }
        for (; done + 2 <= length; done += 2) {
            part += Memory.getShortNetwork(address + done);
        }
        if (done < length) {
            part += (long) Memory.getByte(address + done) << 8;
        }
        int folded = PartialChecksum.fold(part);
        sum += odd ? (folded << 8 | folded >>> 8) & 0xFFFF : folded;
        odd ^= (length & 1) != 0;
    }

    /**
     * Writes the checksum.
     *
     * @param field its address, which held the pseudo-header sum while the bytes were added
     */
    public void finish(long field) {
        int checksum = ~PartialChecksum.fold(sum) & 0xFFFF;
        // Zero means "none" in UDP; its other form is as right in TCP.
        Memory.putShortNetwork(field, checksum == 0 ? 0xFFFF : checksum);
    }
}
