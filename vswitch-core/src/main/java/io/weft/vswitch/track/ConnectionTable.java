package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;

/**
 * Records and index together: what there is, what begins, what ends. The package essay has the locks and why they suffice.
 *
 * <p>Thread-safety: any number of threads. Allocation: none, but when it is opened.
 */
final class ConnectionTable implements AutoCloseable {
    static final int NONE = RecordStore.NONE;

    /** {@link #publish}: the connection is there for all to see. */
    static final int PUBLISHED = 0;

    /** {@link #publish}: another connection has packets of the original tuple. */
    static final int ORIGINAL_TAKEN = 1;

    /** {@link #publish}: another connection has packets of the reply's tuple. */
    static final int REPLY_TAKEN = 2;

    /** {@link #publish}: the index has no room near where the tuples belong. */
    static final int NO_ROOM = 3;

    /** Records that are looked at for one that a new connection may take the place of: a microsecond or two. */
    private static final int EVICTION_LOOKS = 64;

    private final TableMemory memory;
    private final RecordStore records;
    private final TupleIndex index;
    private final ZoneLimits zones = new ZoneLimits();
    private final long secret;

    /** Only the sweeper's. */
    private int sweepCursor;

    /** Takes over what {@code memory} holds; the index is built from the records. */
    ConnectionTable(TableMemory memory, long secret) {
        this.memory = memory;
        this.secret = secret;
        records = new RecordStore(memory.address(), memory.capacity());
        index = new TupleIndex(memory.capacity());
    }

    /** Finds what the process before left; returns what there is to say about it. */
    TakeOver takeOver() {
        Tuple scratch = new Tuple();
        int dropped = 0;
        int loosened = 0;
        for (int number = records.highWater() - 1; number >= 0; number--) {
            long record = record(number);
            int word = RecordDescriptor.word(record);
            boolean whole = RecordDescriptor.isLive(word)
                    && (word & RecordDescriptor.RELABELLING) == 0
                    && Memory.getInt(record + RecordDescriptor.CHECK) == RecordDescriptor.check(record);
            if (whole && enter(number, scratch)) {
                loosened += (word & RecordDescriptor.UPDATING) != 0 ? 1 : 0;
                adopt(record, word);
                continue;
            }
            dropped += (word & RecordDescriptor.PHASE) == RecordDescriptor.LIVE ? 1 : 0;
            RecordDescriptor.word(record, (word | RecordDescriptor.VERSION - 1) + 1);
            records.give(number);
        }
        return new TakeOver(records.size(), loosened, dropped);
    }

    private void adopt(long record, int word) {
        if ((word & RecordDescriptor.UPDATING) != 0) {
            Memory.putInt(record + RecordDescriptor.FLAGS, RecordDescriptor.flags(record) | RecordDescriptor.LIBERAL);
        }
        RecordDescriptor.word(record, word & ~RecordDescriptor.LOCK);
        records.found();
        zones.found(RecordDescriptor.zone(Memory.getInt(record + RecordDescriptor.KIND)));
    }

    private boolean enter(int number, Tuple scratch) {
        long record = record(number);
        scratch.loadOriginal(record);
        long hash = hash(scratch);
        if (find(scratch, hash) != NONE || !index.put(index.home(hash), hash, number)) {
            return false;
        }
        if (isTranslated(record)) {
            scratch.loadReply(record);
            long replyHash = hash(scratch);
            int other = find(scratch, replyHash);
            if (other != NONE && other != number || !index.put(index.home(replyHash), replyHash, number)) {
                index.remove(index.home(hash), hash, number);
                return false;
            }
        }
        return true;
    }

    private static boolean isTranslated(long record) {
        int kind = Memory.getInt(record + RecordDescriptor.KIND);
        return (kind & (RecordDescriptor.SNAT | RecordDescriptor.DNAT)) != 0;
    }

    ZoneLimits zones() {
        return zones;
    }

    RecordStore records() {
        return records;
    }

    TableMemory memory() {
        return memory;
    }

    long bytes() {
        return memory.bytes() + index.bytes();
    }

    long record(int number) {
        return records.record(number);
    }

    long hash(Tuple tuple) {
        return tuple.hash(secret);
    }

    /** The number of the record whose connection has packets of this tuple, or {@link #NONE}; the tuple then says direction and word. */
    int find(Tuple tuple, long hash) {
        long home = index.home(hash);
        int tag = TupleIndex.tag(hash);
        int number = scan(home, tag, tuple);
        if (number != NONE || TupleIndex.further(home) == 0) {
            return number;
        }
        for (int distance = 1; distance <= TupleIndex.MOST_DISTANCE && number == NONE; distance++) {
            number = scan(index.after(home, distance), tag, tuple);
        }
        return number;
    }

    private int scan(long bucket, int tag, Tuple tuple) {
        for (int i = 0; i < TupleIndex.SLOTS; i++) {
            long entry = TupleIndex.slot(bucket, i);
            if ((int) (entry >>> 32) == tag && entry != 0) {
                int number = (int) entry - 1;
                long record = records.record(number);
                int word = RecordDescriptor.word(record);
                if (RecordDescriptor.isLive(word) && tuple.matches(record)) {
                    tuple.word = word;
                    return number;
                }
            }
        }
        return NONE;
    }

    /**
     * The number of a record that may be that of a tuple with this hash, which belongs into the bucket {@code home}, or {@link #NONE}: nothing was compared but the hash, and records that are in the index elsewhere
     * than where they belong are not found. Without a branch, since where an entry lies cannot be predicted.
     */
    int candidate(long home, long hash) {
        int tag = TupleIndex.tag(hash);
        int one = 0;
        for (int i = 0; i < TupleIndex.SLOTS; i++) {
            long entry = Memory.getLong(home + 8L * i); // a guess needs no order
            int difference = (int) (entry >>> 32) ^ tag;
            one |= (int) entry & ~((difference | -difference) >> 31);
        }
        int number = one - 1; // two with the same tag make any number
        return number < records.capacity() ? number : NONE;
    }

    /** The bucket that {@link #candidate} looks at. */
    long bucket(long hash) {
        return index.home(hash);
    }

    /** Whether a connection has packets of this tuple; one whose time is over is ended and does not count. */
    boolean isTaken(Tuple tuple, long nowMs, Tuple scratch, TrackCounts counts) {
        int number = find(tuple, hash(tuple));
        if (number == NONE) {
            return false;
        }
        long record = record(number);
        if (RecordDescriptor.deadlineMs(record) > nowMs
                || RecordDescriptor.isLocked(tuple.word)
                || !RecordDescriptor.lock(record, tuple.word)) {
            return true;
        }
        remove(number, scratch);
        counts.add(TableEvent.EXPIRED);
        return false;
    }

    /** Reads what a lookup of this hash will read, for the sake of the processor's caches; the result means nothing. */
    long touch(long hash) {
        long home = index.home(hash);
        int tag = TupleIndex.tag(hash);
        for (int i = 0; i < TupleIndex.SLOTS; i++) {
            long entry = TupleIndex.slot(home, i);
            if ((int) (entry >>> 32) == tag && entry != 0) {
                long record = records.record((int) entry - 1);
                return Memory.getLong(record) + Memory.getInt(record + RecordDescriptor.WORD);
            }
        }
        return home;
    }

    /** A record to fill, {@link #NONE} when the table is full of connections that must not go. */
    int take(long hash, long nowMs, Tuple scratch, TrackCounts counts) {
        int number = records.take();
        return number != NONE ? number : evict(hash, nowMs, scratch, counts);
    }

    /** First those that are where the new one belongs: their bucket is at hand, and so is what has to be written to remove them. */
    private int evict(long hash, long nowMs, Tuple scratch, TrackCounts counts) {
        long home = index.home(hash);
        for (int i = 0; i < TupleIndex.SLOTS; i++) {
            int number = (int) TupleIndex.slot(home, i) - 1;
            if (number >= 0 && evict(number, nowMs, scratch, counts)) {
                return number;
            }
        }
        int high = records.highWater();
        int start = (int) ((hash >>> 16 & 0xFFFF_FFFFL) * high >>> 32);
        for (int i = 0; i < Math.min(EVICTION_LOOKS, high); i++) {
            int number = start + i < high ? start + i : start + i - high;
            if (evict(number, nowMs, scratch, counts)) {
                return number;
            }
        }
        return NONE;
    }

    /** Ends a connection if it may be ended for another one; its record is then being filled. */
    private boolean evict(int number, long nowMs, Tuple scratch, TrackCounts counts) {
        long record = record(number);
        int word = RecordDescriptor.word(record);
        boolean expired = RecordDescriptor.deadlineMs(record) <= nowMs;
        boolean isEnded = RecordDescriptor.isLive(word)
                && !RecordDescriptor.isLocked(word)
                && (expired || isExpendable(record))
                && RecordDescriptor.lock(record, word);
        if (isEnded) {
            detach(number, scratch);
            counts.add(expired ? TableEvent.EXPIRED : TableEvent.EARLY_DROPPED);
            records.fill(number);
        }
        return isEnded;
    }

    private static boolean isExpendable(long record) {
        int kind = Memory.getInt(record + RecordDescriptor.KIND);
        return (RecordDescriptor.flags(record) & RecordDescriptor.ASSURED) == 0
                || TcpMachine.isTcp(kind) && TcpMachine.isOver(record);
    }

    /** Gives back a record that was taken and not published. */
    void release(int number) {
        records.free(number);
        records.give(number);
    }

    /**
     * Makes a filled record a connection.
     *
     * @param translation {@link RecordDescriptor#SNAT} or {@link RecordDescriptor#DNAT}, or 0; then {@code reply} is the reverse of
     *     {@code original}, has the same hash and needs no place in the index of its own
     * @return {@link #PUBLISHED}, or why not: the record is then still the caller's
     */
    int publish(int number, Tuple original, Tuple reply, int translation) {
        long record = record(number);
        writeIdentity(record, original, reply, translation);
        long hash = hash(original);
        long home = index.home(hash);
        long replyHash = translation == 0 ? hash : hash(reply);
        long replyHome = index.home(replyHash);
        lockBoth(home, replyHome);
        int result = insert(number, original, hash, reply, replyHash);
        unlockBoth(home, replyHome);
        return result;
    }

    private int insert(int number, Tuple original, long hash, Tuple reply, long replyHash) {
        if (find(original, hash) != NONE) {
            return ORIGINAL_TAKEN;
        }
        if (find(reply, replyHash) != NONE) {
            return REPLY_TAKEN;
        }
        if (!index.put(index.home(hash), hash, number)) {
            return NO_ROOM;
        }
        long record = record(number);
        if (isTranslated(record) && !index.put(index.home(replyHash), replyHash, number)) {
            index.remove(index.home(hash), hash, number);
            return NO_ROOM;
        }
        RecordDescriptor.word(record, RecordDescriptor.word(record) & ~RecordDescriptor.PHASE | RecordDescriptor.LIVE);
        return PUBLISHED;
    }

    private static void writeIdentity(long record, Tuple original, Tuple reply, int translation) {
        Memory.putLong(record + RecordDescriptor.SOURCE, original.sourceHigh);
        Memory.putLong(record + RecordDescriptor.SOURCE + 8, original.sourceLow);
        Memory.putLong(record + RecordDescriptor.DESTINATION, original.destinationHigh);
        Memory.putLong(record + RecordDescriptor.DESTINATION + 8, original.destinationLow);
        boolean source = (translation & RecordDescriptor.SNAT) != 0;
        long high = source ? reply.destinationHigh : reply.sourceHigh;
        long low = source ? reply.destinationLow : reply.sourceLow;
        Memory.putLong(record + RecordDescriptor.TRANSLATED, translation == 0 ? 0 : high);
        Memory.putLong(record + RecordDescriptor.TRANSLATED + 8, translation == 0 ? 0 : low);
        Memory.putInt(record + RecordDescriptor.PORTS, original.ports);
        Memory.putInt(record + RecordDescriptor.REPLY_PORTS, reply.ports);
        Memory.putInt(record + RecordDescriptor.KIND, original.kind | translation);
        Memory.putInt(record + RecordDescriptor.CHECK, RecordDescriptor.check(record));
    }

    private static void lockBoth(long one, long other) {
        TupleIndex.lock(Math.min(one, other));
        if (one != other) {
            TupleIndex.lock(Math.max(one, other));
        }
    }

    private static void unlockBoth(long one, long other) {
        TupleIndex.unlock(one);
        if (one != other) {
            TupleIndex.unlock(other);
        }
    }

    /** Ends a connection whose record the caller has locked. */
    void remove(int number, Tuple scratch) {
        detach(number, scratch);
        records.give(number);
    }

    private void detach(int number, Tuple scratch) {
        long record = record(number);
        int word = RecordDescriptor.word(record);
        RecordDescriptor.word(
                record, word & ~(RecordDescriptor.PHASE | RecordDescriptor.LOCK) | RecordDescriptor.DYING);
        scratch.loadOriginal(record);
        leave(scratch, number);
        if (isTranslated(record)) {
            scratch.loadReply(record);
            leave(scratch, number);
        }
        zones.give(scratch.zone());
        records.free(number);
    }

    private void leave(Tuple tuple, int number) {
        long hash = hash(tuple);
        long home = index.home(hash);
        TupleIndex.lock(home);
        index.remove(home, hash, number);
        TupleIndex.unlock(home);
    }

    /** Ends the expired ones of the next {@code looks} records; returns how many. One thread at a time. */
    int sweep(long nowMs, int looks, Tuple scratch, TrackCounts counts) {
        int ended = 0;
        int high = records.highWater();
        for (int i = 0; i < Math.min(looks, high); i++) {
            sweepCursor = sweepCursor + 1 < high ? sweepCursor + 1 : 0;
            long record = record(sweepCursor);
            int word = RecordDescriptor.word(record);
            if (RecordDescriptor.isLive(word)
                    && RecordDescriptor.deadlineMs(record) <= nowMs
                    && !RecordDescriptor.isLocked(word)
                    && RecordDescriptor.lock(record, word)) {
                remove(sweepCursor, scratch);
                counts.add(TableEvent.EXPIRED);
                ended++;
            }
        }
        return ended;
    }

    @Override
    public void close() {
        index.close();
        memory.close();
    }
}
