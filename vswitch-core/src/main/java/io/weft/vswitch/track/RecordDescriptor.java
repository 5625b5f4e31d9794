package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import org.agrona.UnsafeApi;

/**
 * Layout of a connection's record: two cache lines, numbers in native order. The first line never changes while the connection lives; it
 * is what a lookup compares. The second is written under the record's lock, which is in its first word.
 *
 * <pre>
 *   0 source address (16: high, low)        16 destination address (16)
 *  32 translated address (16): of the source if SNAT, of the destination if DNAT, else 0
 *  48 ports of the original direction (4: source, destination)    52 ports of a reply, as the reply has them (4)
 *  56 zone (2), protocol (1), kind (1: IPV6, SNAT, DNAT)          60 check: a hash of bytes 0 to 59 (4)
 *  -------------------------------------------------------------------------------------------------------------
 *  64 word (4)                             68 mark (4)
 *  72 label (16: high, low)                88 deadline, ms of the table's clock (8)
 *  96 peer 0, who began (8: seqlo, seqhi) 104 peer 1 (8)            (SCTP: verification tags in seqlo)
 * 112 largest windows (2 x 2)             116 states (2 x 2: state, window scale)
 * 120 begun, s of the table's clock (4)   124 flags (4: of which 26 bits count the record's connections)
 *
 * word:  31 ....... 4   3 2   1 0
 *        version        lock  phase
 * </pre>
 *
 * <p>An IPv4 address is in the low 32 bits of its 16 bytes. ICMP and ICMPv6 have (identifier, type and code) in the place of ports. The version changes whenever a lock is released
 * and whenever the record is freed, so that whoever reads the same word before and after reading the record has read one state of it.
 */
final class RecordDescriptor {
    static final int LENGTH = 128;

    static final int SOURCE = 0;
    static final int DESTINATION = 16;
    static final int TRANSLATED = 32;
    static final int PORTS = 48;
    static final int REPLY_PORTS = 52;
    static final int KIND = 56;
    static final int CHECK = 60;
    static final int WORD = 64;
    static final int MARK = 68;
    static final int LABEL = 72;
    static final int DEADLINE = 88;
    static final int PEERS = 96;
    static final int WINDOWS = 112;
    static final int STATES = 116;
    static final int BEGUN = 120;
    static final int FLAGS = 124;

    /** In the kind, above zone (16 bits) and protocol (8). */
    static final int IPV6 = 1 << 24;

    static final int SNAT = 1 << 25;
    static final int DNAT = 1 << 26;

    /** What a packet's kind has of a record's: all but the translation. */
    static final int PACKET_KIND = 0x01FF_FFFF;

    /** In the flags: the other side has answered. */
    static final int SEEN_REPLY = 1;

    /** In the flags: windows are not checked, since they were found half-written. */
    static final int LIBERAL = 2;

    /** In the flags: both sides meant it, so a flood of new connections does not end this one. */
    static final int ASSURED = 4;

    /** In the flags: a control connection of FTP. */
    static final int FTP = 8;

    /** In the flags: requests of TFTP. */
    static final int TFTP = 16;

    /** In the flags: another connection announced it. */
    static final int RELATED = 32;

    /** In the flags, above all others: how many connections the record has been, modulo 2^26. */
    static final int GENERATION = 0x40;

    static final int PHASE = 3;
    static final int FREE = 0;
    static final int FILLING = 1;
    static final int LIVE = 2;
    static final int DYING = 3;

    static final int LOCK = 0xC;

    /** Held while the state changes: one found so is taken over with {@link #LIBERAL}. */
    static final int UPDATING = 4;

    /** Held while mark or label change: one found so is dropped, since half a label might allow what neither label did. */
    static final int RELABELLING = 8;

    static final int VERSION = 0x10;

    private static final long C0 = 0x9e3779b97f4a7c15L;
    private static final long C1 = 0xc2b2ae3d27d4eb4fL;

    private RecordDescriptor() {}

    static int word(long record) {
        return UnsafeApi.getIntAcquire(null, record + WORD);
    }

    static void word(long record, int word) {
        UnsafeApi.putIntRelease(null, record + WORD, word);
    }

    /** Locks a record whose word was {@code word}, live and unlocked. */
    static boolean lock(long record, int word) {
        return UnsafeApi.compareAndSetInt(null, record + WORD, word, word | UPDATING);
    }

    /** Releases the lock that was taken at {@code word}. */
    static void unlock(long record, int word) {
        word(record, word + VERSION);
    }

    static boolean isLive(int word) {
        return (word & PHASE) == LIVE;
    }

    static boolean isLocked(int word) {
        return (word & LOCK) != 0;
    }

    static int zone(int kind) {
        return kind & 0xFFFF;
    }

    static int protocol(int kind) {
        return kind >>> 16 & 0xFF;
    }

    static int flags(long record) {
        return Memory.getInt(record + FLAGS);
    }

    /** The flags of the next connection that the record will be, none of them set. */
    static int nextGeneration(long record) {
        return (flags(record) & -GENERATION) + GENERATION;
    }

    /** What no other connection of this record has, if one cannot begin and end 2^26 times within a second; never 0. */
    static long identity(long record) {
        return (long) (flags(record) & -GENERATION | 1) << 32 | Memory.getInt(record + BEGUN) & 0xFFFF_FFFFL;
    }

    static long deadlineMs(long record) {
        return Memory.getLong(record + DEADLINE);
    }

    /** The hash of the first line that its check must be; never 0, so that a line of zeros is no connection. */
    static int check(long record) {
        long sum = 0;
        for (int at = 0; at < PORTS; at += 16) {
            sum += mix(Memory.getLong(record + at) ^ C0 + at, Memory.getLong(record + at + 8) ^ C1);
        }
        sum += mix(Memory.getLong(record + PORTS) ^ C0, Integer.toUnsignedLong(Memory.getInt(record + KIND)) ^ C1);
        int folded = (int) (sum ^ sum >>> 32);
        return folded == 0 ? 1 : folded;
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
