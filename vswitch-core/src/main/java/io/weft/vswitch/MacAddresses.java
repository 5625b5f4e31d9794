package io.weft.vswitch;

import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.mac.MacTable;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * The MAC addresses that the bridges of a switch learned and were told. The revalidator writes the tables, and does here too. Thread-safe; a call
 * that changes something returns when every later packet sees it.
 */
public final class MacAddresses {
    private final Requests requests;
    private final NanoClock clock;

    MacAddresses(Requests requests, NanoClock clock) {
        this.requests = requests;
        this.clock = clock;
    }

    /** What a bridge learned and was told, with ages up to now. */
    public List<MacEntry> entries(String bridge) {
        MacTable table = table(bridge);
        requests.count();
        return requests.askRevalidator(_ -> table.entries(clock.nanoTime()));
    }

    /** The MAC table of a bridge, for its counters; do not write it. */
    public MacTable table(String bridge) {
        return requests.ask(conductor -> conductor.macs(bridge));
    }

    /** Forgets what a bridge learned; static entries stay. Returns how many entries went. */
    public int flush(String bridge) {
        int[] count = new int[1];
        change(bridge, table -> count[0] = table.flush());
        return count[0];
    }

    /** Forgets what a bridge learned on one port. Returns how many entries went. */
    public int flush(String bridge, String port) {
        int number = portNumber(bridge, port);
        int[] count = new int[1];
        change(bridge, table -> count[0] = table.flushPort(number));
        return count[0];
    }

    /** Pins an address (48 bits) in a VLAN (0 to 4095) to a port. */
    public void addStatic(String bridge, String port, int vlan, long mac) {
        int number = portNumber(bridge, port);
        change(bridge, table -> table.addStatic(vlan, mac, number, clock.nanoTime()));
    }

    /** Forgets one address, static or learned; returns whether it was known. */
    public boolean remove(String bridge, int vlan, long mac) {
        boolean[] known = new boolean[1];
        change(bridge, table -> known[0] = table.remove(vlan, mac));
        return known[0];
    }

    private int portNumber(String bridge, String port) {
        return requests.ask(conductor -> conductor.ports().number(bridge, port));
    }

    private void change(String bridge, Consumer<MacTable> change) {
        MacTable table = table(bridge);
        requests.changeRevalidator(revalidator -> revalidator.changeMacs(table, change));
    }
}
