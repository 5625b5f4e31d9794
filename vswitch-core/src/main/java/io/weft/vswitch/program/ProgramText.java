package io.weft.vswitch.program;

import io.weft.flow.key.FlowKey;
import io.weft.vswitch.frozen.RecirculationIds;
import java.util.function.IntFunction;

/**
 * Writes a program as the action list of {@code dpctl/dump-flows} and {@code ofproto/trace}, in the syntax of Open vSwitch.
 *
 * <p>A program speaks of key words, the text of headers, so the text depends on what is known of the packets: their key, and which of its
 * bits all of them share. Nothing is known where there is no key; headers then have names that fit any ({@code ip}, {@code l4}).
 */
public final class ProgramText {
    private static final long[] NOTHING = new long[FlowKey.PACKET_WORDS];

    private ProgramText() {}

    /** The actions for packets of any kind, comma-separated, ports by {@code portName}; {@code drop} for a program that sends nothing. */
    public static String format(Program program, IntFunction<String> portName) {
        return new ProgramWriter(new PacketState(null, NOTHING, NOTHING), new RecirculationIds(), portName, false)
                .write(program);
    }

    /**
     * The actions for the packets of a megaflow.
     *
     * @param key its key, packet words at least
     * @param mask the bits that all its packets share
     * @param ids the numbers of places where packets go round
     */
    public static String format(
            Program program, long[] key, long[] mask, RecirculationIds ids, IntFunction<String> portName) {
        return new ProgramWriter(new PacketState(key, mask, mask), ids, portName, false).write(program);
    }

    /**
     * The actions for one packet, as Open vSwitch's trace has them: what sets nothing new in this packet is left out, although the program
     * does it to every packet of the megaflow.
     *
     * @param key its key, packet words at least
     * @param mask the bits that the tables looked at
     * @param ids the numbers of places where packets go round
     * @param isSent whether what goes to the controller really goes there
     */
    public static String formatFor(
            Program program,
            long[] key,
            long[] mask,
            RecirculationIds ids,
            boolean isSent,
            IntFunction<String> portName) {
        long[] all = new long[FlowKey.PACKET_WORDS];
        java.util.Arrays.fill(all, -1L);
        return new ProgramWriter(new PacketState(key, all, mask), ids, portName, !isSent).write(program);
    }
}
