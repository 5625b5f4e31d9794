package io.weft.vswitch.state;

import io.weft.flow.group.GroupMod;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.table.RestoredFlow;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.flow.text.TlvMapText;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.mac.MacEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the lines about one bridge said last. */
final class BridgeReplay {
    private static final int VLAN_SHIFT = 48;
    private static final long MAC = (1L << VLAN_SHIFT) - 1;
    private static final int CREATED = 4;
    private static final int MODIFIED = 5;
    private static final int USED = 6;
    private static final int PACKETS = 7;
    private static final int BYTES = 8;
    private static final int REST = 9;

    private final Map<String, SavedPort> ports = new HashMap<>();
    private final Map<Integer, MissPolicy> misses = new HashMap<>();
    private final Map<Integer, Boolean> evictions = new HashMap<>();
    private final Map<Long, String> groups = new TreeMap<>();
    private final Map<Long, String> meters = new TreeMap<>();
    private final Map<Long, MacEntry> macs = new LinkedHashMap<>();
    private final Map<String, String[]> flows = new LinkedHashMap<>();
    private FragmentMode fragments = FragmentMode.NORMAL;
    private String tlvMap = "";

    void line(String[] words) {
        switch (words[0]) {
            case "shape" -> {
                // The bridge exists: that is all.
            }
            case "port" -> ports.put(words[1], SavedPort.of(Integer.parseInt(words[2]), Integer.parseInt(words[3])));
            case "unport" -> ports.remove(words[1]);
            case "fragments" -> fragments = FragmentMode.valueOf(words[1]);
            case "tlv" -> tlvMap = words[1];
            case "miss" -> misses.put(Integer.valueOf(words[1]), MissPolicy.valueOf(words[2]));
            case "unmiss" -> misses.remove(Integer.valueOf(words[1]));
            case "evict" -> evictions.put(Integer.valueOf(words[1]), Boolean.valueOf(words[2]));
            case "group" -> groups.put(Long.valueOf(words[1]), words[2]);
            case "ungroup" -> groups.remove(Long.valueOf(words[1]));
            case "meter" -> meters.put(Long.valueOf(words[1]), words[2]);
            case "unmeter" -> meters.remove(Long.valueOf(words[1]));
            case "mac" -> macs.put(Long.valueOf(words[1]), mac(words));
            case "unmac" -> macs.remove(Long.valueOf(words[1]));
            case "flow" -> flows.put(identity(words), words);
            case "unflow" -> flows.remove(identity(words));
            case "used" -> System.arraycopy(words, CREATED, flows.get(identity(words)), CREATED, REST - CREATED);
            default -> throw new IllegalArgumentException("no such word");
        }
    }

    private static String identity(String[] words) {
        return words[1] + '\t' + words[2] + '\t' + words[3];
    }

    private static MacEntry mac(String[] words) {
        long key = Long.parseLong(words[1]);
        return new MacEntry(
                Integer.parseInt(words[2]), (int) (key >>> VLAN_SHIFT), key & MAC, 0, Boolean.parseBoolean(words[3]));
    }

    SavedBridge saved(StateClock now, long aliveMs) {
        List<GroupMod> groupMods = new ArrayList<>();
        groups.values().forEach(text -> groupMods.add(GroupText.parse(GroupMod.Kind.ADD, text, PortNames.NUMBERS)));
        List<MeterMod> meterMods = new ArrayList<>();
        meters.values().forEach(text -> meterMods.add(MeterText.parse(MeterMod.Kind.ADD, text)));
        List<RestoredFlow> restored = new ArrayList<>(flows.size());
        flows.values().forEach(words -> restored.add(flow(words, now, aliveMs)));
        return new SavedBridge(
                ports,
                fragments,
                TlvMapText.parse(tlvMap),
                misses,
                evictions,
                groupMods,
                meterMods,
                restored,
                List.copyOf(macs.values()));
    }

    /** While no process was alive, an entry was not idle: it had nobody to be used by. */
    private static RestoredFlow flow(String[] words, StateClock now, long aliveMs) {
        String match = words[3].isEmpty() ? "" : words[3] + ",";
        String text = "table=" + words[1] + ",priority=" + words[2] + "," + match + words[REST];
        long usedMs = Math.min(Long.parseLong(words[USED]), aliveMs);
        return new RestoredFlow(
                FlowText.parseAdd(text, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD),
                now.switchNs(Long.parseLong(words[CREATED])),
                now.switchNs(Long.parseLong(words[MODIFIED])),
                now.nowNs() - (aliveMs - usedMs) * StateClock.NS_PER_MS,
                Long.parseLong(words[PACKETS]),
                Long.parseLong(words[BYTES]));
    }
}
