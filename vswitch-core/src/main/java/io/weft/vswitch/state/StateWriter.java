package io.weft.vswitch.state;

import io.weft.flow.group.GroupEntry;
import io.weft.flow.group.GroupTable;
import io.weft.flow.match.TlvMap;
import io.weft.flow.meter.MeterEntry;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.LifeText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.flow.text.TlvMapText;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.mac.MacTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes what is new of one bridge as lines; {@link StateReplay} has what they mean. It remembers what it wrote of all but the entries, so it writes a
 * thing once, whoever says it again.
 *
 * <p>Thread-safety: the keeper's thread.
 */
final class StateWriter {
    private static final int VLAN_SHIFT = 48;
    private static final long NS_PER_S = 1_000_000_000L;

    /** Of a timeout, the part that an entry's last use may be known too late by. */
    private static final int PART = 8;

    private final String bridge;
    private final Map<String, SavedPort> ports = new HashMap<>();
    private final Map<Long, GroupEntry> groups = new HashMap<>();
    private final Map<Long, MeterEntry> meters = new HashMap<>();
    private final Map<Long, Integer> macs = new HashMap<>();
    private final Map<Integer, MissPolicy> misses = new HashMap<>();
    private final Map<Integer, Boolean> evictions = new HashMap<>();

    /** Entries with a timeout, and the time of their last use or lesson that was written. */
    private final Map<FlowEntry, Long> timed = new HashMap<>();

    private FragmentMode fragments = FragmentMode.NORMAL;
    private TlvMap tlvMap = TlvMap.EMPTY;
    private GroupTable groupTable = GroupTable.EMPTY;
    private MeterTable meterTable = MeterTable.EMPTY;
    private MacTable macTable;
    private StringBuilder lines;
    private StateClock clock;
    private boolean named;

    StateWriter(String bridge) {
        this.bridge = bridge;
    }

    /** What follows goes there, and happens at that time. */
    void into(StringBuilder text, StateClock now) {
        lines = text;
        clock = now;
        named = false;
    }

    private StringBuilder line(String verb) {
        if (!named) {
            named = true;
            lines.append("bridge\t").append(bridge).append('\n');
        }
        return lines.append(verb).append('\t');
    }

    // ---- entries

    void added(FlowEntry entry) {
        if (entry.isHidden()) {
            return;
        }
        identity(line("flow"), entry);
        ages(entry);
        lines.append('\t')
                .append("cookie=0x")
                .append(Long.toHexString(entry.cookie()))
                .append(", ");
        lines.append(LifeText.print(entry.life())).append("actions=");
        lines.append(FlowText.print(entry.actions(), PortNames.NUMBERS)).append('\n');
        if (entry.life().hasTimeout()) {
            timed.put(entry, lastNs(entry));
        } else {
            timed.remove(entry);
        }
    }

    void removed(FlowEntry entry) {
        if (!entry.isHidden()) {
            timed.remove(entry);
            identity(line("unflow"), entry);
            lines.append('\n');
        }
    }

    private static void identity(StringBuilder line, FlowEntry entry) {
        line.append(entry.table()).append('\t').append(entry.priority()).append('\t');
        line.append(FlowText.print(entry.match(), PortNames.NUMBERS));
    }

    private void ages(FlowEntry entry) {
        lines.append('\t').append(clock.wallMs(entry.createdNs()));
        lines.append('\t').append(clock.wallMs(entry.modifiedNs()));
        lines.append('\t').append(clock.wallMs(entry.usedNs()));
        lines.append('\t').append(entry.packets());
        lines.append('\t').append(entry.bytes());
    }

    private static long lastNs(FlowEntry entry) {
        return Math.max(entry.usedNs(), entry.modifiedNs());
    }

    /** Writes of entries with a timeout that they were used, or taught again. */
    void used() {
        for (Map.Entry<FlowEntry, Long> one : timed.entrySet()) {
            FlowEntry entry = one.getKey();
            FlowLife life = entry.life();
            int shortestS = Math.min(
                    life.idleTimeoutS() == 0 ? FlowLife.MAX : life.idleTimeoutS(),
                    life.hardTimeoutS() == 0 ? FlowLife.MAX : life.hardTimeoutS());
            if (lastNs(entry) - one.getValue() >= Math.max(NS_PER_S, shortestS * NS_PER_S / PART)) {
                one.setValue(lastNs(entry));
                identity(line("used"), entry);
                ages(entry);
                lines.append('\n');
            }
        }
    }

    // ---- the rest

    void shape(BridgeShape shape) {
        macTable = shape.macs();
        line("shape").append('\n');
        shape.ports().forEach(this::port);
        without(ports, shape.ports().keySet(), "unport");
        if (fragments != shape.fragments()) {
            fragments = shape.fragments();
            line("fragments").append(fragments).append('\n');
        }
        if (!tlvMap.equals(shape.tlvMap())) {
            tlvMap = shape.tlvMap();
            line("tlv").append(TlvMapText.print(tlvMap.mappings())).append('\n');
        }
        shape.misses().forEach((table, policy) -> {
            if (misses.put(table, policy) != policy) {
                line("miss").append(table).append('\t').append(policy).append('\n');
            }
        });
        without(misses, shape.misses().keySet(), "unmiss");
        shape.evictions().forEach((table, evicts) -> {
            if (!evicts.equals(evictions.put(table, evicts))) {
                line("evict").append(table).append('\t').append(evicts).append('\n');
            }
        });
        targets(shape.groups(), shape.meters());
    }

    private void port(String name, SavedPort port) {
        if (!port.equals(ports.put(name, port))) {
            line("port").append(name).append('\t').append(port.number());
            lines.append('\t').append(port.bits()).append('\n');
        }
    }

    private <K> void without(Map<K, ?> written, Set<K> present, String verb) {
        written.keySet().removeIf(key -> {
            boolean isGone = !present.contains(key);
            if (isGone) {
                line(verb).append(key).append('\n');
            }
            return isGone;
        });
    }

    @SuppressWarnings("ReferenceEquality") // tables and entries that did not change are the same objects
    void targets(GroupTable nextGroups, MeterTable nextMeters) {
        if (groupTable != nextGroups) {
            groupTable = nextGroups;
            Set<Long> present = new HashSet<>();
            nextGroups.list().forEach(entry -> {
                present.add(entry.id());
                if (groups.put(entry.id(), entry) != entry) {
                    line("group").append(entry.id()).append('\t');
                    lines.append(GroupText.print(entry.group(), PortNames.NUMBERS))
                            .append('\n');
                }
            });
            without(groups, present, "ungroup");
        }
        if (meterTable != nextMeters) {
            meterTable = nextMeters;
            Set<Long> present = new HashSet<>();
            nextMeters.list().forEach(entry -> {
                present.add(entry.id());
                if (meters.put(entry.id(), entry) != entry) {
                    line("meter").append(entry.id()).append('\t');
                    lines.append(MeterText.print(entry.meter()).replace('\n', ' '))
                            .append('\n');
                }
            });
            without(meters, present, "unmeter");
        }
    }

    /** Writes addresses that are new, moved or gone. Their ages are not kept: the next process begins them anew. */
    void macs() {
        if (macTable == null) {
            return;
        }
        Set<Long> present = new HashSet<>();
        for (MacEntry entry : macTable.entries(clock.nowNs())) {
            long key = (long) entry.vlan() << VLAN_SHIFT | entry.mac();
            int value = entry.port() << 1 | (entry.isStatic() ? 1 : 0);
            present.add(key);
            Integer before = macs.put(key, value);
            if (before == null || before != value) {
                line("mac").append(key).append('\t').append(entry.port());
                lines.append('\t').append(entry.isStatic()).append('\n');
            }
        }
        without(macs, present, "unmac");
    }
}
