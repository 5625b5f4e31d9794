package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.Translator;
import java.util.Arrays;

/** One translation on behalf of a packet that no cache knew: the working memory of the PMD's slow path, reused. */
final class Miss {
    /** How many passages are remembered, for others to share: misses come in crowds that pass the same entries. */
    private static final int RECENT = 64;

    /** Of a megaflow that stands for packets of one key alone. */
    private static final long[] EXACT = new long[FlowKey.PACKET_WORDS];

    static {
        Arrays.fill(EXACT, -1L);
    }

    private final Translator translator = new Translator();
    private final Translation translation = new Translation();
    private final long[] key = new long[FlowKey.WORDS];
    private final Passage[] recentPassages = new Passage[RECENT];
    private long[] recentMask = {};
    private long nowNs;
    private boolean isExact;

    /** Translates the key at {@code address}. */
    void translate(SwitchSnapshot snapshot, long address, long now) {
        int words = FlowKey.significantWords(Memory.getLong(address));
        for (int word = 0; word < words; word++) {
            key[word] = Memory.getLong(address + 8L * word);
        }
        Arrays.fill(key, words, key.length, 0);
        nowNs = now;
        isExact = false;
        translator.translate(snapshot, key, translation);
    }

    /** The snapshot that the last translation read is an old one now: it is not kept alive. */
    void forget() {
        translator.forget();
        Arrays.fill(recentPassages, null);
    }

    Translation translation() {
        return translation;
    }

    long[] key() {
        return key;
    }

    long nowNs() {
        return nowNs;
    }

    /** The megaflow shall stand for packets of this very key alone: always right, and all such megaflows have one mask. */
    void narrow() {
        isExact = true;
    }

    /** Which bits of the key the megaflow shall ask for: those that translation looked at, or all. */
    long[] mask() {
        return isExact ? EXACT : translation.mask();
    }

    /** A copy of the packet words of the key. */
    long[] packetKey() {
        return Arrays.copyOf(key, FlowKey.PACKET_WORDS);
    }

    /** A copy of the packet words of the mask, the same one for several that are equal. */
    long[] packetMask() {
        if (isExact) {
            return EXACT;
        }
        if (!Arrays.equals(recentMask, translation.mask())) {
            recentMask = Arrays.copyOf(translation.mask(), FlowKey.PACKET_WORDS);
        }
        return recentMask;
    }

    /** What the translation passed through. */
    Passage passage() {
        int hash = translation.visitCount();
        for (int i = 0; i < translation.visitCount(); i++) {
            FlowEntry entry = translation.visitedEntry(i);
            hash = 31 * hash + (entry == null ? 1 : entry.match().hashCode());
        }
        int slot = (hash ^ hash >>> 16) & RECENT - 1;
        Passage recent = recentPassages[slot];
        Passage passage = Passage.of(translation, recent);
        if (passage != recent) {
            recentPassages[slot] = passage;
        }
        return passage;
    }
}
