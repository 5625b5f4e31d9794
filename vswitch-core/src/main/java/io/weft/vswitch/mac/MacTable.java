package io.weft.vswitch.mac;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The MAC learning table of one bridge: (VLAN, address) to OpenFlow port.
 *
 * <p>Thread-safety: one writer (the revalidator) calls {@link #learn}, {@link #touch}, {@link #age}, the flushes, the static entries and
 * the settings; anybody calls {@link #lookup}, {@link #entries} and the counters, without locks. Allocation: an entry when an address is
 * new; lookups none. Cost: O(1), and O(ports) for a new address in a full table.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
public final class MacTable {
    /** {@link #lookup}: the address is not known. */
    public static final int NONE = -1;

    public static final int DEFAULT_CAPACITY = 8192;
    public static final int MIN_CAPACITY = 10;
    public static final int MAX_CAPACITY = 1_000_000;
    public static final long DEFAULT_AGE_NS = 300_000_000_000L;

    private static final long MULTICAST = 1L << 40;
    private static final int MAX_VLAN = 4095;
    private static final long MAX_MAC = 0xFFFF_FFFF_FFFFL;

    private final Int2ObjectHashMap<PortAddresses> ports = new Int2ObjectHashMap<>();
    private MacChangeListener listener = (vlan, mac) -> {};
    private volatile AtomicReferenceArray<MacNode> buckets;
    private volatile int capacity;
    private volatile long ageNs;
    private volatile int size;
    private volatile int staticSize;
    private volatile long learned;
    private volatile long expired;
    private volatile long evicted;
    private volatile long moved;

    public MacTable() {
        this(DEFAULT_CAPACITY, DEFAULT_AGE_NS);
    }

    /**
     * @param capacity entries, 10 to 1,000,000 ({@code other_config:mac-table-size}); values outside are brought to the nearer bound
     * @param ageNs after which an address that was not heard is forgotten ({@code other_config:mac-aging-time}); more than 0
     */
    public MacTable(int capacity, long ageNs) {
        this.capacity = clamp(capacity);
        this.ageNs = requireAge(ageNs);
        buckets = new AtomicReferenceArray<>(bucketCount(this.capacity));
    }

    private static int clamp(int capacity) {
        return Math.clamp(capacity, MIN_CAPACITY, MAX_CAPACITY);
    }

    private static long requireAge(long ageNs) {
        if (ageNs <= 0) {
            throw new IllegalArgumentException("MAC ageing time " + ageNs + " ns; allowed: more than 0");
        }
        return ageNs;
    }

    private static int bucketCount(int capacity) {
        return Integer.highestOneBit(capacity) * 2;
    }

    /** Who hears of changes; replaces the one before. Writer only. */
    public void listener(MacChangeListener changeListener) {
        listener = changeListener;
    }

    // ---- readers

    /** The port that leads to {@code mac} in {@code vlan}, or {@link #NONE}. Any thread. */
    public int lookup(int vlan, long mac) {
        MacNode node = find(MacNode.key(vlan, mac));
        return node == null ? NONE : node.port;
    }

    /** Whether {@code mac} is pinned in {@code vlan}, so that no packet moves it. Any thread. */
    public boolean isStatic(int vlan, long mac) {
        MacNode node = find(MacNode.key(vlan, mac));
        return node != null && node.isStatic;
    }

    /** All entries, in no particular order, with their ages as of {@code nowNs}. Any thread; a change meanwhile is seen or not. */
    public List<MacEntry> entries(long nowNs) {
        AtomicReferenceArray<MacNode> table = buckets;
        List<MacEntry> entries = new ArrayList<>(size);
        for (int i = 0; i < table.length(); i++) {
            for (MacNode node = table.get(i); node != null; node = node.next) {
                entries.add(node.entry(nowNs));
            }
        }
        return entries;
    }

    public int capacity() {
        return capacity;
    }

    public long ageNs() {
        return ageNs;
    }

    /** Entries, static ones included. */
    public int size() {
        return size;
    }

    public int staticSize() {
        return staticSize;
    }

    /** Addresses learned so far, moves not counted. */
    public long learnedCount() {
        return learned;
    }

    /** Addresses forgotten because of their age so far. */
    public long expiredCount() {
        return expired;
    }

    /** Addresses that gave way to new ones in a full table so far. */
    public long evictedCount() {
        return evicted;
    }

    /** Addresses that changed their port so far. */
    public long movedCount() {
        return moved;
    }

    private MacNode find(long key) {
        AtomicReferenceArray<MacNode> table = buckets;
        MacNode node = table.get(bucket(table, key));
        while (node != null && node.key != key) {
            node = node.next;
        }
        return node;
    }

    private static int bucket(AtomicReferenceArray<MacNode> table, long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & table.length() - 1;
    }

    // ---- the writer

    /**
     * Notes that {@code mac} was heard in {@code vlan} on {@code port}. A multicast source teaches nothing; a static entry stays as it is.
     *
     * @param vlan 0 to 4095
     * @param mac 48 bits
     * @param port OpenFlow number
     * @return whether the mapping is new or moved
     */
    public boolean learn(int vlan, long mac, int port, long nowNs) {
        require(vlan, mac);
        if ((mac & MULTICAST) != 0) {
            return false;
        }
        MacNode node = find(MacNode.key(vlan, mac));
        if (node == null) {
            return insert(MacNode.key(vlan, mac), port, nowNs);
        }
        if (node.isStatic) {
            return false;
        }
        node.usedNs = nowNs;
        node.list.remove(node);
        addresses(port).append(node);
        if (node.port == port) {
            return false;
        }
        node.port = port;
        moved = moved + 1;
        listener.onChange(vlan, mac);
        return true;
    }

    private boolean insert(long key, int port, long nowNs) {
        PortAddresses own = addresses(port);
        if (size >= capacity && !evict(own)) {
            return false;
        }
        MacNode node = new MacNode(key, port, false, nowNs);
        own.append(node);
        link(node);
        learned = learned + 1;
        listener.onChange(node.vlan(), node.mac());
        return true;
    }

    /** Keeps an address from ageing when it is known; returns whether it is. */
    public boolean touch(int vlan, long mac, long nowNs) {
        MacNode node = find(MacNode.key(vlan, mac));
        if (node != null && !node.isStatic) {
            node.usedNs = nowNs;
            PortAddresses list = node.list;
            list.remove(node);
            list.append(node);
        }
        return node != null;
    }

    /** Forgets what was not heard for {@link #ageNs}; returns what that was. */
    public List<MacEntry> age(long nowNs) {
        List<MacEntry> gone = List.of();
        for (PortAddresses list : ports.values()) {
            for (MacNode node = list.oldest(); node != null && nowNs - node.usedNs >= ageNs; node = list.oldest()) {
                gone = gone.isEmpty() ? new ArrayList<>() : gone;
                gone.add(node.entry(nowNs));
                remove(node);
                expired = expired + 1;
            }
        }
        return gone;
    }

    /** Pins an address to a port until {@link #remove}; what was known of it is replaced. The capacity does not bound static entries. */
    public void addStatic(int vlan, long mac, int port, long nowNs) {
        require(vlan, mac);
        remove(vlan, mac);
        MacNode node = new MacNode(MacNode.key(vlan, mac), port, true, nowNs);
        staticSize = staticSize + 1;
        link(node);
        listener.onChange(vlan, mac);
    }

    /** Forgets one address, static or not; returns whether it was known. */
    public boolean remove(int vlan, long mac) {
        MacNode node = find(MacNode.key(vlan, mac));
        if (node != null) {
            remove(node);
        }
        return node != null;
    }

    /** Forgets everything learned; static entries stay. Returns how many were forgotten. */
    public int flush() {
        int before = size;
        for (PortAddresses list : ports.values()) {
            removeAll(list);
        }
        return before - size;
    }

    /** Forgets what was learned on {@code port}; returns how many were forgotten. */
    public int flushPort(int port) {
        PortAddresses list = ports.remove(port);
        int before = size;
        if (list != null) {
            removeAll(list);
        }
        return before - size;
    }

    /** Changes capacity (brought to the nearer bound) and ageing time; entries that no longer fit are evicted, fairly. */
    public void configure(int newCapacity, long newAgeNs) {
        ageNs = requireAge(newAgeNs);
        int clamped = clamp(newCapacity);
        if (clamped == capacity) {
            return;
        }
        capacity = clamped;
        while (size > capacity && evict(null)) {
            // the loop's condition does the work
        }
        rehash();
    }

    private void removeAll(PortAddresses list) {
        for (MacNode node = list.oldest(); node != null; node = list.oldest()) {
            remove(node);
        }
    }

    /** Makes room at the cost of the port with the most addresses; among equals {@code preferred}. False when all entries are static. */
    private boolean evict(PortAddresses preferred) {
        PortAddresses most = preferred;
        for (PortAddresses list : ports.values()) {
            if (most == null || list.count() > most.count()) {
                most = list;
            }
        }
        if (most == null || most.count() == 0) {
            return false;
        }
        remove(most.oldest());
        evicted = evicted + 1;
        return true;
    }

    private PortAddresses addresses(int port) {
        PortAddresses list = ports.get(port);
        if (list == null) {
            list = new PortAddresses(port);
            ports.put(port, list);
        }
        return list;
    }

    private void link(MacNode node) {
        AtomicReferenceArray<MacNode> table = buckets;
        int bucket = bucket(table, node.key);
        node.next = table.get(bucket);
        table.set(bucket, node);
        size = size + 1;
    }

    private void remove(MacNode node) {
        AtomicReferenceArray<MacNode> table = buckets;
        int bucket = bucket(table, node.key);
        MacNode first = table.get(bucket);
        if (first == node) {
            table.set(bucket, node.next);
        } else {
            MacNode before = first;
            while (before.next != node) {
                before = before.next;
            }
            before.next = node.next;
        }
        size = size - 1;
        if (node.isStatic) {
            staticSize = staticSize - 1;
        } else {
            node.list.remove(node);
        }
        listener.onChange(node.vlan(), node.mac());
    }

    /** Moves copies of all entries to buckets of the right number: readers of the old buckets keep the old links. */
    private void rehash() {
        AtomicReferenceArray<MacNode> old = buckets;
        AtomicReferenceArray<MacNode> table = new AtomicReferenceArray<>(bucketCount(capacity));
        List<MacNode> byAge = new ArrayList<>(size);
        for (int i = 0; i < old.length(); i++) {
            for (MacNode node = old.get(i); node != null; node = node.next) {
                if (node.isStatic) {
                    byAge.add(node);
                }
            }
        }
        for (PortAddresses list : ports.values()) {
            for (MacNode node = list.oldest(); node != null; node = node.newer) {
                byAge.add(node);
            }
        }
        ports.clear();
        for (MacNode node : byAge) {
            MacNode copy = new MacNode(node.key, node.port, node.isStatic, node.usedNs);
            int bucket = bucket(table, copy.key);
            copy.next = table.get(bucket);
            table.set(bucket, copy);
            if (!copy.isStatic) {
                addresses(copy.port).append(copy);
            }
        }
        buckets = table;
    }

    private static void require(int vlan, long mac) {
        if (vlan < 0 || vlan > MAX_VLAN || mac < 0 || mac > MAX_MAC) {
            throw new IllegalArgumentException("vlan " + vlan + ", mac 0x" + Long.toHexString(mac)
                    + "; allowed: VLAN 0 to 4095, address of 48 bits");
        }
    }
}
