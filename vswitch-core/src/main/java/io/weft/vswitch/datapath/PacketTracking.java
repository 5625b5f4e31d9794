package io.weft.vswitch.datapath;

import io.weft.vswitch.track.KnownConnections;
import io.weft.vswitch.track.NatResult;
import io.weft.vswitch.track.PacketTracker;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackReason;

/** One PMD's way to the connection tracker: what {@link PacketTracker} does, or a simple model of it. */
public interface PacketTracking {
    /** As {@link PacketTracker#track}. */
    void track(TrackOrder order, long packet, long layers, long key, long prior, long nowMs);

    /** As {@link PacketTracker#refuse}. */
    void refuse(TrackOrder order, TrackReason why);

    /** As {@link PacketTracker#writeTo}: the connection words of a whole key. */
    void writeTo(long[] key);

    /** As {@link PacketTracker#nat}: what the packet of the last {@link #track} is to become. */
    NatResult nat();

    /** As {@link PacketTracker#isNewcomer}. */
    boolean isNewcomer();

    /** As {@link PacketTracker#touch}. */
    long touch(TrackOrder order, long key);

    /** As {@link PacketTracker#isUnknown}. */
    boolean isUnknown(TrackOrder order, long key);

    /** The short way to connections that are there, with the same outcome; null where there is none. */
    default KnownConnections known() {
        return null;
    }

    /** The tracker itself. */
    static PacketTracking of(PacketTracker tracker) {
        return new PacketTracking() {
            @Override
            public void track(TrackOrder order, long packet, long layers, long key, long prior, long nowMs) {
                tracker.track(order, packet, layers, key, prior, nowMs);
            }

            @Override
            public void refuse(TrackOrder order, TrackReason why) {
                tracker.refuse(order, why);
            }

            @Override
            public void writeTo(long[] key) {
                tracker.writeTo(key);
            }

            @Override
            public NatResult nat() {
                return tracker.nat();
            }

            @Override
            public boolean isNewcomer() {
                return tracker.isNewcomer();
            }

            @Override
            public long touch(TrackOrder order, long key) {
                return tracker.touch(order, key);
            }

            @Override
            public boolean isUnknown(TrackOrder order, long key) {
                return tracker.isUnknown(order, key);
            }

            @Override
            public KnownConnections known() {
                return tracker.known();
            }
        };
    }
}
