package io.weft.vswitch.revalidate;

import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Addresses;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.mac.MacTable;
import java.util.HashSet;
import java.util.Set;
import org.agrona.collections.LongHashSet;

/** The MAC tables of all bridges, written here alone, and whether megaflows still agree with them. */
final class MacLearning {
    private record News(long place, long mac, int port) {}

    private final Set<MacTable> known = new HashSet<>();
    private final Set<News> told = new HashSet<>();
    private SwitchSnapshot snapshot = SwitchSnapshot.EMPTY;
    private final LongHashSet changed = new LongHashSet();

    /** Adopts the bridges of a new version; forgets what was learned on ports that went or changed their VLANs. */
    void adopt(SwitchSnapshot next) {
        for (BridgeSnapshot old : snapshot.bridges()) {
            BridgeSnapshot now = next.bridge(old.id());
            if (now == null) {
                known.remove(old.macs());
            } else if (now != old) {
                flushChangedPorts(old, now);
            }
        }
        snapshot = next;
        for (BridgeSnapshot bridge : next.bridges()) {
            if (known.add(bridge.macs())) {
                bridge.macs().listener((vlan, mac) -> changed.add(mac));
            }
        }
    }

    private static void flushChangedPorts(BridgeSnapshot old, BridgeSnapshot now) {
        for (BridgePort port : old.ports()) {
            BridgePort same = now.port(port.ofPort());
            if (same == null || !same.name().equals(port.name()) || !same.vlan().equals(port.vlan())) {
                now.macs().flushPort(port.ofPort());
            }
        }
    }

    /**
     * Takes up what a translation heard. News, an address that was not mapped to the port when the packet was translated, is written down, equal
     * news of one round once, in the order in which they were first told. What is no news keeps an address from ageing.
     *
     * @return whether the tables now say what was heard (a static entry or a full table may not, nor later news)
     */
    boolean hear(Passage passage, long nowNs) {
        Addresses heard = passage.learns();
        boolean agreed = true;
        for (int i = 0; i < heard.size(); i++) {
            BridgeSnapshot bridge = snapshot.bridge(heard.bridge(i));
            if (bridge == null || bridge.port(heard.port(i)) == null) {
                continue; // it went meanwhile
            }
            if (foundThen(passage, i) != heard.port(i)) {
                if (told.add(new News(heard.place(i), heard.mac(i), heard.port(i)))) {
                    bridge.macs().learn(heard.vlan(i), heard.mac(i), heard.port(i), nowNs);
                }
            } else if (lookup(heard, i) == heard.port(i)) {
                bridge.macs().touch(heard.vlan(i), heard.mac(i), nowNs);
            }
            agreed &= lookup(heard, i) == heard.port(i);
        }
        return agreed;
    }

    /** A round of reports is done: the next news are news again. */
    void endOfRound() {
        if (!told.isEmpty()) {
            told.clear();
        }
    }

    /** Where the translation found the source that it heard at {@code i}. */
    private static int foundThen(Passage passage, int i) {
        Addresses heard = passage.learns();
        Addresses dependencies = passage.dependencies();
        for (int j = 0; j < dependencies.size(); j++) {
            if (dependencies.mac(j) == heard.mac(i) && dependencies.place(j) == heard.place(i)) {
                return dependencies.port(j);
            }
        }
        return MacTable.NONE;
    }

    /** Packets of a megaflow were seen: their sources are alive. */
    void refresh(Addresses heard, long usedNs) {
        for (int i = 0; i < heard.size(); i++) {
            if (lookup(heard, i) == heard.port(i)) {
                snapshot.bridge(heard.bridge(i)).macs().touch(heard.vlan(i), heard.mac(i), usedNs);
            }
        }
    }

    void age(long nowNs) {
        for (BridgeSnapshot bridge : snapshot.bridges()) {
            bridge.macs().age(nowNs);
        }
    }

    /** Whether some lookup has another result since {@link #settled}. */
    boolean isChanged() {
        return !changed.isEmpty();
    }

    void settled() {
        changed.clear();
    }

    /**
     * Whether the MAC tables still say what the megaflow stands for: of each address looked up what was found then, of each source the port
     * on which it is heard, since otherwise its next packet has news. Quick for megaflows that no change since {@link #settled} touches.
     */
    boolean agrees(Megaflow megaflow) {
        Addresses dependencies = megaflow.passage().dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            if (changed.contains(dependencies.mac(i)) && !agrees(megaflow, dependencies, i)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #agrees}, without regard to when something changed: for a megaflow that is looked at for the first time. */
    boolean agreesNow(Megaflow megaflow) {
        Addresses dependencies = megaflow.passage().dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            if (!agrees(megaflow, dependencies, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean agrees(Megaflow megaflow, Addresses dependencies, int i) {
        int now = lookup(dependencies, i);
        int heardOn = heardOn(megaflow, i);
        if (heardOn == MacTable.NONE || !megaflow.isHeard) {
            return now == dependencies.port(i);
        }
        return now == heardOn && (now == dependencies.port(i) || !dependencies.isDestination(i));
    }

    private int lookup(Addresses addresses, int i) {
        BridgeSnapshot bridge = snapshot.bridge(addresses.bridge(i));
        return bridge == null ? MacTable.NONE : bridge.macs().lookup(addresses.vlan(i), addresses.mac(i));
    }

    /** The port on which the megaflow hears the address of dependency {@code i}, or NONE. */
    private static int heardOn(Megaflow megaflow, int i) {
        Addresses dependencies = megaflow.passage().dependencies();
        Addresses learns = megaflow.passage().learns();
        for (int j = 0; j < learns.size(); j++) {
            if (learns.mac(j) == dependencies.mac(i) && learns.place(j) == dependencies.place(i)) {
                return learns.port(j);
            }
        }
        return MacTable.NONE;
    }
}
