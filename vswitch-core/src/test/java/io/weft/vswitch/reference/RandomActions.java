package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.Ports;
import io.weft.flow.action.RejectAnswer;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Random action lists that a switch accepts, with actions of every kind and resubmits forwards and back. */
final class RandomActions {
    private final Random random;
    private final RandomFieldActions fields;
    private boolean checksLengths;
    private boolean withGroups;
    private boolean withConnections;
    private boolean withRejects;
    private final RandomConnections connections;
    private Match matchAround = Match.ANY;

    RandomActions(Random random) {
        this.random = random;
        fields = new RandomFieldActions(random);
        connections = new RandomConnections(random);
    }

    void checkLengths() {
        checksLengths = true;
    }

    void useGroups() {
        withGroups = true;
    }

    void useRejects() {
        withRejects = true;
    }

    void useConnections(boolean translates) {
        withConnections = true;
        if (translates) {
            connections.translate();
        }
    }

    /** One to six actions for an entry of {@code table} with {@code match}, then instructions; now and then none. */
    List<Action> next(Match match, int table) {
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
        if (table < RandomFlows.TABLES - 1 && oneIn(6)) {
            Action next = new Action.GotoTable(table + 1 + random.nextInt(RandomFlows.TABLES - 1 - table));
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
            return new Action.Group(random.nextInt(RandomFlows.GROUPS));
        }
        if (withRejects && oneIn(12)) {
            return new Action.Reject(RejectAnswer.values()[random.nextInt(RejectAnswer.values().length)]);
        }
        if (withConnections && oneIn(4)) {
            return connections.action(table);
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
            case 13 -> fields.modify();
            case 14, 15, 16 -> resubmit(table);
            case 17, 18, 19, 20 -> fields.bits();
            case 21 -> new Action.Clone(several(table, Action.Clone::new));
            case 22 -> beside(table);
            case 26, 27 -> checkLength();
            default -> fields.setField();
        };
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
        return new Action.Resubmit(port, oneIn(40) ? random.nextInt(RandomFlows.TABLES) : table + 1);
    }

    private Action checkLength() {
        Field to = pick(Fields.reg(0), Fields.reg(3), Fields.METADATA);
        return new Action.CheckPacketLarger(pick(50, 58, 60, 64, 70, 90), new Subfield(to, random.nextInt(2), 1));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
