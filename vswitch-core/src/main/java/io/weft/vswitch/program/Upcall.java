package io.weft.vswitch.program;

import io.weft.flow.action.Bytes;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.match.Match;
import io.weft.vswitch.frozen.FrozenState;

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
 * @param from where it is sent from, where that is not the bridge and port at which the packet arrived; or null
 * @param frozen how it goes on when a controller resumes it; null for a packet that does not wait for that
 */
public record Upcall(
        int maxLength,
        PacketInReason reason,
        int controllerId,
        Bytes userdata,
        int table,
        long cookie,
        Match pipeline,
        int meterId,
        From from,
        FrozenState frozen) {
    /** The cookie where there is no entry. */
    public static final long NO_COOKIE = -1L;

    private static final int WHOLE = 65535;

    /**
     * A bridge, and the port through which the packet came there.
     *
     * @param bridge its id
     * @param inPort an OpenFlow number
     */
    public record From(int bridge, int inPort) {}

    /** With a reason and a length alone. */
    public static Upcall of(PacketInReason reason, int maxLength) {
        return new Upcall(maxLength, reason, 0, Bytes.EMPTY, 0, NO_COOKIE, Match.ANY, 0, null, null);
    }

    /** Bytes of the packet that are really sent: of one that is to come back, all. */
    public int sentLength() {
        return frozen == null ? maxLength : WHOLE;
    }
}
