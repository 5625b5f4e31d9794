package io.weft.vswitch.program;

import io.weft.flow.action.Bytes;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.match.Match;

/**
 * What goes to the controllers with the bytes of a packet: the constant of a CONTROLLER instruction. Immutable.
 *
 * @param maxLength bytes of the packet that are sent, 0 to 65535
 * @param reason why it is sent
 * @param controllerId the controllers that get it; 0: every one that did not choose an id
 * @param userdata bytes that come back with the packet-in
 * @param table the table that holds the entry
 * @param cookie of the entry; {@link #NO_COOKIE} when no entry matched or the actions come from elsewhere
 * @param pipeline metadata, registers and tunnel fields that are not 0
 * @param meterId the meter that limits it, or 0
 */
public record Upcall(
        int maxLength,
        PacketInReason reason,
        int controllerId,
        Bytes userdata,
        int table,
        long cookie,
        Match pipeline,
        int meterId) {
    /** The cookie where there is no entry. */
    public static final long NO_COOKIE = -1L;

    /** With a reason and a length alone. */
    public static Upcall of(PacketInReason reason, int maxLength) {
        return new Upcall(maxLength, reason, 0, Bytes.EMPTY, 0, NO_COOKIE, Match.ANY, 0);
    }
}
