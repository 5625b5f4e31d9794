package io.weft.vswitch.translate;

import io.weft.flow.action.HashFields;
import io.weft.flow.action.Ports;
import io.weft.flow.hash.FieldHash;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
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
    private static final int PORTS_WORD = 5;
    private static final long PORTS = 0xFFFF_FFFFL << 32;

    private static final long PACKET_BITS = (1L << FlowKey.PACKET_WORDS) - 1;
    private static final long UNSET = Integer.toUnsignedLong(Ports.UNSET);
    private static final int MARKS_WORD = Fields.PKT_MARK.word();

    private final long[] key = new long[FlowKey.WORDS];
    private final long[] written = new long[FlowKey.WORDS];
    private final WordSet writtenWords = new WordSet();
    private final long[] sent = new long[FlowKey.PACKET_WORDS];
    private final long[] sentBits = new long[FlowKey.PACKET_WORDS];
    private final long[] lookedAt = new long[FlowKey.WORDS];
    private final long[] needed = new long[FlowKey.PACKET_WORDS];
    private final TagStack tags = new TagStack();
    private final TagStack sentTags = new TagStack();
    private final TagStack normalTags = new TagStack();
    private long[] arrived = {};
    private int arrivedWords;
    private int arrivedTags;
    private long[] mask;
    private long sentMarks;

    /** Whether bits of the arrived key are written over: then lookups must not mark them as looked at. */
    private boolean hides;

    /**
     * Starts over with a packet that arrived.
     *
     * @param from its key, kept until the next packet
     * @param words how many words of it count, the packet words at least; the others are taken for zero
     * @param inPort the OpenFlow number
     * @param maskToFill is zero
     */
    void arrive(long[] from, int words, long inPort, long[] maskToFill) {
        forget();
        if (arrivedWords > words) {
            Arrays.fill(key, words, arrivedWords, 0);
        }
        System.arraycopy(from, 0, key, 0, words);
        arrived = from;
        arrivedWords = words;
        inPort(inPort);
        tags.arrive(from);
        sentTags.copy(tags);
        arrivedTags = tags.count();
        key[Fields.ACTSET_OUTPUT.word()] = UNSET;
        sentMarks = key[MARKS_WORD];
        mask = maskToFill;
        mask[0] = -1L;
        if (Prerequisites.isMetBy(Prerequisite.IP, key)) {
            look(Fields.IP_FRAG);
        }
    }

    /** Forgets what was written, at the cost of that. */
    private void forget() {
        for (int word = writtenWords.next(0); word >= 0; word = writtenWords.next(word + 1)) {
            key[word] = 0;
            written[word] = 0;
            if (word < FlowKey.PACKET_WORDS) {
                sentBits[word] = 0;
            }
        }
        writtenWords.clear();
        hides = false;
    }

    void save(SavedPacket to) {
        to.key[0] = key[0];
        to.writtenWords.copy(writtenWords);
        for (int word = writtenWords.next(0); word >= 0; word = writtenWords.next(word + 1)) {
            to.key[word] = key[word];
            to.written[word] = written[word];
            if (word < FlowKey.PACKET_WORDS) {
                to.sent[word] = sent[word];
                to.sentBits[word] = sentBits[word];
            }
        }
        to.tags.copy(tags);
        to.sentTags.copy(sentTags);
        to.sentMarks = sentMarks;
    }

    void restore(SavedPacket from) {
        key[0] = from.key[0];
        hides = false;
        for (int word = writtenWords.next(0); word >= 0; word = writtenWords.next(word + 1)) {
            boolean was = from.writtenWords.contains(word);
            key[word] = was ? from.key[word] : atFirst(word);
            written[word] = was ? from.written[word] : 0;
            if (word < FlowKey.PACKET_WORDS) {
                sent[word] = was ? from.sent[word] : 0;
                sentBits[word] = was ? from.sentBits[word] : 0;
            }
            hides |= was && !isPipeline(word);
        }
        writtenWords.copy(from.writtenWords);
        tags.copy(from.tags);
        sentTags.copy(from.sentTags);
        sentMarks = from.sentMarks;
    }

    private long atFirst(int word) {
        return word == Fields.ACTSET_OUTPUT.word() ? UNSET : word < arrivedWords ? arrived[word] : 0;
    }

    /** {@code skb_priority} as it arrived. */
    long arrivedPriority() {
        return atFirst(MARKS_WORD) & 0xFFFF_FFFFL;
    }

    private static boolean isPipeline(int word) {
        return word >= FlowKey.PIPELINE_WORD && word < FlowKey.ARRIVAL_WORD;
    }

    /** Metadata, registers and tunnel fields that are not 0: what a packet-in tells beside the packet. */
    Match pipeline() {
        if (writtenWords.next(FlowKey.PIPELINE_WORD) < 0 && arrivedWords == FlowKey.PACKET_WORDS) {
            return Match.ANY;
        }
        Arrays.fill(lookedAt, 0);
        for (Field field : Fields.all()) {
            if (field.word() >= FlowKey.PIPELINE_WORD
                    && !field.equals(Fields.ACTSET_OUTPUT)
                    && (field.low(key) | field.high(key)) != 0) {
                field.unwildcard(lookedAt);
            }
        }
        return new Match(key, lookedAt);
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

    /** Marks bits of a field as looked at. */
    void look(Subfield bits) {
        Field field = bits.field();
        if (field.isWide()) {
            look(field.word(), bits.fieldMaskHigh());
            look(field.word() + 1, bits.fieldMaskLow());
        } else {
            look(field.word(), bits.fieldMaskLow() << field.shift());
        }
    }

    /** Marks bits of a field as looked at, in the field's own numbering. */
    void look(Field field, long maskHigh, long maskLow) {
        if (field.isWide()) {
            look(field.word(), maskHigh);
            look(field.word() + 1, maskLow);
        } else {
            look(field.word(), (maskLow & field.ones()) << field.shift());
        }
    }

    /** Marks what a hash of the packet reads as looked at. */
    void look(HashFields hashed) {
        Arrays.fill(lookedAt, 0);
        FieldHash.unwildcard(hashed, key, lookedAt);
        lookAt(lookedAt, FlowKey.PACKET_WORDS);
    }

    /** Whether the packet has what a field needs; looks at the bits that tell. */
    boolean has(Prerequisite prerequisite) {
        if (prerequisite == Prerequisite.NONE) {
            return true;
        }
        Arrays.fill(needed, 0);
        Prerequisites.unwildcard(prerequisite, needed);
        lookAt(needed, FlowKey.PACKET_WORDS);
        return Prerequisites.isMetBy(prerequisite, key);
    }

    private void lookAt(long[] bits, int end) {
        for (int word = 0; word < end; word++) {
            look(word, bits[word]);
        }
    }

    /** Whether the packet is a fragment, the first or a later one. */
    boolean isFragment() {
        return (Fields.IP_FRAG.low(key) & FlowKey.FRAG_ANY) != 0 && has(Prerequisite.IP);
    }

    /** As {@link #lookup}, the packet showing no ports and no ICMP type and code. */
    FlowEntry lookupWithoutPorts(FlowTable table, long version) {
        long ports = key[PORTS_WORD];
        key[PORTS_WORD] &= ~PORTS;
        FlowEntry entry = lookup(table, version);
        key[PORTS_WORD] = ports;
        return entry;
    }

    FlowEntry lookup(FlowTable table, long version) {
        if (!hides) {
            return table.lookup(key, version, mask);
        }
        Arrays.fill(lookedAt, 0);
        FlowEntry entry = table.lookup(key, version, lookedAt);
        lookAt(lookedAt, Math.max(arrivedWords, FlowKey.PACKET_WORDS));
        return entry;
    }

    /** As {@link #tell}, for a lookup without ports: it saw zeros there, whatever the packet has. */
    void tellWithoutPorts(VisitKeys keys) {
        long ports = key[PORTS_WORD];
        long bits = written[PORTS_WORD];
        key[PORTS_WORD] &= ~PORTS;
        written[PORTS_WORD] |= PORTS;
        writtenWords.add(PORTS_WORD); // stays: a word without written bits says nothing
        keys.add(key, writtenWords, written);
        key[PORTS_WORD] = ports;
        written[PORTS_WORD] = bits;
    }

    /** Tells what the lookup just made saw. */
    void tell(VisitKeys keys) {
        keys.add(key, writtenWords, written);
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
        if (word > 0) {
            written[word] |= bits;
            writtenWords.add(word);
            hides |= !isPipeline(word);
        }
    }

    /** Notes whether the tunnel header shall have an option. */
    void option(int index, boolean present) {
        write(FlowKey.TUNNEL_OPTIONS_WORD, present ? -1L : 0, 1L << index);
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

    /** Whether there is a tag below the outer one, with a VLAN ID other than 0. */
    boolean hasInnerVid() {
        if (!hasTag()) {
            return false;
        }
        look(6, (long) VID << 48);
        return (key[6] >>> 48 & VID) != 0;
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

    /** How many tags more than on arrival the packet has. */
    int addedTags() {
        return tags.count() - arrivedTags;
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
        commitMarks(program);
    }

    /** As {@link #commit}, with the outer tag as NORMAL sends it: untagged, or tagged with {@code vlan}. The key stays as it is. */
    void commitNormal(ProgramBuilder program, boolean tagged, int vlan) {
        commitFields(program);
        look(1, PRESENT | VID);
        commitTags(program, normalTags(tags, tagged, vlan));
        commitMarks(program);
    }

    /** As {@link #commitNormal}, beginning with the tags of {@code from} in place of the packet's own. */
    void commitCopy(ProgramBuilder program, TagStack from, boolean tagged, int vlan) {
        commitFields(program);
        commitTags(program, normalTags(from, tagged, vlan));
        commitMarks(program);
    }

    private TagStack normalTags(TagStack from, boolean tagged, int vlan) {
        normalTags.copy(from);
        boolean has = from.count() > 0;
        if (!tagged && has) {
            normalTags.pop();
        } else if (tagged && !has) {
            normalTags.push(ETHERTYPE_8021Q, vlan);
        } else if (tagged && (from.tci() & VID) != vlan) {
            normalTags.setTci(vlan, VID);
        }
        return normalTags;
    }

    /**
     * Marks bits of the TCI of the outer one of some tags as looked at, where they come from the packet that arrived; where the tag that
     * arrived as the outer one is gone, whether there was one below it.
     */
    void lookAtTop(TagStack some, int bits) {
        if (some.count() > 0) {
            long top = some.fromBottom(some.count() - 1);
            lookAtArrivedTci(top, bits & ~TagStack.setBits(top));
        } else if (arrivedTags > 0) {
            mask[6] |= -1L;
        }
    }

    /** The tags of the packet as the program has made it so far. */
    TagStack sentTags() {
        return sentTags;
    }

    /** Changes the outer tag as {@link #commitNormal} does, in the key: the packet goes on through a patch port. */
    void retag(Wire wire) {
        boolean has = hasTag();
        if (wire.tag() == Wire.Tag.UNTAGGED && has) {
            popTag();
        } else if (wire.tag() == Wire.Tag.TAGGED && !has) {
            pushTag(ETHERTYPE_8021Q, wire.vlan());
        } else if (wire.tag() == Wire.Tag.TAGGED && vid() != wire.vlan()) {
            set(Fields.VLAN_VID, 0, PRESENT | wire.vlan(), 0, PRESENT | VID);
        }
    }

    /** Metadata, registers, connection and tunnel become what they are for a packet that arrives; marks stay. */
    void forgetPipeline() {
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            if (key[word] != 0 && word != MARKS_WORD) {
                write(word, 0, -1L);
            }
        }
        write(Fields.ACTSET_OUTPUT.word(), UNSET, -1L);
    }

    private void commitMarks(ProgramBuilder program) {
        long marks = key[MARKS_WORD];
        if (marks == sentMarks) {
            return;
        }
        if ((int) marks != (int) sentMarks) {
            mask[MARKS_WORD] |= 0xFFFF_FFFFL;
            program.priority(marks & 0xFFFF_FFFFL);
        }
        if (marks >>> 32 != sentMarks >>> 32) {
            mask[MARKS_WORD] |= 0xFFFF_FFFFL << 32;
            program.mark(marks >>> 32);
        }
        sentMarks = marks;
    }

    private void commitFields(ProgramBuilder program) {
        for (long rest = writtenWords.first() & PACKET_BITS; rest != 0; rest &= rest - 1) {
            int word = Long.numberOfTrailingZeros(rest);
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
