package io.weft.vswitch.translate;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldValue;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTable;
import io.weft.vswitch.program.ProgramBuilder;
import java.util.Arrays;

/**
 * The packet as the tables see it while actions run, and the packet as the program has made it so far.
 *
 * <pre>
 *   arrived key --set, push, pop--> key (what lookups see)         mask: bits of the arrived key that somebody looked at
 *        |                            |
 *        +--- instructions so far --> sent --commit: instructions for the difference, just before an output
 * </pre>
 *
 * {@code written} are the bits of the key that no longer come from the arrived key. Whoever looks at them learns nothing about the
 * packet, so they never enter the mask. Every write either is a constant or first looks at the bits it derives from; that is why a
 * translation is a function of the masked bits alone.
 */
final class WorkingPacket {
    private static final int ETHERTYPE_8021Q = 0x8100;
    private static final long TCI = 0xFFFF;
    private static final long PRESENT = FlowKey.VLAN_PRESENT;
    private static final long INNER_PRESENT = PRESENT << 48;
    private static final int VID = 0xFFF;

    private final long[] key = new long[FlowKey.WORDS];
    private final long[] written = new long[FlowKey.PACKET_WORDS];
    private final long[] sent = new long[FlowKey.PACKET_WORDS];
    private final long[] sentBits = new long[FlowKey.PACKET_WORDS];
    private final long[] lookedAt = new long[FlowKey.WORDS];
    private final TagStack tags = new TagStack();
    private final TagStack sentTags = new TagStack();
    private final TagStack normalTags = new TagStack();
    private long[] mask;
    private int writtenWords;

    /** Starts over with a packet that arrived; {@code inPort} is the OpenFlow number, {@code maskToFill} is zero. */
    void arrive(long[] arrived, long inPort, long[] maskToFill) {
        System.arraycopy(arrived, 0, key, 0, FlowKey.PACKET_WORDS);
        Arrays.fill(key, FlowKey.PIPELINE_WORD, FlowKey.WORDS, 0);
        inPort(inPort);
        Arrays.fill(written, 0);
        Arrays.fill(sentBits, 0);
        writtenWords = 0;
        tags.arrive(arrived);
        sentTags.copy(tags);
        mask = maskToFill;
        mask[0] = -1L;
        if (Prerequisites.isMetBy(Prerequisite.IP, key)) {
            look(Fields.IP_FRAG);
        }
    }

    /** Lets the packet of {@link #arrive} have come with metadata and registers: those of {@code whole}, all words. */
    void bring(long[] whole) {
        System.arraycopy(
                whole, FlowKey.PIPELINE_WORD, key, FlowKey.PIPELINE_WORD, FlowKey.WORDS - FlowKey.PIPELINE_WORD);
    }

    /** The key that lookups see. */
    long[] key() {
        return key;
    }

    /** The OpenFlow number of the input port, 32 bits unsigned. */
    long inPort() {
        return key[0] >>> 32;
    }

    void inPort(long port) {
        key[0] = port << 32 | key[0] & 0xFFFF_FFFFL;
    }

    /** Marks bits of a word as looked at. */
    void look(int word, long bits) {
        mask[word] |= bits & ~written[word];
    }

    /** Marks a field as looked at. */
    void look(Field field) {
        look(field.word(), field.ones() << field.shift());
        if (field.isWide()) {
            look(field.word() + 1, -1L);
        }
    }

    /** Whether the packet has what a field needs; looks at the bits that tell. */
    boolean has(Prerequisite prerequisite) {
        if (prerequisite == Prerequisite.NONE) {
            return true;
        }
        Arrays.fill(lookedAt, 0);
        Prerequisites.unwildcard(prerequisite, lookedAt);
        lookAt(lookedAt);
        return Prerequisites.isMetBy(prerequisite, key);
    }

    private void lookAt(long[] bits) {
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            look(word, bits[word]);
        }
    }

    FlowEntry lookup(FlowTable table, long version) {
        if (writtenWords == 0) {
            return table.lookup(key, version, mask);
        }
        Arrays.fill(lookedAt, 0);
        FlowEntry entry = table.lookup(key, version, lookedAt);
        lookAt(lookedAt);
        return entry;
    }

    // ---- writing

    /** Sets bits of a field; VLAN fields may add or remove the outer tag. The caller has checked the prerequisite. */
    void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (field.isWide()) {
            write(field.word(), high, maskHigh);
            write(field.word() + 1, low, maskLow);
        } else if (field.word() == 1 && field.shift() < 16) {
            setVlan(field, low, maskLow);
        } else {
            write(field.word(), low << field.shift(), (maskLow & FieldValue.fullMask(field)) << field.shift());
        }
    }

    private void write(int word, long value, long bits) {
        key[word] = key[word] & ~bits | value & bits;
        if (word > 0 && word < FlowKey.PACKET_WORDS) {
            written[word] |= bits;
            writtenWords |= 1 << word;
        }
    }

    private void setVlan(Field field, long value, long bits) {
        boolean saysPresent = (field.ones() << field.shift() & PRESENT) != 0;
        long implied = saysPresent ? 0 : PRESENT;
        int newBits = (int) ((bits & field.ones()) << field.shift() | implied);
        int newValue = (int) (value << field.shift() | implied);
        int tci = (int) (outerTci() & ~newBits | newValue & newBits);
        boolean hadTag = hasTag();
        if ((tci & PRESENT) == 0) {
            popTag();
        } else if (hadTag) {
            tags.setTci(tci, newBits & ~(int) PRESENT);
            write(1, tci, newBits & TCI & ~PRESENT);
        } else {
            pushTag(ETHERTYPE_8021Q, tci);
        }
    }

    private long outerTci() {
        return key[1] & TCI;
    }

    /** Whether the packet has a VLAN tag. */
    boolean hasTag() {
        look(1, PRESENT);
        return (key[1] & PRESENT) != 0;
    }

    /** The VLAN ID of the outer tag; 0 for a priority tag or none. */
    int vid() {
        look(1, PRESENT | VID);
        return (int) key[1] & VID;
    }

    /** Pushes a tag with VID and PCP 0; false when the packet has two already. */
    boolean push(int tpid) {
        if (hasTag()) {
            look(6, INNER_PRESENT);
            if (tags.count() == TagStack.MAX) {
                return false;
            }
            look(1, TCI);
            look(2, TCI);
        }
        pushTag(tpid, 0);
        return true;
    }

    private void pushTag(int tpid, int tci) {
        tags.push(tpid, tci);
        showTags();
    }

    /** Removes the outer tag if there is one. */
    void popTag() {
        if (hasTag()) {
            look(6, -1L);
            tags.pop();
            showTags();
        }
    }

    /** Lets the key show the tags; they no longer stand where they arrived. */
    private void showTags() {
        write(1, tags.tci(), TCI);
        write(2, tags.tpid(), TCI);
        write(6, (long) tags.innerTci() << 48 | (long) tags.innerTpid() << 32, -1L);
    }

    // ---- sending

    /** Emits what turns the packet sent last (or arrived) into the present one. */
    void commit(ProgramBuilder program) {
        commitFields(program);
        commitTags(program, tags);
    }

    /** As {@link #commit}, with the outer tag as NORMAL sends it: untagged, or tagged with {@code vlan}. The key stays as it is. */
    void commitNormal(ProgramBuilder program, boolean tagged, int vlan) {
        commitFields(program);
        normalTags.copy(tags);
        boolean has = hasTag();
        if (!tagged && has) {
            normalTags.pop();
        } else if (tagged && !has) {
            normalTags.push(ETHERTYPE_8021Q, vlan);
        } else if (tagged && vid() != vlan) {
            normalTags.setTci(vlan, VID);
        }
        commitTags(program, normalTags);
    }

    private void commitFields(ProgramBuilder program) {
        for (int rest = writtenWords; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            long bits = written[word] & ~vlanBits(word);
            long changed = bits & (~sentBits[word] | sent[word] ^ key[word]);
            if (changed != 0) {
                program.set(word, key[word], changed);
                sent[word] = key[word];
                sentBits[word] = bits;
            }
        }
    }

    private static long vlanBits(int word) {
        return word == 1 || word == 2 ? TCI : word == 6 ? -1L : 0;
    }

    private void commitTags(ProgramBuilder program, TagStack target) {
        int shorter = Math.min(sentTags.count(), target.count());
        int kept = 0;
        while (kept < shorter && sentTags.fromBottom(kept) == target.fromBottom(kept)) {
            kept++;
        }
        boolean setTop = kept < shorter && TagStack.isSameHeader(sentTags.fromBottom(kept), target.fromBottom(kept));
        int popTo = setTop ? kept + 1 : kept;
        for (int i = sentTags.count(); i > popTo; i--) {
            program.popVlan();
        }
        if (setTop) {
            commitTci(program, sentTags.fromBottom(kept), target.fromBottom(kept));
        }
        for (int i = popTo; i < target.count(); i++) {
            commitPush(program, target.fromBottom(i));
        }
        sentTags.copy(target);
    }

    private void commitTci(ProgramBuilder program, long from, long to) {
        int fromBits = TagStack.setBits(from);
        int toBits = TagStack.setBits(to);
        int differing = TagStack.tci(from) ^ TagStack.tci(to);
        int restored = fromBits & ~toBits;
        lookAtArrivedTci(to, restored);
        int changed = (toBits & ~fromBits | fromBits & toBits & differing | restored) & ~FlowKey.VLAN_PRESENT;
        program.set(1, TagStack.tci(to), changed);
    }

    private void commitPush(ProgramBuilder program, long tag) {
        if (!TagStack.isPushed(tag)) {
            lookAtArrivedTci(tag, (int) TCI & ~TagStack.setBits(tag));
            mask[2] |= TagStack.isArrivedOuter(tag) ? TCI : 0;
            mask[6] |= TagStack.isArrivedOuter(tag) ? FlowKey.OUTER_DEI : 0;
        }
        program.pushVlan(TagStack.tpid(tag), TagStack.wireTci(tag));
    }

    /** A tag that arrived must be written again: its old bits matter after all. Inner tags were looked at when they came up. */
    private void lookAtArrivedTci(long tag, int bits) {
        if (TagStack.isArrivedOuter(tag)) {
            mask[1] |= bits;
        } else if (!TagStack.isPushed(tag)) {
            mask[6] |= -1L;
        }
    }
}
