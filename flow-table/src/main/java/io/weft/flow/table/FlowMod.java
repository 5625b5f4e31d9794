package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.Ports;
import io.weft.flow.match.Match;
import java.util.List;

/**
 * One change to the flow tables of a bridge, with the meaning of OpenFlow's flow_mod (OpenFlow 1.5.1 section 6.4) and the habits
 * of Open vSwitch. Nothing is checked here: {@link FlowTables#apply} checks a whole batch before it changes anything.
 *
 * @param kind what to do
 * @param table 0 to {@link FlowTables#LAST}; for all kinds but {@link Kind#ADD} also {@link #ALL_TABLES}
 * @param priority 0 to 65535; ignored by {@link Kind#MODIFY} and {@link Kind#DELETE}
 * @param match what the entry matches, or which entries are meant
 * @param cookie {@code ADD}: the entry's cookie. {@code MODIFY}, {@code MODIFY_STRICT} with {@code cookieMask} 0: the new cookie, or
 *     {@link #KEEP_COOKIE}. Otherwise compared with the entries' cookies under {@code cookieMask}
 * @param cookieMask which bits of the cookie select entries; 0 selects all. Must be 0 for {@code ADD}
 * @param newCookie {@code MODIFY}, {@code MODIFY_STRICT} with a {@code cookieMask}: the cookie that the selected entries get, or {@link
 *     #KEEP_COOKIE}. Otherwise of no meaning
 * @param outPort {@code DELETE}, {@code DELETE_STRICT}: only entries that output to this port; {@link Ports#NONE}: all entries. Must be
 *     {@code NONE} for the others
 * @param outGroup the same for the group that they use; {@link #ANY_GROUP}: all entries
 * @param life {@code ADD}: the entry's. {@code MODIFY}, {@code MODIFY_STRICT}: of the entry that is added where there is none; its flag {@link
 *     FlowFlag#RESET_COUNTS} counts for the modified ones, too. Otherwise of no meaning
 * @param actions what the entries do; empty is a drop. Ignored by the deletions
 */
public record FlowMod(
        Kind kind,
        int table,
        int priority,
        Match match,
        long cookie,
        long cookieMask,
        long newCookie,
        int outPort,
        int outGroup,
        FlowLife life,
        List<Action> actions) {
    /** Every table. */
    public static final int ALL_TABLES = 255;

    /** The highest priority. */
    public static final int MAX_PRIORITY = 65535;

    /** In {@link #outGroup}: whatever group an entry uses, or none. */
    public static final int ANY_GROUP = 0xffff_ffff;

    /** The priority of an entry that names none, as in ovs-ofctl(8). */
    public static final int DEFAULT_PRIORITY = 32768;

    /** In a modification: each entry keeps its cookie. Reserved, so never the cookie of an entry. */
    public static final long KEEP_COOKIE = -1L;

    /** What a change does. */
    public enum Kind {
        /**
         * Adds an entry; one with the same table, match and priority is replaced. As in OpenFlow 1.2 and later its counters go on unless {@link
         * FlowFlag#RESET_COUNTS} is given, while its duration and hard timeout start anew.
         */
        ADD,
        /**
         * Gives other actions to every entry at least as narrow as the match; the counters go on. Where there is none and
         * {@code cookieMask} is 0, adds it (to table 0 for {@link #ALL_TABLES}), as ovs-ofctl's {@code mod-flows} does.
         */
        MODIFY,
        /** As {@link #MODIFY}, for the entry with exactly this match and priority. */
        MODIFY_STRICT,
        /** Deletes every entry at least as narrow as the match. */
        DELETE,
        /** Deletes the entry with exactly this match and priority. */
        DELETE_STRICT;

        /** Whether match and priority must be the same, rather than the match at least as narrow. */
        public boolean isStrict() {
            return this == MODIFY_STRICT || this == DELETE_STRICT;
        }

        /** Whether the kind deletes. */
        public boolean isDelete() {
            return this == DELETE || this == DELETE_STRICT;
        }

        /** Whether the kind modifies. */
        public boolean isModify() {
            return this == MODIFY || this == MODIFY_STRICT;
        }
    }

    public FlowMod {
        actions = ActionList.copyOf(actions);
    }

    /** A change of entries whatever their cookie and outputs, that live for ever. */
    public static FlowMod of(Kind kind, int table, int priority, Match match, long cookie, List<Action> actions) {
        return new FlowMod(
                kind, table, priority, match, cookie, 0, KEEP_COOKIE, Ports.NONE, ANY_GROUP, FlowLife.FOREVER, actions);
    }

    /** Adds an entry. */
    public static FlowMod add(int table, int priority, Match match, long cookie, List<Action> actions) {
        return of(Kind.ADD, table, priority, match, cookie, actions);
    }

    /** Modifies every entry at least as narrow as {@code match}, keeping cookies. */
    public static FlowMod modify(int table, Match match, List<Action> actions) {
        return of(Kind.MODIFY, table, DEFAULT_PRIORITY, match, KEEP_COOKIE, actions);
    }

    /** Modifies the entry with exactly this match and priority, keeping its cookie. */
    public static FlowMod modifyStrict(int table, int priority, Match match, List<Action> actions) {
        return of(Kind.MODIFY_STRICT, table, priority, match, KEEP_COOKIE, actions);
    }

    /** Deletes every entry at least as narrow as {@code match}. */
    public static FlowMod delete(int table, Match match) {
        return of(Kind.DELETE, table, DEFAULT_PRIORITY, match, 0, List.of());
    }

    /** Deletes the entry with exactly this match and priority. */
    public static FlowMod deleteStrict(int table, int priority, Match match) {
        return of(Kind.DELETE_STRICT, table, priority, match, 0, List.of());
    }

    /** The same change with another cookie and cookie mask. */
    public FlowMod withCookie(long cookie, long cookieMask) {
        return new FlowMod(
                kind, table, priority, match, cookie, cookieMask, newCookie, outPort, outGroup, life, actions);
    }

    /** The same modification, which gives the entries that it selects by cookie another one. */
    public FlowMod withNewCookie(long newCookie) {
        return new FlowMod(
                kind, table, priority, match, cookie, cookieMask, newCookie, outPort, outGroup, life, actions);
    }

    /** The same change about table 0 alone if it is about all tables. */
    public FlowMod inFirstTable() {
        return table != ALL_TABLES
                ? this
                : new FlowMod(
                        kind, 0, priority, match, cookie, cookieMask, newCookie, outPort, outGroup, life, actions);
    }

    /** The same change for entries that output to {@code port}. */
    public FlowMod withOutPort(int port) {
        return new FlowMod(kind, table, priority, match, cookie, cookieMask, newCookie, port, outGroup, life, actions);
    }

    /** The same change for entries that use {@code group}. */
    public FlowMod withOutGroup(int group) {
        return new FlowMod(kind, table, priority, match, cookie, cookieMask, newCookie, outPort, group, life, actions);
    }

    /** The same change with other timeouts, importance and flags. */
    public FlowMod withLife(FlowLife life) {
        if (life.equals(this.life)) {
            return this;
        }
        return new FlowMod(
                kind, table, priority, match, cookie, cookieMask, newCookie, outPort, outGroup, life, actions);
    }

    /** The same change with other actions. */
    public FlowMod withActions(List<Action> actions) {
        return new FlowMod(
                kind, table, priority, match, cookie, cookieMask, newCookie, outPort, outGroup, life, actions);
    }

    /** Which entries a modification or deletion means, priority aside. */
    FlowFilter filter() {
        return new FlowFilter(table, match, cookie, cookieMask, outPort, outGroup);
    }
}
