package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.track.CtWords;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What a megaflow of packets that come round is to its PMD: where they are looked up, what is done to them, and their figures.
 *
 * <p>Thread-safety: the PMD writes; the figures are for others, too.
 */
final class RecirculatedFlow {
    private static final VarHandle PACKETS = handle("packets");
    private static final VarHandle BYTES = handle("bytes");
    private static final VarHandle USED = handle("usedNs");

    final RecirculationNode node;

    /** As {@link CtWords} has them. */
    final long[] key;

    final long[] mask;
    final PreparedProgram prepared;

    /** Its number in its node, while it is there; less than 2^39 for decades. */
    long number;

    /** The only port that its packets are sent to, or -1 when more is done to them. */
    final int onlyOutput;

    /** Whether it is told apart from others by no more of a connection's state than the first of {@link CtWords}, or by what never changes of it. */
    final boolean isForAnyLabel;

    private final long stateMask;
    private final long stateKey;

    /** The words of a short packet's key in which its mask has bits, their bits and what they must be; then those about the connection. */
    private int[] places = {};

    private long[] compared = {};
    private int packetPlaces;
    private boolean isForShortKeys = true;
    private long packets;
    private long bytes;

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long usedNs;

    RecirculatedFlow(RecirculationNode node, long[] key, long[] mask, PreparedProgram prepared, long nowNs) {
        this.node = node;
        this.key = key;
        this.mask = mask;
        this.prepared = prepared;
        usedNs = nowNs;
        onlyOutput = prepared.onlyOutput;
        stateMask = mask[FlowKey.PACKET_WORDS];
        stateKey = key[FlowKey.PACKET_WORDS] & stateMask;
        isForAnyLabel = (mask[FlowKey.PACKET_WORDS + 2] | mask[FlowKey.PACKET_WORDS + 3]) == 0;
        prepareComparison();
    }

    private void prepareComparison() {
        int count = 0;
        int[] found = new int[mask.length];
        for (int word = 0; word < mask.length; word++) {
            boolean isOfLongKeys = word >= FlowKey.SHORT_WORDS && word < FlowKey.PACKET_WORDS;
            if (isOfLongKeys) {
                isForShortKeys &= (key[word] & mask[word]) == 0;
            } else if (mask[word] != 0) {
                packetPlaces += word < FlowKey.SHORT_WORDS ? 1 : 0;
                found[count++] = word;
            }
        }
        places = Arrays.copyOf(found, count);
        compared = new long[2 * count];
        for (int n = 0; n < count; n++) {
            compared[2 * n] = mask[places[n]];
            compared[2 * n + 1] = key[places[n]] & mask[places[n]];
        }
    }

    /**
     * Whether it is that of a packet.
     *
     * @param packetKey address of the packet's key, a short one
     * @param connection its connection words, from {@code at} on
     */
    boolean matches(long packetKey, long[] connection, int at) {
        long difference = isForShortKeys ? 0 : 1;
        int n = 0;
        for (; n < packetPlaces; n++) {
            difference |= Memory.getLong(packetKey + 8L * places[n]) & compared[2 * n] ^ compared[2 * n + 1];
        }
        for (; n < places.length; n++) {
            difference |= connection[at + places[n] - FlowKey.PACKET_WORDS] & compared[2 * n] ^ compared[2 * n + 1];
        }
        return difference == 0;
    }

    /** Reads what {@link #matches} and {@link #count} will read; the result means nothing. */
    long touch() {
        int last = places.length - 1;
        return packets + (last < 0 ? 0 : places[last] + compared[0] + compared[2 * last]);
    }

    /** Whether state and mark, {@link CtWords#stateAndMark}, are those of its packets. */
    boolean matchesState(long stateAndMark) {
        return (stateAndMark & stateMask) == stateKey;
    }

    /** Whether all that happens to its packets is that they are sent. */
    boolean isOnlySent() {
        return onlyOutput >= 0;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(RecirculatedFlow.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void count(long length, long nowNs) {
        PACKETS.setOpaque(this, packets + 1);
        BYTES.setOpaque(this, bytes + length);
        USED.setOpaque(this, nowNs);
    }

    long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    long usedNs() {
        return (long) USED.getOpaque(this);
    }
}
