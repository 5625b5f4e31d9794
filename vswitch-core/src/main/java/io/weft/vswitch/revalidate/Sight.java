package io.weft.vswitch.revalidate;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.translate.VisitKeys;

/**
 * What a lookup of a megaflow's translation saw, as far as it is the same for all its packets: words as they arrived, in the bits that the
 * megaflow matches, and words that actions had written ({@link VisitKeys}).
 */
final class Sight {
    /** Holds what lookups make of conjunctive clauses. */
    static final int CONJUNCTION_WORD = Fields.CONJ_ID.word();

    private Sight() {}

    /** Whether anything is ever known of a word: not of what lookups make of clauses, nor of what came beside the packet. */
    static boolean isKnown(int word) {
        return word != CONJUNCTION_WORD && word < FlowKey.ARRIVAL_WORD;
    }

    /** The bits of a word that are known in a lookup. */
    static long bits(Megaflow megaflow, int visit, int word) {
        VisitKeys keys = megaflow.passage().keys();
        if (!isKnown(word) || !keys.isKnown(visit)) {
            return 0;
        }
        if (word == 0) {
            return -1L;
        }
        int place = keys.find(visit, word);
        long arrived = word < FlowKey.PACKET_WORDS ? megaflow.mask()[word] : -1L;
        return place < 0 ? arrived : keys.bits(place) | arrived;
    }

    /** A word in a lookup; meaningful in its {@link #bits}. */
    static long value(Megaflow megaflow, int visit, int word) {
        VisitKeys keys = megaflow.passage().keys();
        if (word == 0) {
            return keys.firstWord(visit);
        }
        int place = keys.find(visit, word);
        if (place >= 0) {
            return keys.value(place);
        }
        return word < megaflow.key().length ? megaflow.key()[word] : 0;
    }
}
