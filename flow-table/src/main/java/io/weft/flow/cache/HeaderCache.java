package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.PlainIpv4;
import io.weft.flow.memory.Memory;

/**
 * An exact-match cache of the commonest packets ({@link PlainIpv4}), by their header bytes as they lie in the frame: a packet that it knows needs no key, no mask
 * and no second look. Whatever a key of such a packet is made of is compared, so two packets that are the same here have the same key.
 *
 * <pre>
 *   frame:  0 ........ 8 ........ 16 ........... 24 . 26 ........ 34 ..... 38
 *          | addresses | ..., IPv4, TOS | fragment, TTL, protocol | addresses | ports |     length, identification and checksum are left out
 *
 *   entry, a cache line:  five words of these, in_port and TCP flags among them | reference of the megaflow | tag
 *   two entries a set; the tag of the first says which of them is compared, without a branch
 * </pre>
 *
 * <p>An entry is believed while its reference is current. For few flows: 64 bytes each; its owner asks others where it does not know enough.
 *
 * <p>Thread-safety: none; its PMD owns it. Nothing here allocates but the constructor.
 */
public final class HeaderCache implements AutoCloseable {
    /** Entries: half a megabyte, half of a second-level cache. */
    private static final int ENTRIES = 8192;

    /** The set is in the highest bits of a hash. */
    private static final int SET_BITS_FROM = 32 - Integer.numberOfTrailingZeros(ENTRIES / 2);

    private static final long ENTRY_BYTES = 64;
    private static final int SET_SHIFT = 7;
    private static final int REFERENCE = 40;
    private static final int TAG = 48;

    /** Of the word at 16: fragment bits but "do not fragment", TTL and protocol. */
    private static final long KEPT = 0xBFFF_FFFFL;

    private static final long K0 = 0xa076_1d64_78bd_642fL;
    private static final long K1 = 0xe703_7ed1_a0b4_28dbL;
    private static final long K2 = 0x8ebc_6af0_9c88_c6e3L;
    private static final long K3 = 0x5899_65cc_7537_4cc3L;
    private static final long K4 = 0x1d8e_4e27_c47d_124fL;

    private final MegaflowCache megaflows;
    private final Memory.Block block = Memory.allocate(ENTRIES * ENTRY_BYTES);
    private final Memory.Block keyBlock = Memory.allocate(FlowKey.PACKET_BYTES);
    private final long sets = block.address();
    private int hand;

    /** @param megaflows whose references it keeps */
    public HeaderCache(MegaflowCache megaflows) {
        this.megaflows = megaflows;
    }

    /** The current reference for a frame of {@code length} contiguous bytes, or {@link MegaflowCache#NONE}. */
    public long find(long frame, int length, int inPort) {
        if (length < PlainIpv4.SHORTEST) {
            return MegaflowCache.NONE;
        }
        long lives = Memory.getLongNetwork(frame + 16);
        long flags = PlainIpv4.flagsIfComplete(frame, length, lives);
        if (flags < 0) {
            return MegaflowCache.NONE;
        }
        long a = Memory.getLong(frame);
        long b = Memory.getLong(frame + 8);
        long c = lives & KEPT | flags << 32;
        long d = Memory.getLong(frame + 26);
        long e = Memory.getInt(frame + 34) & 0xFFFF_FFFFL | (long) inPort << 32;
        int hash = hash(a, b, c, d, e);
        long set = set(hash);
        int difference = Memory.getInt(set + TAG) ^ hash;
        long entry = set + ((difference | -difference) >>> 31) * ENTRY_BYTES;
        long reference = Memory.getLong(entry + REFERENCE);
        long others = Memory.getLong(entry) ^ a
                | Memory.getLong(entry + 8) ^ b
                | Memory.getLong(entry + 16) ^ c
                | Memory.getLong(entry + 24) ^ d
                | Memory.getLong(entry + 32) ^ e;
        return others == 0 && megaflows.isCurrent(reference) ? reference : MegaflowCache.NONE;
    }

    /** Remembers what a packet's reference is, if it is of the kind that is remembered. */
    public void insert(long frame, int length, int inPort, long reference) {
        if (!PlainIpv4.isPlain(frame, length, inPort, keyBlock.address())) {
            return;
        }
        long lives = Memory.getLongNetwork(frame + 16);
        long a = Memory.getLong(frame);
        long b = Memory.getLong(frame + 8);
        long c = lives & KEPT | PlainIpv4.flagsIfComplete(frame, length, lives) << 32;
        long d = Memory.getLong(frame + 26);
        long e = Memory.getInt(frame + 34) & 0xFFFF_FFFFL | (long) inPort << 32;
        int hash = hash(a, b, c, d, e);
        long entry = place(set(hash), hash);
        Memory.putLong(entry, a);
        Memory.putLong(entry + 8, b);
        Memory.putLong(entry + 16, c);
        Memory.putLong(entry + 24, d);
        Memory.putLong(entry + 32, e);
        Memory.putLong(entry + REFERENCE, reference);
        Memory.putInt(entry + TAG, hash);
    }

    /** The entry of its set that has the hash already, one that is out of date, or any. */
    private long place(long set, int hash) {
        long second = set + ENTRY_BYTES;
        if (Memory.getInt(set + TAG) == hash || !megaflows.isCurrent(Memory.getLong(set + REFERENCE))) {
            return set;
        }
        if (Memory.getInt(second + TAG) == hash || !megaflows.isCurrent(Memory.getLong(second + REFERENCE))) {
            return second;
        }
        return (hand++ & 1) == 0 ? set : second;
    }

    private long set(int hash) {
        return sets + ((long) (hash >>> SET_BITS_FROM) << SET_SHIFT);
    }

    /** The high half of a sum of products, in which every bit of the words has a say in the highest bits. */
    private static int hash(long a, long b, long c, long d, long e) {
        return (int) (a * K0 + b * K1 + c * K2 + d * K3 + e * K4 >>> 32);
    }

    @Override
    public void close() {
        keyBlock.close();
        block.close();
    }
}
