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
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The key that the tables see while actions run, and what was looked at of the key that arrived.
 *
 * <p>{@code written} are the bits of the key that no longer come from the arrived key. Whoever looks at them learns nothing about the
 * packet, so they never enter the mask. Every write either is a constant or first looks at the bits it derives from; that is why a
 * translation is a function of the masked bits alone.
 */
final class WorkingKey {
    private static final int PORTS_WORD = 5;
    private static final long PORTS = 0xFFFF_FFFFL << 32;
    private static final long UNSET = Integer.toUnsignedLong(Ports.UNSET);
    private static final int ACTSET_WORD = Fields.ACTSET_OUTPUT.word();
    private static final long ACTSET_BITS = 0xFFFF_FFFFL;
    private static final int MARKS_WORD = Fields.PKT_MARK.word();
    private static final int RECIRCULATION_WORD = Fields.RECIRC_ID.word();
    private static final int FIRST_CONNECTION_WORD = Fields.CT_STATE.word();
    private static final int LAST_CONNECTION_WORD = Fields.CT_IPV6_DST.word() + 1;

    /** The bits that tell whether a packet has what a field needs. */
    private static final Map<Prerequisite, MatchMask> NEEDED = needed();

    private final long[] key = new long[FlowKey.WORDS];
    private final long[] written = new long[FlowKey.WORDS];
    private final WordSet writtenWords = new WordSet();

    /** Bits written since the packet was translated that the program does not know yet, of the words that have written bits. */
    private final long[] rewritten = new long[FlowKey.WORDS];

    private boolean translated;
    private final long[] scratch = new long[FlowKey.WORDS];
    private long[] arrived = {};
    private int arrivedWords;
    private long arrivedPort;
    private long[] mask;

    /** Whether bits of the arrived key are written over: then lookups must not mark them as looked at. */
    private boolean hides;

    /** Whether something was written since the last lookup that was told. */
    private boolean news;

    /** As {@link WorkingPacket#arrive}. */
    @SuppressWarnings("ReferenceEquality") // about which arrays they are
    void arrive(long[] from, int words, long inPort, long[] maskToFill) {
        if (arrivedWords > words) {
            Arrays.fill(key, words, arrivedWords, 0);
        }
        if (arrived != from) {
            arrived = from;
        }
        if (mask != maskToFill) {
            mask = maskToFill;
        }
        arrivedWords = words;
        arrivedPort = inPort;
    }

    /** As {@link WorkingPacket#begin}. */
    void begin() {
        forget();
        System.arraycopy(arrived, 0, key, 0, FlowKey.PACKET_WORDS);
        if (arrivedWords > FlowKey.PACKET_WORDS) {
            System.arraycopy(
                    arrived, FlowKey.PACKET_WORDS, key, FlowKey.PACKET_WORDS, arrivedWords - FlowKey.PACKET_WORDS);
        }
        inPort(arrivedPort);
        key[ACTSET_WORD] = UNSET;
        mask[0] = -1L;
        if (Prerequisites.isMetBy(Prerequisite.IP, key)) {
            look(Fields.IP_FRAG);
        }
    }

    /** Forgets what was written, at the cost of that. */
    private void forget() {
        for (int i = 0; i < writtenWords.size(); i++) {
            int word = writtenWords.word(i);
            key[word] = 0;
            written[word] = 0;
            rewritten[word] = 0;
        }
        translated = false;
        writtenWords.clear();
        hides = false;
        news = true; // what lookups of an earlier pass saw is not what the first one of this pass sees
    }

    void save(SavedPacket to) {
        to.key[0] = key[0];
        to.writtenWords.copy(writtenWords);
        to.translated = translated;
        for (int i = 0; i < writtenWords.size(); i++) {
            int word = writtenWords.word(i);
            to.key[word] = key[word];
            to.written[word] = written[word];
            to.rewritten[word] = rewritten[word];
        }
    }

    void restore(SavedPacket from) {
        key[0] = from.key[0];
        hides = false;
        news = true;
        for (int i = 0; i < writtenWords.size(); i++) {
            int word = writtenWords.word(i);
            boolean was = from.writtenWords.contains(word);
            key[word] = was ? from.key[word] : arrived(word);
            written[word] = was ? from.written[word] : 0;
            rewritten[word] = was ? from.rewritten[word] : 0;
            hides |= was && !isPipeline(word);
        }
        writtenWords.copy(from.writtenWords);
        translated = from.translated;
    }

    /** A word as it was before the first action. */
    long arrived(int word) {
        return word == ACTSET_WORD ? UNSET : word < arrivedWords ? arrived[word] : 0;
    }

    private static boolean isPipeline(int word) {
        return word >= FlowKey.PIPELINE_WORD && word < FlowKey.ARRIVAL_WORD;
    }

    /** The words themselves; only this class writes them. */
    long[] words() {
        return key;
    }

    /** The words that have written bits. */
    WordSet writtenWords() {
        return writtenWords;
    }

    /** The bits of a word that no longer come from the key that arrived. */
    long written(int word) {
        return written[word];
    }

    /** The OpenFlow number of the input port, 32 bits unsigned. */
    long inPort() {
        return key[0] >>> 32;
    }

    void inPort(long port) {
        key[0] = port << 32 | key[0] & 0xFFFF_FFFFL;
    }

    // ---- looking

    /** Marks bits of a word as looked at. */
    void look(int word, long bits) {
        if (word < mask.length) {
            mask[word] |= bits & ~written[word];
        }
    }

    /** Marks bits of a word of the key that arrived as looked at, whatever was written over them. */
    void lookAtArrived(int word, long bits) {
        if (word < mask.length) {
            mask[word] |= bits;
        }
    }

    /** Marks a field as looked at. */
    void look(Field field) {
        look(field, -1L, -1L);
    }

    /** Marks bits of a field as looked at. */
    void look(Subfield bits) {
        look(bits.field(), bits.fieldMaskHigh(), bits.fieldMaskLow());
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
        Arrays.fill(scratch, 0, FlowKey.PACKET_WORDS, 0);
        FieldHash.unwildcard(hashed, key, scratch);
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            look(word, scratch[word]);
        }
    }

    /** Whether the packet has what a field needs; looks at the bits that tell. */
    boolean has(Prerequisite prerequisite) {
        if (prerequisite == Prerequisite.NONE) {
            return true;
        }
        MatchMask bits = NEEDED.get(prerequisite);
        for (int i = 0; i < bits.wordCount(); i++) {
            look(bits.word(i), bits.maskAt(i));
        }
        return Prerequisites.isMetBy(prerequisite, key);
    }

    private static Map<Prerequisite, MatchMask> needed() {
        Map<Prerequisite, MatchMask> masks = new EnumMap<>(Prerequisite.class);
        for (Prerequisite prerequisite : Prerequisite.values()) {
            long[] bits = new long[FlowKey.WORDS];
            Prerequisites.unwildcard(prerequisite, bits);
            masks.put(prerequisite, new MatchMask(bits));
        }
        return masks;
    }

    /** Whether the packet is a fragment, the first or a later one. */
    boolean isFragment() {
        return (Fields.IP_FRAG.low(key) & FlowKey.FRAG_ANY) != 0 && has(Prerequisite.IP);
    }

    /** Metadata, registers and tunnel fields that are not 0: what a packet-in tells beside the packet. */
    Match pipeline() {
        if (!writtenWords.reaches(FlowKey.PIPELINE_WORD) && arrivedWords == FlowKey.PACKET_WORDS) {
            return Match.ANY;
        }
        Arrays.fill(scratch, 0);
        for (int word = FIRST_CONNECTION_WORD; word <= LAST_CONNECTION_WORD; word++) {
            look(word, -1L);
        }
        for (Field field : Fields.all()) {
            if (field.word() >= FlowKey.PIPELINE_WORD
                    && field.word() != RECIRCULATION_WORD
                    && !field.equals(Fields.ACTSET_OUTPUT)
                    && (field.low(key) | field.high(key)) != 0) {
                field.unwildcard(scratch);
            }
        }
        return new Match(key, scratch);
    }

    /**
     * All words of the pipeline that are not 0, but for the action set's: what is frozen of a packet beside its bytes.
     *
     * @param connection whether with those of its connection; it depends on them then
     */
    Match frozen(boolean connection) {
        Arrays.fill(scratch, 0);
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            boolean isLeftOut = word == RECIRCULATION_WORD || isConnection(word) && !connection;
            scratch[word] = key[word] == 0 || isLeftOut ? 0 : -1L;
            if (connection && isConnection(word)) {
                look(word, -1L);
            }
        }
        scratch[ACTSET_WORD] &= ~ACTSET_BITS;
        return new Match(key, scratch);
    }

    private static boolean isConnection(int word) {
        return word >= FIRST_CONNECTION_WORD && word <= LAST_CONNECTION_WORD;
    }

    /** Makes it a packet that was never tracked. */
    void forgetConnection() {
        for (int word = FIRST_CONNECTION_WORD; word <= LAST_CONNECTION_WORD; word++) {
            if (key[word] != 0 || word < mask.length) {
                write(word, 0, -1L);
            }
        }
    }

    // ---- tables

    /** Looks the packet up; what was written over is not marked as looked at. */
    FlowEntry lookup(FlowTable table, long version) {
        if (!hides) {
            return table.lookup(key, version, mask);
        }
        for (int i = 0; i < writtenWords.size(); i++) {
            int word = writtenWords.word(i);
            if (word < mask.length) {
                scratch[word] = mask[word];
                mask[word] |= written[word]; // free to look at: where the lookup has a choice, it shall take these
            }
        }
        FlowEntry entry = table.lookup(key, version, mask);
        for (int i = 0; i < writtenWords.size(); i++) {
            int word = writtenWords.word(i);
            if (word < mask.length) {
                mask[word] = mask[word] & ~written[word] | scratch[word] & written[word];
            }
        }
        return entry;
    }

    /** As {@link #lookup}, the packet showing no ports and no ICMP type and code. */
    FlowEntry lookupWithoutPorts(FlowTable table, long version) {
        long ports = key[PORTS_WORD];
        key[PORTS_WORD] &= ~PORTS;
        FlowEntry entry = lookup(table, version);
        key[PORTS_WORD] = ports;
        return entry;
    }

    /** Tells what the lookup just made saw. */
    void tell(VisitKeys keys) {
        if (news) {
            keys.add(key, writtenWords, written);
            news = false;
        } else {
            keys.addSame(key[0]);
        }
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
        news = true;
    }

    // ---- writing

    /** Sets bits of a word; those of {@code in_port} still come from where they came from. */
    void write(int word, long value, long bits) {
        key[word] = key[word] & ~bits | value & bits;
        if (word > 0) {
            written[word] |= bits;
            rewritten[word] |= translated ? bits : 0;
            writtenWords.add(word);
            hides |= !isPipeline(word);
            news = true;
        }
    }

    /** The program may give the packet other addresses and ports here than those that lookups go on with: what is written from now on counts, whatever it was. */
    void translated() {
        translated = true;
    }

    /** The bits of a word that were written since, or since this was asked last. */
    long takeRewritten(int word) {
        long bits = rewritten[word];
        rewritten[word] = 0;
        return bits;
    }

    /** Metadata, registers, connection and tunnel become what they are for a packet that arrives; marks stay. */
    void forgetPipeline() {
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            if (key[word] != 0 && word != MARKS_WORD) {
                write(word, 0, -1L);
            }
        }
        write(ACTSET_WORD, UNSET, -1L);
    }
}
