package io.weft.vswitch.mac;

/**
 * An address in the table: an element of a bucket's chain (read by all) and, unless static, of its port's list by age (the writer's).
 *
 * <p>The key is final and {@link #next} outlives removal, so a reader can neither be led astray nor stopped.
 */
final class MacNode {
    final long key;
    final boolean isStatic;
    volatile int port;
    volatile long usedNs;
    volatile MacNode next;

    PortAddresses list;
    MacNode older;
    MacNode newer;

    MacNode(long key, int port, boolean isStatic, long nowNs) {
        this.key = key;
        this.port = port;
        this.isStatic = isStatic;
        this.usedNs = nowNs;
    }

    static long key(int vlan, long mac) {
        return (long) vlan << 48 | mac;
    }

    int vlan() {
        return (int) (key >>> 48);
    }

    long mac() {
        return key & 0xFFFF_FFFF_FFFFL;
    }

    MacEntry entry(long nowNs) {
        return new MacEntry(port, vlan(), mac(), isStatic ? 0 : nowNs - usedNs, isStatic);
    }
}
