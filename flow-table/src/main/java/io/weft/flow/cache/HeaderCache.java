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
 *   entry, a cache line:  four words of these | tag: bits of their hash, in_port, TCP flags | reference of the megaflow | remark: two words
 *   two entries a set; the tag of the first says which of them is compared, without a branch
 * </pre>
 *
 * <p>A remark is what the owner wants to find again with the same headers and the same reference: 0 until it is made, and again when the entry is another's or has another reference.
 *
 * <p>There are many more entries than flows it is good for: those that nobody uses cost no cache line, and flows that meet in a set cost a lookup of another kind each time.
 *
 * <p>Thread-safety: none; its PMD owns it. Nothing here allocates but the constructor and {@link #enlarge}.
 */
public final class HeaderCache implements AutoCloseable {
    /** Two megabytes, one huge page. */
    private static final int FEW = 32_768;

    /** After {@link #enlarge}: 32 megabytes. */
    private static final int MANY = 524_288;

    private static final int HUGE_PAGE = 2 << 20;

    /** Bytes that one call of {@link #enlarge} prepares: some tens of microseconds. */
    private static final int SLICE = 1 << 18;

    private static final long ENTRY_BYTES = 64;
    private static final int SET_SHIFT = 7;
    private static final int TAG = 32;
    private static final int REFERENCE = 40;
    private static final int REMARK = 48;

    /** The highest bits of a tag are those of the hash that lie below the set's. */
    private static final int TAG_BITS_FROM = 30;

    private static final int TAG_SHIFT = 44;
    private static final int PORT_SHIFT = 12;

    /** TCP flags choose the set as well, since a conversation has several. */
    private static final int FLAGS_SHIFT = 52;

    /** Of the word at 16, in network order: fragment bits but "do not fragment", TTL and protocol. */
    private static final long KEPT = 0xBFFF_FFFFL;

    private static final long K0 = 0xa076_1d64_78bd_642fL;
    private static final long K1 = 0xe703_7ed1_a0b4_28dbL;
    private static final long K2 = 0x8ebc_6af0_9c88_c6e3L;
    private static final long K3 = 0x5899_65cc_7537_4cc3L;
    private static final long K4 = 0x1d8e_4e27_c47d_124fL;

    private final MegaflowCache megaflows;
    private Memory.Block block = Memory.allocate(FEW * ENTRY_BYTES, HUGE_PAGE);

    /** What {@link #enlarge} prepares, or null. */
    private Memory.Block larger;

    private long prepared;
    private final Memory.Block keyBlock = Memory.allocate(FlowKey.PACKET_BYTES);
    private long sets = block.address();

    /** The set is in the highest bits of a hash. */
    private int setBitsFrom = setBitsFrom(FEW);

    /** An entry without reference and remark. */
    private final Memory.Block blank = Memory.allocate(ENTRY_BYTES);

    private int hand;
    private long evictions;

    /** @param megaflows whose references it keeps */
    public HeaderCache(MegaflowCache megaflows) {
        this.megaflows = megaflows;
    }

    /**
     * The reference that a frame of {@code length} contiguous bytes was remembered with, or {@link MegaflowCache#NONE}. It may be out of date: {@link
     * MegaflowCache#isCurrent}.
     *
     * @param inPort 0 or more
     */
    public long find(long frame, int length, int inPort) {
        return reference(entry(frame, length, inPort));
    }

    /**
     * What is remembered of a frame of {@code length} contiguous bytes, to be read with {@link #reference}, {@link #remark} and {@link #secondRemark} before anything else is asked of this cache;
     * something empty when nothing is.
     *
     * @param inPort 0 or more
     */
    public long entry(long frame, int length, int inPort) {
        if (length < PlainIpv4.SHORTEST) {
            return blank.address();
        }
        long lives = Memory.getLongNetwork(frame + 16);
        long flags = PlainIpv4.flagsIfComplete(frame, length, lives);
        if (flags < 0) {
            return blank.address();
        }
        long a = Memory.getLong(frame);
        long b = Memory.getLong(frame + 8);
        long c = Memory.getLong(frame + 26);
        long d = lives << 32 & KEPT << 32 | Memory.getInt(frame + 34) & 0xFFFF_FFFFL;
        long hash = hash(a, b, c, d, inPort, flags);
        long tag = tag(hash, inPort, flags);
        long set = set(hash);
        long difference = Memory.getLong(set + TAG) ^ tag;
        long entry = set + ((difference | -difference) >>> 63) * ENTRY_BYTES;
        long others = Memory.getLong(entry) ^ a
                | Memory.getLong(entry + 8) ^ b
                | Memory.getLong(entry + 16) ^ c
                | Memory.getLong(entry + 24) ^ d
                | Memory.getLong(entry + TAG) ^ tag;
        return others == 0 ? entry : blank.address();
    }

    /** An entry that has nothing. */
    public long blank() {
        return blank.address();
    }

    /** The reference of an {@link #entry}, or {@link MegaflowCache#NONE}. */
    public static long reference(long entry) {
        return Memory.getLong(entry + REFERENCE);
    }

    /** The first word of the remark of an {@link #entry}, 0 when there is none. */
    public static long remark(long entry) {
        return Memory.getLong(entry + REMARK);
    }

    /** The second word of the remark. */
    public static long secondRemark(long entry) {
        return Memory.getLong(entry + REMARK + 8);
    }

    /** Makes a remark on a frame, if it is remembered with {@code reference}. */
    public void remark(long frame, int length, int inPort, long reference, long first, long second) {
        long entry = entry(frame, length, inPort);
        if (reference != MegaflowCache.NONE && reference(entry) == reference) {
            Memory.putLong(entry + REMARK, first);
            Memory.putLong(entry + REMARK + 8, second);
        }
    }

    /** Remembers what a packet's reference is, if it is of the kind that is remembered. */
    public void insert(long frame, int length, int inPort, long reference) {
        if (!PlainIpv4.isPlain(frame, length, inPort, keyBlock.address())) {
            return;
        }
        long lives = Memory.getLongNetwork(frame + 16);
        long flags = PlainIpv4.flagsIfComplete(frame, length, lives);
        long a = Memory.getLong(frame);
        long b = Memory.getLong(frame + 8);
        long c = Memory.getLong(frame + 26);
        long d = lives << 32 & KEPT << 32 | Memory.getInt(frame + 34) & 0xFFFF_FFFFL;
        long hash = hash(a, b, c, d, inPort, flags);
        long tag = tag(hash, inPort, flags);
        long entry = place(set(hash), tag);
        Memory.putLong(entry, a);
        Memory.putLong(entry + 8, b);
        Memory.putLong(entry + 16, c);
        Memory.putLong(entry + 24, d);
        Memory.putLong(entry + TAG, tag);
        Memory.putLong(entry + REFERENCE, reference);
        Memory.putLong(entry + REMARK, 0);
        Memory.putLong(entry + REMARK + 8, 0);
    }

    /** The entry of its set that has the tag already, one that is out of date, or any. */
    private long place(long set, long tag) {
        long second = set + ENTRY_BYTES;
        if (Memory.getLong(set + TAG) == tag || !megaflows.isCurrent(Memory.getLong(set + REFERENCE))) {
            return set;
        }
        if (Memory.getLong(second + TAG) == tag || !megaflows.isCurrent(Memory.getLong(second + REFERENCE))) {
            return second;
        }
        evictions++;
        return (hand++ & 1) == 0 ? set : second;
    }

    /** Entries so far that were still current when another packet's took their place. */
    public long evictions() {
        return evictions;
    }

    private long set(long hash) {
        return sets + (hash >>> setBitsFrom << SET_SHIFT);
    }

    private static int setBitsFrom(int entries) {
        return 64 - Integer.numberOfTrailingZeros(entries / 2);
    }

    /** Whether it has been enlarged. */
    public boolean isLarge() {
        return setBitsFrom == setBitsFrom(MANY);
    }

    /**
     * Does a part of what it takes to have sixteen times the room; all is forgotten when it is done.
     *
     * @return whether it is done: it {@link #isLarge}
     */
    public boolean enlarge() {
        if (isLarge()) {
            return true;
        }
        if (larger == null) {
            larger = Memory.reserve(MANY * ENTRY_BYTES, HUGE_PAGE);
        }
        Memory.zero(larger.address() + prepared, SLICE);
        prepared += SLICE;
        if (prepared < larger.bytes()) {
            return false;
        }
        block.close();
        block = larger;
        larger = null;
        sets = block.address();
        setBitsFrom = setBitsFrom(MANY);
        return true;
    }

    private static long tag(long hash, int inPort, long flags) {
        return hash >>> TAG_BITS_FROM << TAG_SHIFT | (long) inPort << PORT_SHIFT | flags;
    }

    /** A sum of products, in whose higher half every bit of the words has a say. */
    private static long hash(long a, long b, long c, long d, int inPort, long flags) {
        return a * K0 + b * K1 + (c * K2 + d * K3) + (inPort * K4 + (flags << FLAGS_SHIFT));
    }

    @Override
    public void close() {
        keyBlock.close();
        blank.close();
        if (larger != null) {
            larger.close();
        }
        block.close();
    }
}
