package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.counters.DropReason;
import java.util.List;

/**
 * Groups and meters. A bucket is an action set, executed on a copy of the packet; what it changes is gone afterwards, and an {@code exit} in it
 * ends that bucket alone.
 */
final class GroupActions {
    /** Buckets that one packet may pass, in all groups together. */
    static final int MAX_BUCKETS = 65_536;

    private final Run run;
    private final BucketChoice choice;

    GroupActions(Run run) {
        this.run = run;
        choice = new BucketChoice(run);
    }

    void group(long groupId) {
        if (run.stack.depth() >= Translator.MAX_DEPTH) {
            run.emission.giveUp(DropReason.RECURSION_TOO_DEEP);
            return;
        }
        GroupEntry entry = run.bridge.groups().get(groupId);
        if (entry == null) {
            run.out.credit(new TargetUse.Group(null, GroupEntry.NO_BUCKET));
            run.warn("output to nonexistent group " + groupId);
            run.emission.drop(DropReason.NO_SUCH_GROUP);
            run.stack.skipRest(); // whoever led here goes on
            return;
        }
        switch (entry.group().type()) {
            case ALL, INDIRECT -> all(entry);
            case SELECT -> one(entry, choice.select(entry.group()));
            case FF -> one(entry, choice.firstLive(entry.group()));
        }
    }

    private void all(GroupEntry entry) {
        run.out.credit(new TargetUse.Group(entry, GroupEntry.ALL_BUCKETS));
        List<Bucket> list = entry.group().buckets();
        if (list.isEmpty()) {
            run.emission.drop(DropReason.NO_LIVE_BUCKET);
        }
        if (!admit(list.size())) {
            return;
        }
        int depth = run.stack.depth();
        for (int i = list.size() - 1; i >= 0; i--) {
            begin(list.get(i), depth);
        }
    }

    private void one(GroupEntry entry, int index) {
        if (index < 0) {
            run.out.credit(new TargetUse.Group(entry, GroupEntry.NO_BUCKET));
            run.decide("no live bucket");
            run.emission.drop(DropReason.NO_LIVE_BUCKET);
            return;
        }
        run.out.credit(new TargetUse.Group(entry, index));
        Bucket bucket = entry.group().buckets().get(index);
        run.decide("using bucket " + bucket.id());
        if (admit(1)) {
            begin(bucket, run.stack.depth());
        }
    }

    private boolean admit(int count) {
        run.buckets += count;
        if (run.buckets > MAX_BUCKETS) {
            run.emission.giveUp(DropReason.TOO_MANY_RESUBMITS);
            return false;
        }
        return true;
    }

    private void begin(Bucket bucket, int depth) {
        List<Action> actions = ActionSet.inOrder(bucket.actions());
        if (actions.isEmpty()) {
            run.emission.drop(DropReason.ACTION_DROP);
        }
        run.stack.pushBucket(actions, bucket.id(), depth);
    }

    void meter(long meterId) {
        MeterEntry meter = run.meter(meterId);
        if (meter == null) {
            run.warn("there is no meter " + meterId);
        } else {
            run.emission.meter(meter.number());
        }
    }
}
