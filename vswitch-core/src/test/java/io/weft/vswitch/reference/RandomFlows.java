package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.MirrorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports and flow entries that random packets meet: matches over all headers with prefixes and partial masks, actions of every kind,
 * resubmits forwards and back. The same seed gives the same flows.
 */
public final class RandomFlows {
    /** Tables that hold entries: 0 to this, exclusive. */
    public static final int TABLES = 5;

    static final int CONJUNCTIONS = 3;

    /** Groups that entries name, if they name any. */
    public static final int GROUPS = 6;

    private final Random random;
    private final String prefix;
    private final RandomMatches matches;
    private final RandomActions actions;
    private RandomConnections connections;

    public RandomFlows(long seed) {
        this(seed, "p");
    }

    /** @param ports what the names of ports begin with, which a number follows */
    public RandomFlows(long seed, String ports) {
        random = new Random(seed);
        prefix = ports;
        matches = new RandomMatches(random);
        actions = new RandomActions(random);
    }

    /**
     * Lets some entries ask for the length of the packet. The statistics of what only packets of some lengths pass are then not exact.
     * Returns this.
     */
    public RandomFlows withLengthChecks() {
        actions.checkLengths();
        return this;
    }

    /** From here on entries reject packets. */
    public void useRejects() {
        actions.useRejects();
    }

    /** From here on entries use groups. */
    public void useGroups() {
        actions.useGroups();
    }

    /**
     * From here on entries track packets and match what the tracker says.
     *
     * @param translates whether some give connections other addresses, too
     */
    public void useConnections(boolean translates) {
        connections = new RandomConnections(random);
        if (translates) {
            connections.translate();
        }
        matches.useConnections();
        actions.useConnections(translates);
    }

    /** Ports with datapath ports 0 to 5 and OpenFlow numbers 1 to 6 (the last one LOCAL now and then), VLANs of every mode. */
    public List<BridgePort> ports() {
        List<BridgePort> ports = new ArrayList<>();
        for (int i = 0; i < Pool.PORTS; i++) {
            boolean local = i == Pool.PORTS - 1 && random.nextBoolean();
            ports.add(new BridgePort(
                    prefix + i, i, local ? Ports.LOCAL : i + 1, vlan(), oneIn(10), oneIn(20), oneIn(20), !oneIn(20)));
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
                    span ? prefix + random.nextInt(Pool.PORTS) : "",
                    span ? 0 : 10 * (1 + random.nextInt(4)),
                    oneIn(3) ? 14 + random.nextInt(80) : 0));
        }
        return mirrors;
    }

    private List<String> someNames() {
        List<String> names = new ArrayList<>();
        for (int port = 0; port < Pool.PORTS; port++) {
            if (oneIn(3)) {
                names.add(prefix + port);
            }
        }
        return names;
    }

    /** Entries for all tables, a low one in table 0 included, so that most packets pass. */
    public List<FlowMod> tables(int entries) {
        List<FlowMod> mods = new ArrayList<>();
        mods.add(FlowMod.add(
                0, 0, Match.ANY, 0, List.of(oneIn(3) ? new Action.Resubmit(Ports.UNSET, 1) : new Action.Normal())));
        if (connections != null) {
            mods.addAll(connections.firewall());
        }
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

    /** A random match; about one in six matches everything. */
    public Match match() {
        return matches.next();
    }

    /** One to six actions for an entry of {@code table} with {@code match}, then instructions; now and then none. */
    public List<Action> actions(Match match, int table) {
        return actions.next(match, table);
    }
}
