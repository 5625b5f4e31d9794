package io.weft.flow.action;

import io.weft.flow.key.Subfield;
import java.util.List;

/**
 * What {@code learn} adds (ovs-actions(7), "learn").
 *
 * @param table where, 0 to 253
 * @param priority of the new entry
 * @param cookie of the new entry
 * @param timeouts of the new entry
 * @param flags of the new entry and of this one
 * @param limit entries of this table and cookie beyond which none is added; 0: no limit
 * @param result one bit that tells whether the entry is there, or null
 * @param clauses what the new entry matches and does, in order
 */
public record LearnSpec(
        int table,
        int priority,
        long cookie,
        Timeouts timeouts,
        Flags flags,
        int limit,
        Subfield result,
        List<Clause> clauses) {

    public LearnSpec {
        clauses = List.copyOf(clauses);
    }

    /** Seconds, 0 to 65535; 0 is none. The last two apply after a TCP packet with FIN or RST. */
    public record Timeouts(int idle, int hard, int finIdle, int finHard) {
        public static final Timeouts NONE = new Timeouts(0, 0, 0, 0);
    }

    /**
     * @param sendRemoved the new entry has {@code send_flow_rem}
     * @param deleteLearned the new entry goes when this one does
     */
    public record Flags(boolean sendRemoved, boolean deleteLearned) {
        public static final Flags NONE = new Flags(false, false);
    }

    /** One part of the new entry. */
    public sealed interface Clause {

        /** It matches {@code target} with the bits that {@code source} has in the packet. */
        record MatchField(Subfield target, Subfield source) implements Clause {}

        /** It matches {@code target} with a constant; {@code high} is of bits 64 and up. */
        record MatchValue(Subfield target, long high, long low) implements Clause {}

        /** It loads {@code target} with the bits that {@code source} has in the packet. */
        record LoadField(Subfield target, Subfield source) implements Clause {}

        /** It loads {@code target} with a constant. */
        record LoadValue(Subfield target, long high, long low) implements Clause {}

        /** It sends to the port whose number {@code source} has in the packet. */
        record OutputField(Subfield source) implements Clause {}
    }
}
