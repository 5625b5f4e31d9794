package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.TcpHeader;

/** What the state machine asks of a TCP segment: scratch space of one thread. */
final class TcpSegment {
    /** The sender told its window scale, in a SYN. */
    static final int SCALE_TOLD = 0x80;

    /** The connection was picked up in its middle: nobody knows. */
    static final int SCALE_UNKNOWN = 0x40;

    static final int SCALE_MASK = 0x0F;

    /** RFC 7323 section 2.3. */
    static final int MOST_SCALE = 14;

    private static final int OPTION_END = 0;
    private static final int OPTION_NONE = 1;
    private static final int OPTION_SCALE = 3;
    private static final int SCALE_LENGTH = 3;

    private static final int URG = 0x020;

    int sequence;
    int acknowledgement;
    int window;
    int flags;
    int payload;
    private long header;
    private int headerLength;

    /** Reads a valid header; {@code length} are the bytes of header and payload by the IP header. */
    void read(long at, int length) {
        header = at;
        headerLength = TcpHeader.headerLength(at);
        sequence = TcpHeader.sequence(at);
        acknowledgement = TcpHeader.acknowledgement(at);
        window = TcpHeader.window(at);
        flags = TcpHeader.flags(at);
        payload = Math.max(0, length - headerLength);
    }

    long payloadAddress() {
        return header + headerLength;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The sequence number behind it: SYN and FIN count as an octet each. */
    int end() {
        return sequence + payload + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }

    /** Whether it opens a connection: SYN without ACK. */
    boolean opens() {
        return (flags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
    }

    /** Flags that no honest stack combines. */
    boolean isContradictory() {
        if (has(TcpHeader.SYN)) {
            if (has(TcpHeader.RST | TcpHeader.FIN)) {
                return true;
            }
        } else if (!has(TcpHeader.ACK | TcpHeader.RST)) {
            return true;
        }
        return !has(TcpHeader.ACK) && has(TcpHeader.FIN | TcpHeader.PSH | URG);
    }

    /** The window scale that a SYN offers, with {@link #SCALE_TOLD}, or 0. */
    int scale() {
        long at = header + TcpHeader.LENGTH;
        long end = header + headerLength;
        while (at < end) {
            int kind = Memory.getByte(at);
            if (kind == OPTION_END) {
                return 0;
            }
            if (kind == OPTION_NONE) {
                at++;
                continue;
            }
            int length = at + 1 < end ? Memory.getByte(at + 1) : 0;
            if (length < 2 || at + length > end) {
                return 0;
            }
            if (kind == OPTION_SCALE && length == SCALE_LENGTH) {
                return SCALE_TOLD | Math.min(Memory.getByte(at + 2), MOST_SCALE);
            }
            at += length;
        }
        return 0;
    }
}
