package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;

/**
 * The IPv6 addresses, or their prefixes of one length, that the entries of a subtable ask for: says how many bits show that an address is not
 * among them. {@link PrefixTries} know the first half of an address; this tells hosts of one network apart.
 *
 * <pre>
 *        fork at bit 61            lookup of ...0110: walk to ...0100, whose first difference is bit 62:
 *        /            \            63 bits show that no entry asks for it
 *   ...0000     fork at bit 63
 *                /          \
 *          ...0100        ...0101
 * </pre>
 *
 * <p>A tree of the bits in which addresses differ: of all addresses, the one that a walk ends at has the longest prefix in common with what was
 * looked up.
 *
 * <p>Thread-safety: one writer; lookups without locks. Each change is one reference.
 */
final class AddressTree {
    private static final int BITS = 128;

    private final int word;
    private final long highMask;
    private final long lowMask;
    private volatile Node root;

    /** A place of the tree: a {@link Fork}, or an {@link Address}. */
    private sealed interface Node {}

    private static final class Fork implements Node {
        final int bit;
        volatile Node zero;
        volatile Node one;

        Fork(int bit) {
            this.bit = bit;
        }

        Node child(long high, long low) {
            return isSet(high, low, bit) ? one : zero;
        }

        void set(long high, long low, Node child) {
            if (isSet(high, low, bit)) {
                one = child;
            } else {
                zero = child;
            }
        }
    }

    private static final class Address implements Node {
        final long high;
        final long low;

        /** How often it was added. The writer's. */
        int count = 1;

        Address(long high, long low) {
            this.high = high;
            this.low = low;
        }
    }

    private AddressTree(int word, long highMask, long lowMask) {
        this.word = word;
        this.highMask = highMask;
        this.lowMask = lowMask;
    }

    /** One for the address at {@code field}, if {@code mask} asks for a prefix of it that {@link PrefixTries} do not tell apart; or null. */
    static AddressTree of(PrefixField field, MatchMask mask) {
        long high = mask.mask(field.word);
        long low = mask.mask(field.word + 1);
        int length = high == -1L ? Long.SIZE + Long.numberOfLeadingZeros(~low) : Long.numberOfLeadingZeros(~high);
        boolean isPrefix = high == PrefixField.ones(Math.min(length, Long.SIZE))
                && low == PrefixField.ones(Math.max(length - Long.SIZE, 0));
        return isPrefix && (length > field.width || length % field.step() > 0)
                ? new AddressTree(field.word, high, low)
                : null;
    }

    private static boolean isSet(long high, long low, int bit) {
        return (bit < Long.SIZE ? high << bit : low << bit) < 0; // a shift goes by the last six bits of its distance
    }

    /** The first bit that differs, or {@link #BITS}. */
    private static int difference(long high, long low, Address address) {
        long differing = high ^ address.high;
        return differing != 0
                ? Long.numberOfLeadingZeros(differing)
                : Long.SIZE + Long.numberOfLeadingZeros(low ^ address.low);
    }

    /** How many bits of the address of {@code key} show that it is none of these; 0: it is one of them. */
    int shown(long[] key) {
        long high = key[word] & highMask;
        long low = key[word + 1] & lowMask;
        Address nearest = nearest(high, low);
        int same = nearest == null ? 0 : difference(high, low, nearest);
        return same == BITS ? 0 : same + 1;
    }

    /** How many of the first {@code bits} of the address {@code mask} lacks. */
    int lacking(int bits, long[] mask) {
        return Long.bitCount(firstHalf(bits) & ~wordOf(mask, word))
                + Long.bitCount(secondHalf(bits) & ~wordOf(mask, word + 1));
    }

    /** Adds the first {@code bits} of the address to {@code mask}. */
    void mark(int bits, long[] mask) {
        if (word < mask.length) {
            mask[word] |= firstHalf(bits);
        }
        if (word + 1 < mask.length) {
            mask[word + 1] |= secondHalf(bits);
        }
    }

    private static long wordOf(long[] mask, int word) {
        return word < mask.length ? mask[word] : -1L;
    }

    private static long firstHalf(int bits) {
        return PrefixField.ones(Math.min(bits, Long.SIZE));
    }

    private static long secondHalf(int bits) {
        return PrefixField.ones(Math.max(bits - Long.SIZE, 0));
    }

    private Address nearest(long high, long low) {
        Node node = root;
        while (node instanceof Fork fork) {
            node = fork.child(high, low);
        }
        return (Address) node;
    }

    /** Adds the address that {@code match} asks for; the same may be added again. Writer only. */
    void add(Match match) {
        long high = match.value(word) & highMask;
        long low = match.value(word + 1) & lowMask;
        Address nearest = nearest(high, low);
        int differing = nearest == null ? 0 : difference(high, low, nearest);
        if (differing == BITS) {
            nearest.count++;
            return;
        }
        Fork parent = null;
        Node node = root;
        while (node instanceof Fork fork && fork.bit < differing) {
            parent = fork;
            node = fork.child(high, low);
        }
        Address added = new Address(high, low);
        link(parent, node == null ? added : forked(differing, node, added), high, low);
    }

    private static Fork forked(int bit, Node present, Address added) {
        Fork fork = new Fork(bit);
        fork.set(added.high, added.low, added);
        fork.set(~added.high, ~added.low, present);
        return fork;
    }

    /** Takes out the address that {@code match} asks for, which was added. Writer only. */
    void remove(Match match) {
        long high = match.value(word) & highMask;
        long low = match.value(word + 1) & lowMask;
        Fork above = null;
        Fork parent = null;
        Node node = root;
        while (node instanceof Fork fork) {
            above = parent;
            parent = fork;
            node = fork.child(high, low);
        }
        Address address = (Address) node;
        address.count--;
        if (address.count == 0) {
            Node sibling = parent == null ? null : parent.child(~high, ~low);
            link(above, sibling, high, low);
        }
    }

    /** Puts {@code child}, or nothing, in the place below {@code parent} (null: at the root) where the address leads. */
    private void link(Fork parent, Node child, long high, long low) {
        if (parent == null) {
            root = child;
        } else {
            parent.set(high, low, child);
        }
    }

    /** Writer only. */
    boolean isEmpty() {
        return root == null;
    }
}
