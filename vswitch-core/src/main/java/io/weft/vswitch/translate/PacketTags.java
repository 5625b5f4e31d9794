package io.weft.vswitch.translate;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.program.ProgramBuilder;

/**
 * The VLAN tags of a packet while actions run: as the tables see them, in the key, and as the program has made them so far.
 *
 * <p>What the program does about tags is told by comparing the two from the innermost tag on; see {@link TagStack}.
 */
final class PacketTags {
    private static final int ETHERTYPE_8021Q = 0x8100;
    private static final long TCI = 0xFFFF;
    private static final long PRESENT = FlowKey.VLAN_PRESENT;
    private static final long INNER_PRESENT = PRESENT << 48;
    private static final int VID = 0xFFF;
    private static final int TCI_WORD = 1;
    private static final int TPID_WORD = 2;
    private static final int INNER_WORD = 6;

    private final WorkingKey key;
    private final TagStack tags = new TagStack();
    private final TagStack sent = new TagStack();
    private final TagStack normal = new TagStack();
    private int arrivedCount;

    PacketTags(WorkingKey key) {
        this.key = key;
    }

    /** Starts over with the tags of the key as it arrived. */
    void begin() {
        tags.arrive(key.words());
        sent.copy(tags);
        arrivedCount = tags.count();
    }

    void save(SavedPacket to) {
        to.tags.copy(tags);
        to.sentTags.copy(sent);
    }

    void restore(SavedPacket from) {
        tags.copy(from.tags);
        sent.copy(from.sentTags);
    }

    // ---- as the tables see them

    /** Whether the packet has a VLAN tag. */
    boolean any() {
        key.look(TCI_WORD, PRESENT);
        return (key.words()[TCI_WORD] & PRESENT) != 0;
    }

    /** The VLAN ID of the outer tag; 0 for a priority tag or none. */
    int vid() {
        key.look(TCI_WORD, PRESENT | VID);
        return (int) key.words()[TCI_WORD] & VID;
    }

    /** Whether there is a tag below the outer one, with a VLAN ID other than 0. */
    boolean hasInnerVid() {
        if (!any()) {
            return false;
        }
        key.look(INNER_WORD, (long) VID << 48);
        return (key.words()[INNER_WORD] >>> 48 & VID) != 0;
    }

    /** How many tags more than on arrival the packet has. */
    int added() {
        return tags.count() - arrivedCount;
    }

    /** Sets bits of a field of the outer tag; that may add or remove the tag. */
    void set(Field field, long value, long bits) {
        boolean saysPresent = (field.ones() << field.shift() & PRESENT) != 0;
        long implied = saysPresent ? 0 : PRESENT;
        int newBits = (int) ((bits & field.ones()) << field.shift() | implied);
        int newValue = (int) (value << field.shift() | implied);
        int tci = (int) (key.words()[TCI_WORD] & TCI & ~newBits | newValue & newBits);
        boolean hadTag = any();
        if ((tci & PRESENT) == 0) {
            pop();
        } else if (hadTag) {
            tags.setTci(tci, newBits & ~(int) PRESENT);
            key.write(TCI_WORD, tci, newBits & TCI & ~PRESENT);
        } else {
            push(ETHERTYPE_8021Q, tci);
        }
    }

    /** Pushes a tag with VID and PCP 0; false when the packet has two already. */
    boolean push(int tpid) {
        if (any()) {
            key.look(INNER_WORD, INNER_PRESENT);
            if (tags.count() == TagStack.MAX) {
                return false;
            }
            key.look(TCI_WORD, TCI);
            key.look(TPID_WORD, TCI);
        }
        push(tpid, 0);
        return true;
    }

    private void push(int tpid, int tci) {
        tags.push(tpid, tci);
        show();
    }

    /** Removes the outer tag if there is one. */
    void pop() {
        if (any()) {
            key.look(INNER_WORD, -1L);
            tags.pop();
            show();
        }
    }

    /** Lets the key show the tags; they no longer stand where they arrived. */
    private void show() {
        key.write(TCI_WORD, tags.tci(), TCI);
        key.write(TPID_WORD, tags.tpid(), TCI);
        key.write(INNER_WORD, (long) tags.innerTci() << 48 | (long) tags.innerTpid() << 32, -1L);
    }

    /** Changes the outer tag as {@link #commitNormal} does, in the key: the packet goes on through a patch port. */
    void change(Wire wire) {
        boolean has = any();
        if (wire.tag() == Wire.Tag.UNTAGGED && has) {
            pop();
        } else if (wire.tag() == Wire.Tag.TAGGED && !has) {
            push(ETHERTYPE_8021Q, wire.vlan());
        } else if (wire.tag() == Wire.Tag.TAGGED && vid() != wire.vlan()) {
            set(Fields.VLAN_VID, PRESENT | wire.vlan(), PRESENT | VID);
        }
    }

    // ---- as the program sends them

    /** The tags of the packet as the program has made it so far. */
    TagStack sent() {
        return sent;
    }

    /** The bits of a word of the key that are about tags: no SET writes them. */
    static long bits(int word) {
        return word == TCI_WORD || word == TPID_WORD ? TCI : word == INNER_WORD ? -1L : 0;
    }

    /** Emits what makes of the tags sent last the present ones. */
    void commit(ProgramBuilder program) {
        commit(program, tags);
    }

    /** As {@link #commit}, the outer tag being as NORMAL sends it. */
    void commitNormal(ProgramBuilder program, boolean tagged, int vlan) {
        key.look(TCI_WORD, PRESENT | VID);
        commitCopy(program, tags, tagged, vlan);
    }

    /** As {@link #commitNormal}, beginning with the tags of {@code from}. */
    void commitCopy(ProgramBuilder program, TagStack from, boolean tagged, int vlan) {
        boolean has = from.count() > 0;
        normal.copy(from);
        if (!tagged && has) {
            normal.pop();
        } else if (tagged && !has) {
            normal.push(ETHERTYPE_8021Q, vlan);
        } else if (tagged && (from.tci() & VID) != vlan) {
            normal.setTci(vlan, VID);
        }
        commit(program, normal);
    }

    private void commit(ProgramBuilder program, TagStack target) {
        int shorter = Math.min(sent.count(), target.count());
        int kept = 0;
        while (kept < shorter && sent.fromBottom(kept) == target.fromBottom(kept)) {
            kept++;
        }
        boolean setTop = kept < shorter && TagStack.isSameHeader(sent.fromBottom(kept), target.fromBottom(kept));
        int popTo = setTop ? kept + 1 : kept;
        for (int i = sent.count(); i > popTo; i--) {
            program.popVlan();
        }
        if (setTop) {
            commitTci(program, sent.fromBottom(kept), target.fromBottom(kept));
        }
        for (int i = popTo; i < target.count(); i++) {
            commitPush(program, target.fromBottom(i));
        }
        sent.copy(target);
    }

    private void commitTci(ProgramBuilder program, long from, long to) {
        int fromBits = TagStack.setBits(from);
        int toBits = TagStack.setBits(to);
        int differing = TagStack.tci(from) ^ TagStack.tci(to);
        int restored = fromBits & ~toBits;
        lookAtArrivedTci(to, restored);
        int changed = (toBits & ~fromBits | fromBits & toBits & differing | restored) & ~FlowKey.VLAN_PRESENT;
        program.set(TCI_WORD, TagStack.tci(to), changed);
    }

    private void commitPush(ProgramBuilder program, long tag) {
        if (!TagStack.isPushed(tag)) {
            lookAtArrivedTci(tag, (int) TCI & ~TagStack.setBits(tag));
            key.lookAtArrived(TPID_WORD, TagStack.isArrivedOuter(tag) ? TCI : 0);
            key.lookAtArrived(INNER_WORD, TagStack.isArrivedOuter(tag) ? FlowKey.OUTER_DEI : 0);
        }
        program.pushVlan(TagStack.tpid(tag), TagStack.wireTci(tag));
    }

    /**
     * Marks bits of the TCI of the outer one of some tags as looked at, where they come from the packet that arrived; where the tag that
     * arrived as the outer one is gone, whether there was one below it.
     */
    void lookAtTop(TagStack some, int bits) {
        if (some.count() > 0) {
            long top = some.fromBottom(some.count() - 1);
            lookAtArrivedTci(top, bits & ~TagStack.setBits(top));
        } else if (arrivedCount > 0) {
            key.lookAtArrived(INNER_WORD, -1L);
        }
    }

    /** A tag that arrived must be written again: its old bits matter after all. Inner tags were looked at when they came up. */
    private void lookAtArrivedTci(long tag, int bits) {
        if (TagStack.isArrivedOuter(tag)) {
            key.lookAtArrived(TCI_WORD, bits);
        } else if (!TagStack.isPushed(tag)) {
            key.lookAtArrived(INNER_WORD, -1L);
        }
    }
}
