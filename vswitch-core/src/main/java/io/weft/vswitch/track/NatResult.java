package io.weft.vswitch.track;

/**
 * What {@code nat} makes of one packet: the addresses and ports that it is to have. Scratch space of a {@link PacketTracker}, which fills it for each packet.
 *
 * <p>Numbers are as in the tracker: an IPv4 address in the low 64 bits, the source port in the upper 16 bits of {@code ports}; of ICMP the identifier is there.
 * Of an ICMP error they are those of a packet that goes where the error goes; the error's own addresses change on one side alone
 * ({@link #changesSource}), since who sends it need not be who is translated.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
public final class NatResult {
    private boolean applies;
    private boolean refused;
    private boolean error;
    private boolean source;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ports;
    private int sequenceShift;
    private int acknowledgementShift;
    private int textAt;
    private int textRemoved;
    private int textLength;
    private final byte[] text = new byte[FtpAnnouncement.MOST_TEXT];

    /** The packet stays as it is. */
    void clear() {
        applies = false;
        refused = false;
        sequenceShift = 0;
        acknowledgementShift = 0;
        textRemoved = 0;
    }

    /** The packet was to begin a translated connection and does not. */
    void refuse() {
        refused = true;
    }

    /** Numbers of a TCP segment move. */
    void shift(int sequence, int acknowledgement) {
        sequenceShift = sequence;
        acknowledgementShift = acknowledgement;
    }

    /** The first {@code written} bytes of {@link #text} replace bytes of the payload. */
    void replace(int at, int removed, int written) {
        textAt = at;
        textRemoved = removed;
        textLength = written;
    }

    /** The packet is to have this tuple. */
    void set(Tuple after, boolean changesSource, boolean isError) {
        applies = true;
        error = isError;
        source = changesSource;
        sourceHigh = after.sourceHigh;
        sourceLow = after.sourceLow;
        destinationHigh = after.destinationHigh;
        destinationLow = after.destinationLow;
        ports = after.ports;
    }

    /** Whether the packet is translated; all else means nothing if not. */
    public boolean applies() {
        return applies;
    }

    /** Whether the packet was to be translated and could not: as it is, it must not go on. */
    public boolean isRefused() {
        return refused;
    }

    /** Whether the packet is an ICMP error: what it quotes is translated, too. */
    public boolean isError() {
        return error;
    }

    /** Whether the connection's translation concerns the source in the direction of this packet, or else the destination. */
    public boolean changesSource() {
        return source;
    }

    /** Upper half of the source address; 0 for IPv4. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** Lower half of the source address, or the IPv4 address. */
    public long sourceLow() {
        return sourceLow;
    }

    /** Upper half of the destination address; 0 for IPv4. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** Lower half of the destination address, or the IPv4 address. */
    public long destinationLow() {
        return destinationLow;
    }

    /** Whether TCP numbers or payload change, too. */
    public boolean changesStream() {
        return (sequenceShift | acknowledgementShift | textRemoved) != 0;
    }

    /** What the sequence number grows by. */
    public int sequenceShift() {
        return sequenceShift;
    }

    /** What the acknowledgement number grows by, and those of selective acknowledgements. */
    public int acknowledgementShift() {
        return acknowledgementShift;
    }

    /** Bytes of the payload that are replaced, or 0: {@link #textLength} bytes of {@link #text} take the place of those from {@link #textAt} on. */
    public int textRemoved() {
        return textRemoved;
    }

    /** From the start of the payload. */
    public int textAt() {
        return textAt;
    }

    public int textLength() {
        return textLength;
    }

    /** Not to be kept: it is another packet's soon. */
    public byte[] text() {
        return text;
    }

    /** Source and destination port, or the identifier of ICMP in the upper 16 bits; of an error those of what it is about. */
    public int ports() {
        return ports;
    }
}
