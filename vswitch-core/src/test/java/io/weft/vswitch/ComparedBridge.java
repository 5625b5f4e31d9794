package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.group.GroupStatistics;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.bridge.MirrorAccount;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.reference.RandomFlows;
import io.weft.vswitch.reference.RandomGroups;
import io.weft.vswitch.reference.ReferenceBridge;
import io.weft.vswitch.reference.ReferenceSwitch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A bridge of a switch and the same bridge of the reference, which change at random and together. Its last port may be one end of a wire to
 * another bridge. One owner.
 */
final class ComparedBridge {
    static final int PORTS = 6;

    private final String name;
    private final String prefix;
    private final VirtualSwitch virtualSwitch;
    private final ReferenceSwitch reference;
    private final ReferenceBridge referenceBridge;
    private final Random random;
    private final RandomFlows flows;
    private final RandomGroups groups;
    private final IdentityHashMap<FlowEntry, long[]> inherited = new IdentityHashMap<>();
    private boolean joined;

    /** @param prefix of the names of its ports, which a number follows */
    ComparedBridge(String name, String prefix, VirtualSwitch virtualSwitch, ReferenceSwitch reference, Random random) {
        this.name = name;
        this.prefix = prefix;
        this.virtualSwitch = virtualSwitch;
        this.reference = reference;
        this.random = random;
        referenceBridge = reference.bridge(name.hashCode());
        flows = new RandomFlows(random.nextLong(), prefix);
        groups = new RandomGroups(random.nextLong(), flows);
    }

    String name() {
        return name;
    }

    /** Makes the last ports of two bridges, which are not open yet, one wire. */
    static void join(ComparedBridge one, ComparedBridge other) {
        one.joined = true;
        other.joined = true;
        one.referenceBridge.join(one.wire(), other.referenceBridge, other.wire());
        other.referenceBridge.join(other.wire(), one.referenceBridge, one.wire());
    }

    private String wire() {
        return prefix + (PORTS - 1);
    }

    /** Configures it. {@code peer} is the bridge that it is joined with, or null. */
    void open(ComparedBridge peer) {
        List<BridgePort> wanted = flows.ports();
        BridgeConfig bridge = BridgeConfig.of(name)
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .withOtherConfig(Map.of("mac-aging-time", "3600"));
        for (int i = 0; i < PORTS; i++) {
            boolean isWire = peer != null && i == PORTS - 1;
            bridge = bridge.with(PortSettings.of(prefix + i, isWire ? "patch" : "memory")
                    .withOptions(isWire ? Map.of("peer", peer.wire()) : Map.of("ring", "65536"))
                    .withVlan(wanted.get(i).vlan()));
        }
        BridgeConfig made = bridge;
        virtualSwitch.apply(config -> config.with(made));
        for (int i = 0; i < PORTS; i++) {
            BridgePort port = wanted.get(i);
            virtualSwitch.portFlags(
                    name,
                    prefix + i,
                    flags -> new PortFlags(port.noFlood(), port.noForward(), port.noReceive(), port.up()));
        }
        adoptPorts();
        configure();
    }

    /** From here on its entries reject packets. */
    void useRejects() {
        flows.useRejects();
    }

    /** Gives it its first groups and entries, which track packets, and translate them, or do not. */
    void fill(boolean tracks, boolean translates) {
        if (tracks) {
            flows.useConnections(translates);
        }
        if (random.nextBoolean()) {
            flows.useGroups();
            groups.all().forEach(this::modifyGroup);
        }
        flows.tables(5 + random.nextInt(60)).forEach(mod -> modify(List.of(mod)));
    }

    List<BridgePort> ports() {
        return virtualSwitch.snapshot().bridge(name).ports();
    }

    private void adoptPorts() {
        referenceBridge.ports(ports());
    }

    // ---- changes

    void changeFlow() {
        modify(List.of(flows.change()));
    }

    void changeFlowsAtOnce() {
        List<FlowMod> bundle = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(10); i++) {
            bundle.add(flows.change());
        }
        modify(bundle);
    }

    void changeGroup() {
        modifyGroup(groups.change());
    }

    void flush() {
        virtualSwitch.macs().flush(name);
        referenceBridge.flush();
    }

    private void modifyGroup(GroupMod mod) {
        try {
            virtualSwitch.modify(name, List.of(new BundleMod.Group(mod)));
        } catch (GroupModException e) {
            return; // not allowed: nothing has changed
        }
        adoptGroups();
    }

    private void adoptGroups() {
        referenceBridge.groups(
                virtualSwitch.groups(name).stream().map(GroupView::entry).toList());
        referenceBridge.entries(virtualSwitch.flows(name, FlowFilter.ALL));
    }

    /** Mirrors, VLANs that learn nothing, and what becomes of fragments. */
    void configure() {
        List<MirrorConfig> mirrors = random.nextBoolean() ? List.of() : mirrors();
        List<Integer> floodVlans = random.nextInt(3) == 0 ? List.of(0, 10) : List.of();
        virtualSwitch.apply(config ->
                config.withBridge(name, bridge -> bridge.withMirrors(mirrors).withFloodVlans(floodVlans)));
        referenceBridge.mirrors(mirrors);
        referenceBridge.floodVlans(floodVlans);
        FragmentMode mode = FragmentMode.values()[random.nextInt(3)];
        virtualSwitch.fragments(name, mode);
        referenceBridge.fragments(mode);
        flush();
    }

    /** Into a wire no mirror copies: what it copies there is compared with Open vSwitch. */
    private List<MirrorConfig> mirrors() {
        return flows.mirrors().stream()
                .filter(mirror -> !joined
                        || !mirror.outputPort().isEmpty()
                                && !mirror.outputPort().equals(wire()))
                .toList();
    }

    /** Changes flags or VLANs of a port, or takes it away for as long as {@code meanwhile} runs. */
    void changePort(Runnable meanwhile) {
        int index = random.nextInt(PORTS);
        String port = prefix + index;
        switch (random.nextInt(3)) {
            case 0 -> {
                BridgePort wanted = flows.ports().get(index);
                virtualSwitch.portFlags(
                        name,
                        port,
                        flags -> new PortFlags(wanted.noFlood(), wanted.noForward(), wanted.noReceive(), wanted.up()));
            }
            case 1 -> {
                VlanSettings vlan = flows.ports().get(index).vlan();
                virtualSwitch.apply(config ->
                        config.withBridge(name, bridge -> bridge.withPort(port, settings -> settings.withVlan(vlan))));
                flush();
            }
            default -> {
                PortSettings settings = virtualSwitch
                        .config()
                        .bridge(name)
                        .orElseThrow()
                        .port(port)
                        .orElseThrow();
                virtualSwitch.apply(config -> config.withBridge(name, bridge -> bridge.without(port)));
                adoptPorts();
                meanwhile.run();
                virtualSwitch.apply(config -> config.withBridge(name, bridge -> bridge.with(settings)));
            }
        }
        adoptPorts();
    }

    private void modify(List<FlowMod> mods) {
        FlowChanges changes;
        try {
            changes = virtualSwitch.modifyFlows(name, mods);
        } catch (FlowModException e) {
            return; // a random change that is not allowed: nothing has changed
        }
        for (FlowEntry added : changes.added()) {
            for (FlowEntry removed : changes.removed()) {
                if (isSamePlace(added, removed) && mods.stream().noneMatch(mod -> deletes(mod, added))) {
                    inherited.put(added, new long[] {expectedPackets(removed), expectedBytes(removed)});
                }
            }
        }
        referenceBridge.entries(virtualSwitch.flows(name, FlowFilter.ALL));
    }

    /** Whether one takes the place of the other: a modified entry, or one added over another, goes on counting. */
    private static boolean isSamePlace(FlowEntry added, FlowEntry removed) {
        return added.table() == removed.table()
                && added.priority() == removed.priority()
                && added.match().equals(removed.match());
    }

    /** Whether this change ends what is in the place of {@code entry}, so that what is added there later counts from 0. */
    private static boolean deletes(FlowMod mod, FlowEntry entry) {
        return mod.kind() == FlowMod.Kind.DELETE
                && mod.table() == entry.table()
                && entry.match().isSubsetOf(mod.match());
    }

    private long expectedPackets(FlowEntry entry) {
        return reference.packets(entry) + inherited.getOrDefault(entry, new long[2])[0];
    }

    private long expectedBytes(FlowEntry entry) {
        return reference.bytes(entry) + inherited.getOrDefault(entry, new long[2])[1];
    }

    // ---- comparison

    void compareStatistics() {
        compareMirrors();
        for (FlowEntry entry : virtualSwitch.flows(name, FlowFilter.ALL)) {
            assertThat(entry.packets())
                    .as("packets of %s %s", entry.match(), entry.actions())
                    .isEqualTo(expectedPackets(entry));
            assertThat(entry.bytes()).as("bytes").isEqualTo(expectedBytes(entry));
        }
        for (GroupView view : virtualSwitch.groups(name)) {
            GroupStatistics statistics = view.entry().statistics();
            long[] expected = reference.traffic(view.entry());
            assertThat(statistics.packets())
                    .as("packets of %s", view.entry().group())
                    .isEqualTo(expected[0]);
            assertThat(statistics.bytes())
                    .as("bytes of %s", view.entry().group())
                    .isEqualTo(expected[1]);
            for (int i = 0; i < view.entry().group().buckets().size(); i++) {
                assertThat(statistics.packets(i))
                        .as("packets of bucket %d of %s", i, view.entry().group())
                        .isEqualTo(expected[2 + 2 * i]);
                assertThat(statistics.bytes(i)).isEqualTo(expected[3 + 2 * i]);
            }
        }
    }

    private void compareMirrors() {
        Map<String, MirrorAccount> accounts = virtualSwitch.mirrors();
        for (MirrorConfig mirror :
                virtualSwitch.config().bridge(name).orElseThrow().mirrors()) {
            MirrorAccount account = accounts.get(mirror.id());
            assertThat(List.of(account.packets(), account.bytes()))
                    .as("copies of " + mirror)
                    .isEqualTo(List.of(
                            referenceBridge.copies(mirror)[0], referenceBridge.copies(mirror)[1]));
        }
    }
}
