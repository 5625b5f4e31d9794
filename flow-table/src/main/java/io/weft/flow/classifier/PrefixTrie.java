package io.weft.flow.classifier;

/**
 * Which prefixes of a field occur: tells a lookup the lengths of those that a value begins with, and how many bits of the value say so.
 *
 * <p>A path-compressed binary trie. A node carries its whole prefix, so a node above or below can come or go without it. Lengths are multiples
 * of the field's {@link PrefixField#step}. A trie that has grown large forgets the bits behind {@link #depth}: what is longer may then be there or
 * not, and the lookup must find out otherwise.
 *
 * <p>Thread-safety: one writer; lookups without locks. Each change is one reference.
 */
final class PrefixTrie {
    /** Low bits of an answer: how many bits were looked at. Above it one bit for each length in steps. */
    static final int LOOKED = 0x7F;

    private static final int FLAGS = 7;
    private static final int ALL_FLAGS = 0x1FF << FLAGS;

    /** Nodes from which on it is made less deep. */
    static final int MOST_NODES = 1 << 14;

    private final PrefixField field;
    private volatile Node root;
    private int depth;
    private int nodes;

    PrefixTrie(PrefixField field) {
        this(field, field.width);
    }

    private PrefixTrie(PrefixField field, int depth) {
        this.field = field;
        this.depth = depth;
    }

    /** The bit of an answer that says that there is a prefix of {@code length} bits, a multiple of the step. */
    static int flag(PrefixField field, int length) {
        return 1 << FLAGS + length / field.step();
    }

    /** An answer of 16 bits for a value, whose first bit is the field's: {@link #LOOKED} and {@link #flag}. */
    int lookup(long value) {
        int found = 0;
        Node node = root;
        while (node != null) {
            int same = Long.numberOfLeadingZeros(value ^ node.prefix);
            if (same < node.length) {
                return found | same + 1;
            }
            if (node.count > 0) {
                found |= node.flags;
            }
            Node zero = node.zero;
            Node one = node.one;
            boolean isOne = value << node.length < 0;
            Node next = isOne ? one : zero;
            if (next == null) {
                return found | node.length + ((isOne ? zero : one) == null ? 0 : 1);
            }
            node = next;
        }
        return found;
    }

    boolean isEmpty() {
        return root == null;
    }

    /** Bits of the longest prefix that is told apart. */
    int depth() {
        return depth;
    }

    /** Adds a prefix; the same may be added again. Writer only. */
    void add(long value, int length) {
        insert(value, length, 1);
        while (nodes > MOST_NODES && depth > 3 * field.step()) {
            shorten();
        }
    }

    private void insert(long value, int length, int count) {
        int end = Math.min(length, depth);
        long prefix = value & PrefixField.ones(end);
        Node parent = null;
        Node node = root;
        while (node != null && node.length < end && node.begins(prefix)) {
            parent = node;
            node = node.child(prefix);
        }
        if (node != null && node.length == end && node.prefix == prefix) {
            node.count += count;
            return;
        }
        Node added = new Node(prefix, end, flags(end), count);
        nodes++;
        link(parent, node == null ? added : joined(node, added), prefix);
    }

    private int flags(int length) {
        int flag = flag(field, length);
        return length == depth && depth < field.width ? ALL_FLAGS & -flag : flag;
    }

    /** The added node above the present one, or a new one above both. */
    private Node joined(Node node, Node added) {
        int same = Long.numberOfLeadingZeros(node.prefix ^ added.prefix);
        if (same >= added.length) {
            added.set(node.prefix, node);
            return added;
        }
        Node fork = new Node(added.prefix & PrefixField.ones(same), same, flags(same), 0);
        fork.set(node.prefix, node);
        fork.set(added.prefix, added);
        nodes++;
        return fork;
    }

    /** Puts {@code child}, or nothing, in the place below {@code parent} (null: at the root) where {@code path} leads. */
    private void link(Node parent, Node child, long path) {
        if (parent == null) {
            root = child;
        } else {
            parent.set(path, child);
        }
    }

    /** Takes out a prefix that was added. Writer only. */
    void remove(long value, int length) {
        int end = Math.min(length, depth);
        Node above = null;
        Node parent = null;
        Node node = root;
        while (node.length < end) {
            above = parent;
            parent = node;
            node = node.child(value);
        }
        node.count--;
        if (node.count == 0 && node.hasRoom()) {
            link(parent, node.onlyChild(), node.prefix);
            nodes--;
            if (parent != null && parent.count == 0 && parent.hasRoom()) {
                link(above, parent.onlyChild(), parent.prefix);
                nodes--;
            }
        }
        if (root == null) {
            depth = field.width;
        }
    }

    /** Forgets a few of the last bits, at the cost of building the trie anew. */
    private void shorten() {
        PrefixTrie shorter = new PrefixTrie(field, depth - 3 * field.step() < 0 ? 0 : depth - 3 * field.step());
        shorter.insertAll(root);
        depth = shorter.depth;
        nodes = shorter.nodes;
        root = shorter.root;
    }

    private void insertAll(Node from) {
        if (from != null) {
            if (from.count > 0) {
                insert(from.prefix, from.length, from.count);
            }
            insertAll(from.zero);
            insertAll(from.one);
        }
    }

    /** A prefix that occurs {@code count} times; 0: a fork alone. */
    private static final class Node {
        private final long prefix;
        private final int length;
        private final int flags;
        private int count;
        private volatile Node zero;
        private volatile Node one;

        Node(long prefix, int length, int flags, int count) {
            this.prefix = prefix;
            this.length = length;
            this.flags = flags;
            this.count = count;
        }

        boolean begins(long value) {
            return Long.numberOfLeadingZeros(prefix ^ value) >= length;
        }

        /** Where {@code path} leads from here. */
        Node child(long path) {
            return path << length < 0 ? one : zero;
        }

        void set(long path, Node child) {
            if (path << length < 0) {
                one = child;
            } else {
                zero = child;
            }
        }

        /** Whether it has fewer than two children. */
        boolean hasRoom() {
            return zero == null || one == null;
        }

        Node onlyChild() {
            return zero == null ? one : zero;
        }
    }
}
