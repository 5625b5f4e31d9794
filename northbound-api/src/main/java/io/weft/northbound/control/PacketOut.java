package io.weft.northbound.control;

import io.weft.flow.action.Action;
import java.util.List;

/**
 * A frame over which a bridge runs actions.
 *
 * @param inPort number of the port it is taken to come from, or {@link io.weft.flow.action.Ports#CONTROLLER}
 * @param frame 14 to 65,535 bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on once, never compared
public record PacketOut(String bridge, int inPort, List<Action> actions, byte[] frame) {
    public PacketOut {
        actions = List.copyOf(actions);
    }
}
