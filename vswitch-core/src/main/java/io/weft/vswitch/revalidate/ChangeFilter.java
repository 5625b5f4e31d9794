package io.weft.vswitch.revalidate;

import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.translate.TargetUse;
import java.util.ArrayList;
import java.util.List;

/** Which megaflows some publications can concern. When in doubt, all that passed through a changed table. */
final class ChangeFilter {
    private static final int IN_PORT_WORD = 0;
    private static final long IN_PORT_BITS = 0xFFFF_FFFFL << 32;

    private boolean everything;
    private boolean targets;
    private final List<Integer> bridges = new ArrayList<>();
    private final List<FlowEntry> entries = new ArrayList<>();

    void add(Publication publication) {
        if (publication.bridge() == Publication.EVERYTHING) {
            everything = true;
            return;
        }
        targets |= publication.targets();
        for (FlowEntry entry : publication.entries()) {
            bridges.add(publication.bridge());
            entries.add(entry);
        }
    }

    boolean concerns(Megaflow megaflow) {
        if (everything) {
            return true;
        }
        Passage passage = megaflow.passage();
        if (targets && passage.credits().stream().anyMatch(TargetUse.class::isInstance)) {
            return true;
        }
        for (int i = 0; i < entries.size(); i++) {
            FlowEntry entry = entries.get(i);
            if (passed(passage, bridges.get(i), entry.table()) && mayMatch(megaflow, entry)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passed(Passage passage, int bridge, int table) {
        for (int i = 0; i < passage.visitCount(); i++) {
            if (passage.bridge(i) == bridge && passage.table(i) == table) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether some packet of the megaflow may match the entry. Only the first lookup sees the packet as it came; a later one may see
     * what actions made of it, so there every entry may match.
     */
    private static boolean mayMatch(Megaflow megaflow, FlowEntry entry) {
        Passage passage = megaflow.passage();
        for (int i = 1; i < passage.visitCount(); i++) {
            if (passage.table(i) == entry.table()) {
                return true;
            }
        }
        long[] key = megaflow.key();
        long[] mask = megaflow.mask();
        for (int i = 0; i < entry.match().wordCount(); i++) {
            int word = entry.match().word(i);
            long matched = entry.match().maskAt(i);
            long value = entry.match().valueAt(i);
            if (word >= FlowKey.PIPELINE_WORD) {
                if (!isInitial(word, value, matched)) {
                    return false;
                }
                continue;
            }
            long common =
                    word == IN_PORT_WORD ? matched & ~IN_PORT_BITS : matched; // numbers of ports differ here and there
            if (((key[word] ^ value) & mask[word] & common) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word of the pipeline is so in the first table, where nothing was written. A lookup itself sets conj_id. */
    private static boolean isInitial(int word, long value, long matched) {
        boolean isLookupWord = word == Fields.ACTSET_OUTPUT.word();
        return isLookupWord ? (int) value == (Ports.UNSET & (int) matched) : value == 0;
    }

    /** Whether the program writes to the packet. */
    static boolean rewrites(Program program) {
        for (int i = 0; i < program.length(); i = program.next(i)) {
            if (Program.opcode(program.word(i)) == Program.SET) {
                return true;
            }
        }
        return false;
    }
}
