package io.weft.vswitch.translate;

import io.weft.flow.action.HashFields;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldValue;
import io.weft.vswitch.program.ProgramBuilder;

/**
 * The packet as the tables see it while actions run, and the packet as the program has made it so far.
 *
 * <pre>
 *   arrived key --set, push, pop--> {@link WorkingKey} (what lookups see)     mask: bits of the arrived key that somebody looked at
 *        |                            |
 *        +--- instructions so far --> {@link SentFields} --commit: instructions for the difference, just before an output
 *
 *   {@link PacketTags}: both, for VLAN tags
 * </pre>
 */
final class WorkingPacket {
    private static final int VLAN_WORD = Fields.VLAN_TCI.word();
    private static final int TCI_BITS = 16;
    private static final long PRIORITY = 0xFFFF_FFFFL;

    private final WorkingKey key = new WorkingKey();
    private final PacketTags tags = new PacketTags(key);
    private final SentFields sent = new SentFields(key);

    /**
     * Takes a packet that arrived; {@link #begin} comes next.
     *
     * @param from its key, kept until the next packet
     * @param words how many words of it count, the packet words at least; the others are taken for zero
     * @param inPort the OpenFlow number
     * @param maskToFill is zero
     */
    void arrive(long[] from, int words, long inPort, long[] maskToFill) {
        key.arrive(from, words, inPort, maskToFill);
    }

    /** Makes it the packet that arrived, again and again. */
    void begin() {
        key.begin();
        tags.begin();
        sent.begin();
    }

    void save(SavedPacket to) {
        key.save(to);
        tags.save(to);
        sent.save(to);
    }

    void restore(SavedPacket from) {
        key.restore(from);
        tags.restore(from);
        sent.restore(from);
    }

    /** What lookups see, and what was looked at. */
    WorkingKey working() {
        return key;
    }

    /** The VLAN tags. */
    PacketTags tags() {
        return tags;
    }

    /** The words of the key that lookups see. */
    long[] key() {
        return key.words();
    }

    /** The OpenFlow number of the input port, 32 bits unsigned. */
    long inPort() {
        return key.inPort();
    }

    void inPort(long port) {
        key.inPort(port);
    }

    /** {@code skb_priority} as it arrived. */
    long arrivedPriority() {
        return key.arrived(Fields.SKB_PRIORITY.word()) & PRIORITY;
    }

    /** Whether the packet arrived knowing its connection, as one of a trace may. */
    boolean isTracked() {
        return key.arrived(Fields.CT_STATE.word()) >>> 32 != 0;
    }

    /** Marks a field as looked at. */
    void look(Field field) {
        key.look(field);
    }

    /** Marks bits of a field as looked at. */
    void look(Subfield bits) {
        key.look(bits);
    }

    /** Marks bits of a field as looked at, in the field's own numbering. */
    void look(Field field, long maskHigh, long maskLow) {
        key.look(field, maskHigh, maskLow);
    }

    /** Marks what a hash of the packet reads as looked at. */
    void look(HashFields hashed) {
        key.look(hashed);
    }

    /** Whether the packet has what a field needs; looks at the bits that tell. */
    boolean has(Prerequisite prerequisite) {
        return key.has(prerequisite);
    }

    /** Sets bits of a field; VLAN fields may add or remove the outer tag. The caller has checked the prerequisite. */
    void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (field.isWide()) {
            key.write(field.word(), high, maskHigh);
            key.write(field.word() + 1, low, maskLow);
        } else if (field.word() == VLAN_WORD && field.shift() < TCI_BITS) {
            tags.set(field, low, maskLow);
        } else {
            key.write(field.word(), low << field.shift(), (maskLow & FieldValue.fullMask(field)) << field.shift());
        }
    }

    /** Notes whether the tunnel header shall have an option. */
    void option(int index, boolean present) {
        key.write(FlowKey.TUNNEL_OPTIONS_WORD, present ? -1L : 0, 1L << index);
    }

    // ---- sending

    /** Emits what turns the packet sent last (or arrived) into the present one. */
    void commit(ProgramBuilder program) {
        sent.commit(program);
        tags.commit(program);
        sent.commitMarks(program);
    }

    /** As {@link #commit}, with the outer tag as NORMAL sends it: untagged, or tagged with {@code vlan}. The key stays as it is. */
    void commitNormal(ProgramBuilder program, boolean tagged, int vlan) {
        sent.commit(program);
        tags.commitNormal(program, tagged, vlan);
        sent.commitMarks(program);
    }

    /** As {@link #commitNormal}, beginning with the tags of {@code from} in place of the packet's own. */
    void commitCopy(ProgramBuilder program, TagStack from, boolean tagged, int vlan) {
        sent.commit(program);
        tags.commitCopy(program, from, tagged, vlan);
        sent.commitMarks(program);
    }
}
