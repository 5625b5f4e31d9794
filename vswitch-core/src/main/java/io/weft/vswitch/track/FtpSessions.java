package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The sessions of all control connections of FTP, by the numbers of their records. They end with the process: whose sequence numbers were shifted then is cut.
 *
 * <p>Thread-safety: any thread that has locked the record it asks for. Bounded: {@value #MOST}; who finds no room is not helped.
 */
final class FtpSessions {
    static final int MOST = 4096;

    private final ConnectionTable table;
    private final Int2ObjectHashMap<FtpSession> sessions = new Int2ObjectHashMap<>();

    FtpSessions(ConnectionTable table) {
        this.table = table;
    }

    /** The session of a locked record, made when it is not there; null when there is no room. */
    synchronized FtpSession of(int number) {
        int check = check(number);
        FtpSession session = sessions.get(number);
        if (session != null && session.check == check) {
            return session;
        }
        if (session == null && sessions.size() >= MOST) {
            forgetEnded();
            if (sessions.size() >= MOST) {
                return null;
            }
        }
        FtpSession fresh = new FtpSession(check);
        sessions.put(number, fresh);
        return fresh;
    }

    /** A connection begins in this record. */
    synchronized void begin(int number) {
        sessions.remove(number);
    }

    private void forgetEnded() {
        Int2ObjectHashMap<FtpSession>.KeyIterator numbers = sessions.keySet().iterator();
        while (numbers.hasNext()) {
            int number = numbers.nextInt();
            long record = table.record(number);
            boolean lives = RecordDescriptor.isLive(RecordDescriptor.word(record))
                    && (RecordDescriptor.flags(record) & RecordDescriptor.FTP) != 0
                    && sessions.get(number).check == check(number);
            if (!lives) {
                numbers.remove();
            }
        }
    }

    private int check(int number) {
        return Memory.getInt(table.record(number) + RecordDescriptor.CHECK);
    }
}
