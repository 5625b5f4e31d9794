package io.weft.vswitch.reference;

import io.weft.vswitch.counters.DropReason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What became of one packet.
 *
 * @param outputs in the order of sending; NORMAL and FLOOD in order of port numbers
 * @param packetIns packets to the controller, in order
 * @param dropReason null when something was sent
 */
public record ReferenceResult(List<Output> outputs, List<ToController> packetIns, DropReason dropReason) {
    /** A frame sent to a datapath port; hexadecimal, so that equality is that of bytes. */
    public record Output(int datapathPort, String hex) {
        Output(int datapathPort, byte[] frame) {
            this(datapathPort, HexFormat.of().formatHex(frame));
        }
    }

    /** A frame, cut to what the action asked for, to the controller. */
    public record ToController(int reason, int totalLength, String hex) {}

    /** The frames sent to one port, in order. */
    public List<String> sentTo(int datapathPort) {
        List<String> frames = new ArrayList<>();
        for (Output output : outputs) {
            if (output.datapathPort() == datapathPort) {
                frames.add(output.hex());
            }
        }
        return frames;
    }
}
