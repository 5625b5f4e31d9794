package io.weft.vswitch.reference;

import io.weft.flow.action.HashFields;
import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.group.GroupType;
import io.weft.flow.group.Selection;
import io.weft.flow.hash.FieldHash;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldMatch;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which buckets of a group a packet passes, told by the rules alone. The hash is that of the switch, the choice is not. */
final class ReferenceGroup {
    private ReferenceGroup() {}

    /** Hears which buckets of a group a packet passed. */
    interface Counter {
        void count(GroupEntry entry, List<Bucket> buckets, int length);
    }

    /** Whether a packet counts for the group: when there is a bucket for it, or all buckets are meant. */
    static boolean counts(Group group, List<Bucket> chosen) {
        return group.type() == GroupType.ALL || group.type() == GroupType.INDIRECT || !chosen.isEmpty();
    }

    /** Why the packet goes nowhere, if its buckets send it nowhere. */
    static Optional<DropReason> reason(List<Bucket> chosen) {
        if (chosen.isEmpty()) {
            return Optional.of(DropReason.NO_LIVE_BUCKET);
        }
        boolean drops = chosen.stream()
                .anyMatch(bucket -> ReferenceActionSet.inOrder(bucket.actions()).isEmpty());
        return drops ? Optional.of(DropReason.ACTION_DROP) : Optional.empty();
    }

    /** The buckets, in order. */
    static List<Bucket> chosen(ReferenceBridge bridge, Group group, long[] key) {
        List<Bucket> live = new ArrayList<>();
        for (Bucket bucket : group.buckets()) {
            if (isLive(bridge, bucket, new HashSet<>())) {
                live.add(bucket);
            }
        }
        return switch (group.type()) {
            case ALL, INDIRECT -> group.buckets();
            case FF -> live.isEmpty() ? List.of() : List.of(live.getFirst());
            case SELECT -> lottery(group, live, key).map(List::of).orElse(List.of());
        };
    }

    private static Optional<Bucket> lottery(Group group, List<Bucket> live, long[] key) {
        int hash = hash(group.selection(), key);
        return live.stream().filter(bucket -> bucket.weight() > 0).min(Comparator.comparingDouble(bucket -> {
            double number = (Integer.toUnsignedLong(FieldHash.hash(hash, (int) bucket.id())) + 0.5) / (1L << 32);
            return -StrictMath.log(number) / bucket.weight();
        }));
    }

    private static int hash(Selection selection, long[] key) {
        int basis = (int) selection.parameter();
        if (selection.fields().isEmpty()) {
            boolean isIp = Fields.ETH_TYPE.low(key) == 0x0800 || Fields.ETH_TYPE.low(key) == 0x86dd;
            boolean ip = isIp && selection.method() != Selection.Method.HASH;
            return FieldHash.hash(ip ? HashFields.SYMMETRIC_L3L4_UDP : HashFields.SYMMETRIC_L4, key, basis);
        }
        int hash = basis;
        for (FieldMatch one : selection.fields()) {
            if (Prerequisites.isMetBy(one.field().prerequisite(), key)) {
                long high = one.field().high(key) & one.value().maskHigh();
                long low = one.field().low(key) & one.value().maskLow();
                hash = FieldHash.hash(hash, (int) (high ^ high >>> 32));
                hash = FieldHash.hash(hash, (int) (low >>> 32));
                hash = FieldHash.hash(hash, (int) low);
            }
        }
        return hash;
    }

    /** {@code asked}: groups that were asked for this bucket before. */
    private static boolean isLive(ReferenceBridge bridge, Bucket bucket, Set<Long> asked) {
        boolean watchesNothing = bucket.watchPort() == Ports.NONE && bucket.watchGroup() == Group.ANY;
        if (watchesNothing) {
            return true;
        }
        BridgePort port = bucket.watchPort() == Ports.NONE ? null : bridge.port(bucket.watchPort());
        if (port != null && (port.up() && port.linked() || port.ofPort() == Ports.LOCAL)) {
            return true;
        }
        GroupEntry watched = bridge.group(bucket.watchGroup());
        return watched != null
                && asked.add(bucket.watchGroup())
                && watched.group().buckets().stream().anyMatch(one -> isLive(bridge, one, asked));
    }
}
