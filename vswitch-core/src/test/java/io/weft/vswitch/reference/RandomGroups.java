package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupType;
import io.weft.flow.group.Selection;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random changes of groups 0 to {@link RandomFlows#GROUPS} - 1; some are not allowed. */
public final class RandomGroups {
    private static final Field[] HASHED = {
        Fields.IN_PORT,
        Fields.ETH_SRC,
        Fields.VLAN_TCI,
        Fields.NW_SRC,
        Fields.NW_DST,
        Fields.IPV6_DST,
        Fields.NW_PROTO,
        Fields.TCP_DST,
        Fields.UDP_SRC,
        Fields.reg(0),
        Fields.METADATA
    };

    private final Random random;
    private final RandomFlows flows;

    public RandomGroups(long seed, RandomFlows flows) {
        random = new Random(seed);
        this.flows = flows;
    }

    /** All groups, each leading at most to ones of lower numbers. */
    public List<GroupMod> all() {
        List<GroupMod> mods = new ArrayList<>();
        for (int id = 0; id < RandomFlows.GROUPS; id++) {
            mods.add(define(id));
        }
        return mods;
    }

    /** One change. */
    public GroupMod change() {
        int id = random.nextInt(RandomFlows.GROUPS);
        return switch (random.nextInt(8)) {
            case 0 -> GroupMod.delete(id);
            case 1 ->
                GroupMod.insertBuckets(
                        id, random.nextBoolean() ? GroupMod.FIRST : GroupMod.LAST, List.of(bucket(id, 10)));
            case 2 -> GroupMod.removeBuckets(id, random.nextBoolean() ? GroupMod.FIRST : GroupMod.LAST);
            default -> define(id);
        };
    }

    private GroupMod define(int id) {
        GroupType type = GroupType.values()[random.nextInt(GroupType.values().length)];
        int count = type == GroupType.INDIRECT ? 1 : random.nextInt(5);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buckets.add(bucket(id, i));
        }
        Selection selection = type == GroupType.SELECT ? selection() : Selection.DEFAULT;
        return new GroupMod(GroupMod.Kind.ADD_OR_MODIFY, id, 0, type, selection, buckets);
    }

    private Bucket bucket(int id, int number) {
        int port = random.nextInt(3) == 0 ? Ports.NONE : 1 + random.nextInt(Pool.PORTS + 1);
        long group = random.nextInt(3) == 0 ? random.nextInt(RandomFlows.GROUPS) : Group.ANY;
        return new Bucket(number, random.nextInt(4), port, group, actions(id));
    }

    private List<Action> actions(int id) {
        List<Action> actions = new ArrayList<>();
        for (Action action : flows.actions(Match.ANY, 1)) {
            boolean instruction = action instanceof Action.GotoTable
                    || action instanceof Action.WriteActions
                    || action instanceof Action.ClearActions
                    || action instanceof Action.WriteMetadata;
            boolean back = action instanceof Action.Group group && group.groupId() >= id && random.nextInt(20) > 0;
            if (!instruction && !back) {
                actions.add(action);
            }
        }
        return actions;
    }

    private Selection selection() {
        if (random.nextBoolean()) {
            return random.nextBoolean()
                    ? Selection.DEFAULT
                    : new Selection(Selection.Method.DP_HASH, random.nextInt(3), List.of());
        }
        List<FieldMatch> fields = new ArrayList<>();
        for (Field field : HASHED) {
            if (random.nextInt(5) == 0) {
                long mask = field.maskable() && random.nextBoolean() ? random.nextLong() & field.ones() : field.ones();
                fields.add(new FieldMatch(
                        field, new FieldValue(field.isWide() ? mask : 0, mask, field.isWide() ? mask : 0, mask)));
            }
        }
        return new Selection(Selection.Method.HASH, random.nextInt(3), fields);
    }
}
