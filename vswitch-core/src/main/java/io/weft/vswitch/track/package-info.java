/**
 * Connection tracking: what {@code ct()} knows of the packets that came before.
 *
 * <p>Start at {@link io.weft.vswitch.track.ConnectionTracker} and {@link io.weft.vswitch.track.PacketTracker}.
 */
package io.weft.vswitch.track;
