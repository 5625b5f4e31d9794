package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/**
 * The VLAN tags of a packet, two at the most, and where each came from.
 *
 * <pre>
 *   a tag is a word:  63 .... 51 | 50  | 49 48  | 47 ......... 32 | 31 ..... 16 | 15 ..... 0
 *                                | DEI | origin | TCI bits set    | TPID        | TCI with VLAN_PRESENT
 * </pre>
 *
 * A tag that arrived is the same tag however its TCI was set since, so sending it takes no more than that setting; the bits that were
 * not set need not be known. A pushed tag is known whole.
 */
final class TagStack {
    static final int MAX = 2;

    private static final int ARRIVED_OUTER = 0;
    private static final int ARRIVED_INNER = 1;
    private static final int PUSHED = 2;
    private static final long TCI = 0xFFFF;
    private static final long DEI = 1L << 50;

    private int count;
    private long top;
    private long below;

    /** The tags of a packet that arrived with this key. */
    void arrive(long[] key) {
        int outerTci = (int) (key[1] & TCI);
        int innerTci = (int) (key[6] >>> 48);
        boolean hasOuter = (outerTci & FlowKey.VLAN_PRESENT) != 0;
        boolean hasInner = hasOuter && (innerTci & FlowKey.VLAN_PRESENT) != 0;
        count = hasInner ? 2 : hasOuter ? 1 : 0;
        top = hasOuter ? tag(ARRIVED_OUTER, (int) (key[2] & TCI), outerTci) | dei(key[6] & FlowKey.OUTER_DEI) : 0;
        below = hasInner
                ? tag(ARRIVED_INNER, (int) (key[6] >>> 32 & TCI), innerTci) | dei(key[6] & FlowKey.INNER_DEI)
                : 0;
    }

    private static long tag(int origin, int tpid, int tci) {
        return (long) origin << 48 | (long) tpid << 16 | tci;
    }

    private static long dei(long bit) {
        return bit == 0 ? 0 : DEI;
    }

    void copy(TagStack other) {
        count = other.count;
        top = other.top;
        below = other.below;
    }

    int count() {
        return count;
    }

    /** The tag at {@code height} from the innermost, 0 being that. */
    long fromBottom(int height) {
        return height == count - 1 ? top : below;
    }

    /** TCI of the outer tag, or 0. */
    int tci() {
        return (int) (top & TCI);
    }

    int tpid() {
        return tpid(top);
    }

    int innerTci() {
        return (int) (below & TCI);
    }

    int innerTpid() {
        return tpid(below);
    }

    /** Puts a tag on; the caller has seen that there is room. */
    void push(int tpid, int tci) {
        below = top;
        top = tag(PUSHED, tpid, tci | FlowKey.VLAN_PRESENT) | TCI << 32;
        count++;
    }

    void pop() {
        top = below;
        below = 0;
        count--;
    }

    /** Sets bits of the TCI of the outer tag. */
    void setTci(int tci, int bits) {
        top = top & ~(long) bits | tci & bits | (long) bits << 32;
    }

    static int tci(long tag) {
        return (int) (tag & TCI);
    }

    /** The TCI as it is sent, the DEI bit in its place. */
    static int wireTci(long tag) {
        return tci(tag) & ~FlowKey.VLAN_PRESENT | ((tag & DEI) == 0 ? 0 : FlowKey.VLAN_PRESENT);
    }

    static int tpid(long tag) {
        return (int) (tag >>> 16 & TCI);
    }

    /** TCI bits that were set since the tag arrived. */
    static int setBits(long tag) {
        return (int) (tag >>> 32 & TCI);
    }

    static boolean isPushed(long tag) {
        return origin(tag) == PUSHED;
    }

    static boolean isArrivedOuter(long tag) {
        return origin(tag) == ARRIVED_OUTER;
    }

    private static int origin(long tag) {
        return (int) (tag >>> 48) & 3;
    }

    /** Whether {@code from} becomes {@code to} by setting bits of the TCI. */
    static boolean isSameHeader(long from, long to) {
        return origin(from) == origin(to) && tpid(from) == tpid(to);
    }
}
