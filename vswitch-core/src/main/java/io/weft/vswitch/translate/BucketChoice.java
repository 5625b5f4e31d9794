package io.weft.vswitch.translate;

import io.weft.flow.action.HashFields;
import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.group.Selection;
import io.weft.flow.hash.FieldHash;
import io.weft.flow.key.Field;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Which bucket of a group a packet goes to.
 *
 * <p>A {@code select} group draws lots: every live bucket gets a number between 0 and 1 from the hash of the packet and its own id, and the bucket
 * of the smallest {@code -ln(number) / weight} has won (weighted rendezvous hashing). Each bucket wins as often as its share of the weights, and a
 * bucket that comes, goes or dies moves only the packets that it wins or had won.
 */
final class BucketChoice {
    /** Groups that watch groups may nest this deep. */
    private static final int MAX_LIVENESS_DEPTH = 128;

    private static final double TWO_TO_32 = 4_294_967_296.0;

    private final Run run;

    /** Groups asked for one bucket: groups may watch each other. */
    private final LongHashSet asked = new LongHashSet();

    BucketChoice(Run run) {
        this.run = run;
    }

    /** The first live bucket's place, or -1. */
    int firstLive(Group group) {
        List<Bucket> buckets = group.buckets();
        for (int i = 0; i < buckets.size(); i++) {
            if (isLive(buckets.get(i))) {
                return i;
            }
            explain(buckets.get(i));
        }
        return -1;
    }

    /** The place of the live bucket that the packet's hash chooses, or -1. */
    int select(Group group) {
        List<Bucket> buckets = group.buckets();
        int hash = hash(group.selection());
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            if (bucket.weight() == 0 || !isLive(bucket)) {
                explain(bucket);
                continue;
            }
            double lot = lot(hash, bucket);
            if (lot < least) {
                least = lot;
                best = i;
            }
        }
        return best;
    }

    /** Strict arithmetic: every thread must draw the same lot, compiled or not. */
    private static double lot(int hash, Bucket bucket) {
        long drawn = Integer.toUnsignedLong(FieldHash.hash(hash, Long.hashCode(bucket.id())));
        return -StrictMath.log((drawn + 0.5) / TWO_TO_32) / bucket.weight();
    }

    private void explain(Bucket bucket) {
        if (run.trace != null) {
            String port =
                    bucket.watchPort() == Ports.NONE ? "" : "port " + Integer.toUnsignedString(bucket.watchPort());
            String group = bucket.watchGroup() == Group.ANY ? "" : "group " + bucket.watchGroup();
            String both = port.isEmpty() || group.isEmpty() ? port + group : port + " and " + group;
            run.decide("bucket " + bucket.id() + ": not live due to " + both);
        }
    }

    private boolean isLive(Bucket bucket) {
        asked.clear();
        return isLive(bucket, 0);
    }

    private boolean isLive(Bucket bucket, int depth) {
        if (!bucket.watches()) {
            return true;
        }
        return bucket.watchPort() != Ports.NONE && run.bridge.isLive(bucket.watchPort())
                || bucket.watchGroup() != Group.ANY && isLive(bucket.watchGroup(), depth + 1);
    }

    /** A group that was asked before has no live bucket, or its answer is being looked for: either way it adds nothing. */
    private boolean isLive(long groupId, int depth) {
        GroupEntry entry =
                depth > MAX_LIVENESS_DEPTH ? null : run.bridge.groups().get(groupId);
        if (entry == null || !asked.add(groupId)) {
            return false;
        }
        for (Bucket bucket : entry.group().buckets()) {
            if (isLive(bucket, depth)) {
                return true;
            }
        }
        return false;
    }

    // ---- the hash of the packet

    private int hash(Selection selection) {
        int basis = Long.hashCode(selection.parameter());
        if (!selection.fields().isEmpty()) {
            return hash(selection.fields(), basis);
        }
        long[] key = run.packet.key();
        boolean layer2 = selection.method() == Selection.Method.HASH || !Prerequisites.isMetBy(Prerequisite.IP, key);
        HashFields fields = layer2 ? HashFields.SYMMETRIC_L4 : HashFields.SYMMETRIC_L3L4_UDP;
        run.packet.look(fields);
        return FieldHash.hash(fields, key, basis);
    }

    /** Fields that the packet does not have count for nothing. */
    private int hash(List<FieldMatch> fields, int basis) {
        int hash = basis;
        for (FieldMatch one : fields) {
            Field field = one.field();
            if (!run.packet.has(field.prerequisite())) {
                continue;
            }
            FieldValue bits = one.value();
            run.packet.look(field, bits.maskHigh(), bits.maskLow());
            long high = field.high(run.packet.key()) & bits.maskHigh();
            long low = field.low(run.packet.key()) & bits.maskLow();
            hash = FieldHash.hash(FieldHash.hash(hash, Long.hashCode(high)), (int) (low >>> 32));
            hash = FieldHash.hash(hash, (int) low);
        }
        return hash;
    }
}
