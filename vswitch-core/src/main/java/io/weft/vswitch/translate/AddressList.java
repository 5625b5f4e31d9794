package io.weft.vswitch.translate;

import java.util.Arrays;

/**
 * A growing list of (bridge, VLAN, MAC address, OpenFlow port), each of them a destination or not, reused from one translation to the next. One
 * owner; no allocation but growth.
 */
public final class AddressList {
    private static final int COLUMNS = 3;
    private static final long DESTINATION = 1L << 32;
    private static final long PORT = 0xFFFF_FFFFL;

    private long[] rows = new long[4 * COLUMNS];
    private int size;

    /** Number of rows. */
    public int size() {
        return size;
    }

    /** The bridge's id. */
    public int bridge(int index) {
        return (int) (rows[index * COLUMNS] >>> 32);
    }

    /** 0 to 4095. */
    public int vlan(int index) {
        return (int) rows[index * COLUMNS];
    }

    /** 48 bits. */
    public long mac(int index) {
        return rows[index * COLUMNS + 1];
    }

    /** OpenFlow number, or {@link io.weft.vswitch.mac.MacTable#NONE}. */
    public int port(int index) {
        return (int) rows[index * COLUMNS + 2];
    }

    /** Whether it was looked up as a destination, so that the answer decided where the packet went. */
    public boolean isDestination(int index) {
        return (rows[index * COLUMNS + 2] & DESTINATION) != 0;
    }

    /** Whether some row is of this bridge. */
    boolean contains(int bridge) {
        for (int i = 0; i < size; i++) {
            if (bridge(i) == bridge) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        size = 0;
    }

    /** Adds a row unless its (bridge, VLAN, address) is there already. */
    void add(int bridge, int vlan, long mac, int port) {
        add(bridge, vlan, mac, port & PORT);
    }

    /** As {@link #add}, of a destination; a row that is there already is one from now on. */
    void addDestination(int bridge, int vlan, long mac, int port) {
        add(bridge, vlan, mac, port & PORT | DESTINATION);
    }

    private void add(int bridge, int vlan, long mac, long last) {
        long first = (long) bridge << 32 | vlan;
        for (int i = 0; i < size * COLUMNS; i += COLUMNS) {
            if (rows[i] == first && rows[i + 1] == mac) {
                rows[i + 2] |= last & DESTINATION;
                return;
            }
        }
        if ((size + 1) * COLUMNS > rows.length) {
            rows = Arrays.copyOf(rows, 2 * rows.length);
        }
        rows[size * COLUMNS] = first;
        rows[size * COLUMNS + 1] = mac;
        rows[size * COLUMNS + 2] = last;
        size++;
    }
}
