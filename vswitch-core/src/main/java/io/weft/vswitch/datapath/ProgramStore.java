package io.weft.vswitch.datapath;

import io.weft.vswitch.program.Program;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The programs of one PMD, each once, numbered densely so that packets can be grouped by number. Slow path only, but {@link #get}. */
final class ProgramStore {
    private final Map<Program, PreparedProgram> byProgram = new HashMap<>();
    private PreparedProgram[] byNumber = new PreparedProgram[64];
    private int[] freeNumbers = new int[64];
    private int freeCount;
    private int next;

    PreparedProgram get(int number) {
        return byNumber[number];
    }

    /** The interned program, with one more user. */
    PreparedProgram acquire(Program program) {
        PreparedProgram prepared = byProgram.get(program);
        if (prepared == null) {
            int number = freeCount > 0 ? freeNumbers[--freeCount] : next++;
            if (number == byNumber.length) {
                byNumber = Arrays.copyOf(byNumber, 2 * number);
            }
            prepared = new PreparedProgram(program, number);
            byNumber[number] = prepared;
            byProgram.put(program, prepared);
        }
        prepared.users++;
        return prepared;
    }

    /** One user less; a program without users is forgotten. Not while a burst is being executed. */
    void release(PreparedProgram prepared) {
        if (--prepared.users == 0) {
            byProgram.remove(prepared.program);
            byNumber[prepared.number] = null;
            if (freeCount == freeNumbers.length) {
                freeNumbers = Arrays.copyOf(freeNumbers, 2 * freeCount);
            }
            freeNumbers[freeCount++] = prepared.number;
        }
    }

    /** All numbers are below this. */
    int limit() {
        return next;
    }

    int size() {
        return byProgram.size();
    }
}
