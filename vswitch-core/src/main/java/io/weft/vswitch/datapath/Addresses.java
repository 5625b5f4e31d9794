package io.weft.vswitch.datapath;

import io.weft.vswitch.translate.AddressList;

/** An immutable copy of an {@link AddressList}. */
public final class Addresses {
    private static final long DESTINATION = 1L << 48;
    private static final Addresses NONE = new Addresses(new AddressList());

    private final long[] places;

    /** Addresses with {@link #DESTINATION} where they are that. */
    private final long[] macs;

    private final int[] ports;

    private Addresses(AddressList list) {
        int size = list.size();
        places = new long[size];
        macs = new long[size];
        ports = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = place(list.bridge(i), list.vlan(i));
            macs[i] = mac(list, i);
            ports[i] = list.port(i);
        }
    }

    private static long mac(AddressList list, int index) {
        return list.mac(index) | (list.isDestination(index) ? DESTINATION : 0);
    }

    static Addresses of(AddressList list) {
        return list.size() == 0 ? NONE : new Addresses(list);
    }

    /** (bridge, VLAN) as one number. */
    public static long place(int bridge, int vlan) {
        return (long) bridge << 32 | vlan;
    }

    public int size() {
        return places.length;
    }

    /** The bridge and VLAN of a row, as {@link #place}. */
    public long place(int index) {
        return places[index];
    }

    public int bridge(int index) {
        return (int) (places[index] >>> 32);
    }

    public int vlan(int index) {
        return (int) places[index];
    }

    public long mac(int index) {
        return macs[index] & ~DESTINATION;
    }

    /** Whether it was looked up as a destination, so that the answer decided where the packet went. */
    public boolean isDestination(int index) {
        return (macs[index] & DESTINATION) != 0;
    }

    /** OpenFlow number, or {@link io.weft.vswitch.mac.MacTable#NONE}. */
    public int port(int index) {
        return ports[index];
    }

    /** Whether {@code list} has the same rows in the same order. */
    public boolean isSame(AddressList list) {
        if (list.size() != size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (place(list.bridge(i), list.vlan(i)) != places[i]
                    || mac(list, i) != macs[i]
                    || list.port(i) != ports[i]) {
                return false;
            }
        }
        return true;
    }
}
