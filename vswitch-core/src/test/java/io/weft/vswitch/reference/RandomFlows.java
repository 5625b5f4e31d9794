package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowMod;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.MirrorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Ports and flow entries that random packets meet: matches over all headers with prefixes and partial masks, actions of every kind,
 * resubmits forwards and back. The same seed gives the same flows.
 */
public final class RandomFlows {
    /** Tables that hold entries: 0 to this, exclusive. */
    public static final int TABLES = 5;

    private static final int CONJUNCTIONS = 3;

    private static final Field[] WRITABLE = {
        Fields.ETH_SRC,
        Fields.ETH_DST,
        Fields.VLAN_TCI,
        Fields.VLAN_VID,
        Fields.VLAN_PCP,
        Fields.NW_SRC,
        Fields.NW_DST,
        Fields.NW_TOS,
        Fields.IP_DSCP,
        Fields.NW_ECN,
        Fields.NW_TTL,
        Fields.IPV6_SRC,
        Fields.IPV6_DST,
        Fields.IPV6_LABEL,
        Fields.ARP_OP,
        Fields.ARP_SPA,
        Fields.ARP_TPA,
        Fields.ARP_SHA,
        Fields.ARP_THA,
        Fields.TCP_SRC,
        Fields.TCP_DST,
        Fields.UDP_SRC,
        Fields.UDP_DST,
        Fields.SCTP_SRC,
        Fields.SCTP_DST,
        Fields.ICMP_TYPE,
        Fields.ND_TARGET,
        Fields.ND_SLL,
        Fields.ND_TLL,
        Fields.ND_RESERVED,
        Fields.ICMPV6_TYPE,
        Fields.METADATA,
        Fields.reg(0),
        Fields.reg(3),
        Fields.xreg(0),
        Fields.xxreg(0),
        Fields.PKT_MARK,
        Fields.IN_PORT_16,
        Fields.IN_PORT,
        Fields.CT_MARK,
        Fields.TUN_ID,
        Fields.tunnelMetadata(3),
        Fields.TP_DST,
        Fields.ICMPV6_CODE
    };

    private static final Field[] READABLE = {
        Fields.IN_PORT,
        Fields.IN_PORT_16,
        Fields.ETH_SRC,
        Fields.ETH_TYPE,
        Fields.VLAN_TCI,
        Fields.VLAN_VID,
        Fields.NW_PROTO,
        Fields.NW_TOS,
        Fields.NW_TTL,
        Fields.IP_FRAG,
        Fields.NW_DST,
        Fields.IPV6_SRC,
        Fields.ARP_SHA,
        Fields.TCP_FLAGS,
        Fields.TCP_DST,
        Fields.UDP_SRC,
        Fields.TP_SRC,
        Fields.ICMPV6_TYPE,
        Fields.ND_TARGET,
        Fields.METADATA,
        Fields.reg(0),
        Fields.reg(1),
        Fields.xxreg(0),
        Fields.PKT_MARK,
        Fields.SKB_PRIORITY,
        Fields.TUN_ID,
        Fields.tunnelMetadata(3)
    };

    /** Groups that entries name, if they name any. */
    public static final int GROUPS = 6;

    private final Random random;
    private boolean checksLengths;
    private Match matchAround = Match.ANY;
    private boolean withGroups;

    public RandomFlows(long seed) {
        random = new Random(seed);
    }

    /**
     * Lets some entries ask for the length of the packet. The statistics of what only packets of some lengths pass are then not exact.
     * Returns this.
     */
    public RandomFlows withLengthChecks() {
        checksLengths = true;
        return this;
    }

    /** From here on entries use groups. */
    public void useGroups() {
        withGroups = true;
    }

    /** Ports with datapath ports 0 to 5 and OpenFlow numbers 1 to 6 (the last one LOCAL now and then), VLANs of every mode. */
    public List<BridgePort> ports() {
        List<BridgePort> ports = new ArrayList<>();
        for (int i = 0; i < Pool.PORTS; i++) {
            boolean local = i == Pool.PORTS - 1 && random.nextBoolean();
            ports.add(new BridgePort(
                    "p" + i, i, local ? Ports.LOCAL : i + 1, vlan(), oneIn(10), oneIn(20), oneIn(20), !oneIn(20)));
        }
        return ports;
    }

    private VlanSettings vlan() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> VlanSettings.access(Pool.vlan(random));
            case 2 -> VlanSettings.trunk(10, 20);
            case 3 -> VlanSettings.nativeTagged(Pool.vlan(random), 20, 30);
            case 4 -> VlanSettings.nativeUntagged(Pool.vlan(random), 10, 30);
            default -> VlanSettings.ALL;
        };
    }

    /** One to three mirrors of ports p0 to p5, with ids that are new. */
    public List<MirrorConfig> mirrors() {
        List<MirrorConfig> mirrors = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            boolean span = !oneIn(4);
            mirrors.add(new MirrorConfig(
                    Long.toHexString(random.nextLong()),
                    "m" + i,
                    oneIn(2),
                    someNames(),
                    someNames(),
                    oneIn(3) ? List.of(0, 10) : List.of(),
                    span ? "p" + random.nextInt(Pool.PORTS) : "",
                    span ? 0 : 10 * (1 + random.nextInt(4)),
                    oneIn(3) ? 14 + random.nextInt(80) : 0));
        }
        return mirrors;
    }

    private List<String> someNames() {
        List<String> names = new ArrayList<>();
        for (int port = 0; port < Pool.PORTS; port++) {
            if (oneIn(3)) {
                names.add("p" + port);
            }
        }
        return names;
    }

    /** Entries for all tables, a low one in table 0 included, so that most packets pass. */
    public List<FlowMod> tables(int entries) {
        List<FlowMod> mods = new ArrayList<>();
        mods.add(FlowMod.add(
                0, 0, Match.ANY, 0, List.of(oneIn(3) ? new Action.Resubmit(Ports.UNSET, 1) : new Action.Normal())));
        for (int i = 0; i < entries; i++) {
            mods.add(add());
        }
        return mods;
    }

    /** One entry to add. */
    public FlowMod add() {
        int table = random.nextInt(TABLES);
        Match match = match();
        List<Action> actions = oneIn(5) ? clauses() : actions(match, table);
        return FlowMod.add(table, random.nextInt(6) * 10, match, random.nextInt(100), actions);
    }

    /** A change: mostly an entry to add, otherwise a modification or deletion that catches some entries. */
    public FlowMod change() {
        int table = random.nextInt(TABLES);
        return switch (random.nextInt(6)) {
            case 0 -> FlowMod.delete(table, match());
            case 1 -> {
                Match match = match();
                yield FlowMod.modify(table, match, actions(match, table));
            }
            default -> add();
        };
    }

    /** Clauses of conjunctions. */
    private List<Action> clauses() {
        List<Action> clauses = new ArrayList<>();
        do {
            int dimensions = 2 + random.nextInt(2);
            clauses.add(
                    new Action.Conjunction(random.nextInt(CONJUNCTIONS), 1 + random.nextInt(dimensions), dimensions));
        } while (oneIn(2));
        return clauses;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    // ---- matches

    /** A random match; about one in six matches everything. */
    public Match match() {
        MatchBuilder match = new MatchBuilder();
        if (oneIn(3)) {
            match.set(Fields.IN_PORT, 1 + random.nextInt(Pool.PORTS));
        }
        if (oneIn(6)) {
            match.set(Fields.reg(0), random.nextInt(3));
        }
        if (oneIn(10)) {
            match.set(Fields.METADATA, 1, 1);
        }
        if (oneIn(25)) {
            match.set(Fields.ACTSET_OUTPUT, oneIn(2) ? Integer.toUnsignedLong(Ports.UNSET) : 1 + random.nextInt(3));
        }
        if (oneIn(25)) {
            match.set(Fields.TUN_ID, random.nextInt(2), 1);
        }
        if (oneIn(25)) {
            match.set(Fields.PKT_MARK, 0, 1);
        }
        if (oneIn(10)) {
            match.set(Fields.CONJ_ID, random.nextInt(CONJUNCTIONS));
        }
        if (oneIn(5)) {
            masked(match, Fields.ETH_SRC, Pool.station(random), 0xffff_ffff_ff00L);
        }
        if (oneIn(4)) {
            masked(match, Fields.ETH_DST, Pool.destination(random), 0x0100_0000_0000L);
        }
        if (oneIn(4)) {
            vlan(match);
        }
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> ipv4(match);
            case 3, 4 -> ipv6(match);
            case 5 -> arp(match);
            default -> match.set(Fields.ETH_TYPE, oneIn(2) ? 0x88cc : 0x0800);
        }
        return oneIn(6) ? Match.ANY : match.build();
    }

    private void masked(MatchBuilder match, Field field, long value, long mask) {
        long used = oneIn(3) ? mask : field.ones();
        match.set(field, value & used, used);
    }

    private void vlan(MatchBuilder match) {
        switch (random.nextInt(4)) {
            case 0 -> match.set(Fields.VLAN_TCI, 0);
            case 1 -> match.set(Fields.VLAN_TCI, 0x1000, 0x1000);
            case 2 -> match.set(Fields.DL_VLAN_PCP, random.nextInt(4));
            default -> match.set(Fields.DL_VLAN, Pool.vlan(random));
        }
    }

    private void ipv4(MatchBuilder match) {
        boolean transport = oneIn(2);
        Protocol protocol = transport ? pick(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.ICMP) : Protocol.IP;
        match.protocol(protocol);
        if (oneIn(2)) {
            prefix(match, Fields.NW_SRC);
        }
        if (oneIn(2)) {
            prefix(match, Fields.NW_DST);
        }
        network(match);
        if (transport) {
            transport(match, protocol);
        }
    }

    private void prefix(MatchBuilder match, Field field) {
        long mask = -1L << pick(0, 0, 8, 16, 24) & 0xffff_ffffL;
        match.set(field, Pool.ipv4(random) & mask, mask);
    }

    private void network(MatchBuilder match) {
        if (oneIn(8)) {
            match.set(Fields.NW_TTL, Pool.ttl(random));
        }
        if (oneIn(8)) {
            match.set(Fields.NW_ECN, random.nextInt(4));
        }
        if (oneIn(8)) {
            match.set(Fields.IP_DSCP, Pool.tos(random) >> 2);
        }
        if (oneIn(8)) {
            match.set(Fields.IP_FRAG, random.nextInt(2), 1);
        }
    }

    private void ipv6(MatchBuilder match) {
        boolean transport = oneIn(2);
        Protocol protocol =
                transport ? pick(Protocol.TCP6, Protocol.UDP6, Protocol.SCTP6, Protocol.ICMP6) : Protocol.IPV6;
        match.protocol(protocol);
        if (oneIn(2)) {
            match.setWide(Fields.IPV6_SRC, Pool.ipv6High(random), Pool.ipv6Low(random));
        }
        if (oneIn(2)) {
            match.set(Fields.IPV6_DST, new io.weft.flow.match.FieldValue(Pool.ipv6High(random), 0, -1L, 0));
        }
        if (oneIn(8)) {
            match.set(Fields.IPV6_LABEL, random.nextInt(3));
        }
        network(match);
        if (protocol == Protocol.ICMP6 && oneIn(2)) {
            match.set(Fields.ICMPV6_TYPE, 135).set(Fields.ICMPV6_CODE, 0);
            if (oneIn(2)) {
                match.setWide(Fields.ND_TARGET, Pool.ipv6High(random), Pool.ipv6Low(random));
            }
            if (oneIn(2)) {
                match.set(Fields.ND_SLL, Pool.station(random));
            }
        } else if (transport) {
            transport(match, protocol);
        }
    }

    private void transport(MatchBuilder match, Protocol protocol) {
        switch (protocol) {
            case TCP, TCP6 -> {
                ports(match, Fields.TCP_SRC, Fields.TCP_DST);
                if (oneIn(4)) {
                    match.set(Fields.TCP_FLAGS, 2, 0x12);
                }
            }
            case UDP, UDP6 -> ports(match, Fields.UDP_SRC, Fields.UDP_DST);
            case SCTP, SCTP6 -> ports(match, Fields.SCTP_SRC, Fields.SCTP_DST);
            case ICMP -> match.set(Fields.ICMP_TYPE, oneIn(2) ? 8 : 0);
            default -> match.set(Fields.ICMPV6_TYPE, 128);
        }
    }

    private void ports(MatchBuilder match, Field source, Field destination) {
        if (oneIn(3)) {
            match.set(source, Pool.transportPort(random) & 0xfff0, 0xfff0);
        }
        if (oneIn(2)) {
            match.set(destination, Pool.transportPort(random));
        }
    }

    private void arp(MatchBuilder match) {
        match.protocol(Protocol.ARP);
        if (oneIn(2)) {
            match.set(Fields.ARP_OP, 1 + random.nextInt(2));
        }
        if (oneIn(3)) {
            prefix(match, Fields.ARP_SPA);
        }
        if (oneIn(3)) {
            prefix(match, Fields.ARP_TPA);
        }
        if (oneIn(4)) {
            match.set(Fields.ARP_SHA, Pool.station(random));
        }
    }

    // ---- actions

    /** One to six actions for an entry of {@code table} with {@code match}, then instructions; now and then none. */
    public List<Action> actions(Match match, int table) {
        matchAround = match;
        List<Action> actions = new ArrayList<>();
        int count = oneIn(12) ? 0 : 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            boolean added = false;
            for (int attempt = 0; attempt < 3 && !added; attempt++) {
                added = addIfAllowed(actions, action(table), match, table);
            }
        }
        if (oneIn(12)) {
            addIfAllowed(actions, new Action.ClearActions(), match, table);
        }
        if (oneIn(6)) {
            addIfAllowed(actions, new Action.WriteActions(several(table, Action.WriteActions::new)), match, table);
        }
        if (oneIn(12)) {
            addIfAllowed(actions, new Action.WriteMetadata(random.nextInt(4), 3), match, table);
        }
        if (table < TABLES - 1 && oneIn(6)) {
            Action next = new Action.GotoTable(table + 1 + random.nextInt(TABLES - 1 - table));
            addIfAllowed(actions, next, match, table);
        }
        return actions;
    }

    /** What a switch would refuse is left out: the random worlds are those that can be. */
    private static boolean addIfAllowed(List<Action> actions, Action action, Match match, int table) {
        actions.add(action);
        try {
            ActionChecks.check(actions, match, table);
            return true;
        } catch (FieldException e) {
            actions.removeLast();
            return false;
        }
    }

    /** Actions that may stand inside of another one, which {@code around} makes of them. */
    private List<Action> several(int table, Function<List<Action>, Action> around) {
        List<Action> actions = new ArrayList<>();
        for (int i = 4 + random.nextInt(4); i >= 0 && actions.size() < 4; i--) {
            Action action = action(table);
            if (!(action instanceof Action.Drop)
                    && addIfAllowed(new ArrayList<>(), around.apply(List.of(action)), matchAround, table)) {
                actions.add(action);
            }
        }
        return actions;
    }

    private Action action(int table) {
        if (withGroups && oneIn(12)) {
            return new Action.Group(random.nextInt(GROUPS));
        }
        return switch (random.nextInt(checksLengths ? 28 : 26)) {
            case 0, 1, 2, 3 -> new Action.Output(oneIn(12) ? 99 : 1 + random.nextInt(Pool.PORTS));
            case 4, 5, 6 -> new Action.Normal();
            case 7 -> oneIn(2) ? new Action.Flood() : new Action.All();
            case 8 -> oneIn(2) ? new Action.InPort() : new Action.Output(Ports.LOCAL);
            case 9 -> new Action.Controller(oneIn(2) ? Action.Controller.WHOLE : random.nextInt(100));
            case 10 -> new Action.PushVlan(oneIn(3) ? 0x88a8 : 0x8100);
            case 11 -> new Action.StripVlan();
            case 12 -> oneIn(4) ? new Action.Drop() : new Action.DecTtl(oneIn(2) ? List.of(0) : List.of(3, 4));
            case 13 -> modify();
            case 14, 15, 16 -> resubmit(table);
            case 17, 18, 19, 20 -> bits();
            case 21 -> new Action.Clone(several(table, Action.Clone::new));
            case 22 -> beside(table);
            case 26, 27 -> checkLength();
            default -> setField();
        };
    }

    /** Actions on runs of bits, and on the stack. */
    private Action bits() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                Subfield target = subfield(pick(WRITABLE), 64);
                yield new Action.Load(
                        target, random.nextLong() & (target.width() == 64 ? -1L : (1L << target.width()) - 1));
            }
            case 2, 3 -> {
                Subfield target = subfield(pick(WRITABLE), 128);
                Field from = pick(READABLE);
                int width = Math.min(target.width(), from.width());
                Subfield source = new Subfield(from, random.nextInt(from.width() - width + 1), width);
                yield new Action.Move(source, new Subfield(target.field(), target.offset(), width));
            }
            case 4 -> new Action.Push(subfield(pick(READABLE), 128));
            default -> new Action.Pop(subfield(pick(WRITABLE), 128));
        };
    }

    private Subfield subfield(Field field, int widest) {
        int width = oneIn(2) ? Math.min(field.width(), widest) : 1 + random.nextInt(Math.min(field.width(), widest));
        return new Subfield(field, random.nextInt(field.width() - width + 1), width);
    }

    /** What is seldom seen. */
    private Action beside(int table) {
        int port = 1 + random.nextInt(Pool.PORTS);
        return switch (random.nextInt(8)) {
            case 0 -> oneIn(3) ? new Action.Exit() : new Action.Note(Bytes.of((byte) table));
            case 1 -> new Action.SetQueue(random.nextInt(5));
            case 2 -> new Action.PopQueue();
            case 3 -> new Action.Enqueue(oneIn(4) ? Ports.IN_PORT : port, random.nextInt(5));
            case 4 -> new Action.SetTunnel(random.nextInt(9), false);
            case 5 -> new Action.OutputField(new Subfield(Fields.reg(0), 0, oneIn(2) ? 16 : 32), 50);
            case 6 -> new Action.Load(new Subfield(Fields.reg(0), 0, 32), oneIn(2) ? port : 0xfff8 + random.nextInt(8));
            default -> new Action.OutputTruncated(oneIn(4) ? Ports.IN_PORT : port, 14 + random.nextInt(60));
        };
    }

    private Action resubmit(int table) {
        int port = oneIn(4) ? 1 + random.nextInt(Pool.PORTS) : Ports.UNSET;
        return new Action.Resubmit(port, oneIn(40) ? random.nextInt(TABLES) : table + 1);
    }

    private Action checkLength() {
        Field to = pick(Fields.reg(0), Fields.reg(3), Fields.METADATA);
        return new Action.CheckPacketLarger(pick(50, 58, 60, 64, 70, 90), new Subfield(to, random.nextInt(2), 1));
    }

    private Action modify() {
        ModifyKind kind = pick(ModifyKind.values());
        long value = switch (kind) {
            case MOD_DL_SRC, MOD_DL_DST -> Pool.station(random);
            case MOD_VLAN_VID -> Pool.vlan(random);
            case MOD_VLAN_PCP, MOD_NW_ECN -> random.nextInt(4);
            case MOD_NW_SRC, MOD_NW_DST -> Integer.toUnsignedLong(Pool.ipv4(random));
            case MOD_NW_TOS -> Pool.tos(random) & 0xfc;
            case MOD_NW_TTL -> Pool.ttl(random);
            case MOD_TP_SRC, MOD_TP_DST -> Pool.transportPort(random);
        };
        return new Action.Modify(kind, value);
    }

    private Action setField() {
        Field field = pick(WRITABLE);
        long high = field.isWide() ? Pool.ipv6High(random) : 0;
        long mask = field.maskable() && oneIn(3) ? random.nextLong() & field.ones() : field.ones();
        long maskHigh = field.isWide() ? mask : 0;
        long low = value(field) & field.ones();
        if (field.equals(Fields.NW_TOS)) {
            low &= 0xfc;
            mask = 0xfc;
        }
        return new Action.SetField(field, high & maskHigh, low & mask, maskHigh, mask);
    }

    private long value(Field field) {
        return switch (field.name()) {
            case "eth_src", "eth_dst", "arp_sha", "arp_tha", "nd_sll", "nd_tll" -> Pool.station(random);
            case "nw_src", "nw_dst", "arp_spa", "arp_tpa" -> Pool.ipv4(random);
            case "vlan_tci", "vlan_vid" -> Pool.vlan(random) | (oneIn(4) ? 0 : 0x1000);
            case "dl_vlan" -> Pool.vlan(random);
            case "in_port", "NXM_OF_IN_PORT" -> 1 + random.nextInt(Pool.PORTS);
            case "arp_op" -> 1 + random.nextInt(2);
            case "icmpv6_type" -> 134 + random.nextInt(3);
            case "icmp_type" -> random.nextInt(9);
            case "nw_ttl" -> Pool.ttl(random);
            case "nw_tos" -> Pool.tos(random);
            case "reg0", "metadata", "vlan_pcp", "nw_ecn", "ipv6_label" -> random.nextInt(3);
            case "ipv6_src", "ipv6_dst", "nd_target" -> Pool.ipv6Low(random);
            default -> Pool.transportPort(random);
        };
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
