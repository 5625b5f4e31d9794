package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupChanges;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupTable;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.mac.MacTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One bridge with ports and flows, and a translator to ask. Port {@code pN} has OpenFlow number N and datapath port N. */
final class Scenario {
    static final long VERSION = 1;

    final FlowTables tables = new FlowTables();
    final MacTable macs = new MacTable();
    final Translator translator = new Translator();
    final Translation translation = new Translation();
    private final List<BridgePort> ports = new ArrayList<>();
    private final List<FlowMod> mods = new ArrayList<>();
    private final GroupChanges groups = GroupTable.EMPTY.change(0);
    private final BitSet meterNumbers = new BitSet();
    private MeterTable meters = MeterTable.EMPTY;
    private SwitchSnapshot snapshot;

    Scenario port(BridgePort port) {
        ports.add(port);
        return this;
    }

    Scenario port(int number, VlanSettings vlan) {
        return port(BridgePort.of("p" + number, number, number, vlan));
    }

    Scenario ports(int count) {
        for (int i = 1; i <= count; i++) {
            port(i, VlanSettings.ALL);
        }
        return this;
    }

    Scenario flow(int table, int priority, Match match, Action... actions) {
        mods.add(FlowMod.add(table, priority, match, 0, List.of(actions)));
        return this;
    }

    Scenario flow(int table, Action... actions) {
        return flow(table, 0, Match.ANY, actions);
    }

    Scenario flows(List<FlowMod> more) {
        mods.addAll(more);
        return this;
    }

    /** A group in the grammar of ovs-ofctl(8). */
    Scenario group(String text) {
        groups.apply(0, GroupText.parse(GroupMod.Kind.ADD, text, PortNames.NUMBERS));
        return this;
    }

    /** A meter in the grammar of ovs-ofctl(8). */
    Scenario meter(String text) {
        meters = meters.apply(MeterText.parse(MeterMod.Kind.ADD, text), meterNumbers, 0);
        return this;
    }

    SwitchSnapshot snapshot() {
        if (snapshot == null) {
            try {
                tables.apply(mods, VERSION, 0);
            } catch (FlowModException e) {
                throw new AssertionError(e);
            }
            snapshot = new SwitchSnapshot(
                    VERSION,
                    List.of(new BridgeSnapshot(1, "br0", 0x02_00_00_00_00_aaL, ports, tables, macs)
                            .with(groups.table(), meters)));
        }
        return snapshot;
    }

    List<BridgePort> ports() {
        return ports;
    }

    List<FlowEntry> entries() {
        return tables.list(VERSION, FlowFilter.ALL);
    }

    /** Translates; the result is {@link #translation} and this. */
    Translation translate(long[] key) {
        translator.translate(snapshot(), key, translation);
        return translation;
    }

    String program(long[] key) {
        return translate(key).program().toString();
    }

    /** The key of an untagged UDP packet over IPv4 from datapath port 1. */
    static long[] udp() {
        long[] key = new long[FlowKey.WORDS];
        Fields.IN_PORT.set(key, 0, 1);
        Fields.ETH_TYPE.set(key, 0, 0x0800);
        Fields.ETH_SRC.set(key, 0, 0x02_00_00_00_00_01L);
        Fields.ETH_DST.set(key, 0, 0x02_00_00_00_00_02L);
        Fields.NW_SRC.set(key, 0, 0x0a000001);
        Fields.NW_DST.set(key, 0, 0x0a000002);
        Fields.NW_PROTO.set(key, 0, 17);
        Fields.NW_TTL.set(key, 0, 64);
        Fields.UDP_SRC.set(key, 0, 1000);
        Fields.UDP_DST.set(key, 0, 53);
        return key;
    }

    /** The same with a tag. */
    static long[] tagged(int vid, int pcp) {
        long[] key = udp();
        Fields.VLAN_TCI.set(key, 0, 0x1000 | vid | pcp << 13);
        key[2] |= 0x8100;
        return key;
    }

    static Action.Output output(int port) {
        return new Action.Output(port);
    }

    static Action.Resubmit resubmit(int table) {
        return new Action.Resubmit(Ports.UNSET, table);
    }
}
