package io.weft.cli.daemon;

import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import io.weft.vswitch.conductor.ConfigException;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A processor for each PMD, for it alone: other threads of the process stay off. */
final class PmdPlaces {
    private static final String KNOB = "pmd-cpus";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    private final BitSet processors;
    private final BitSet others;

    private PmdPlaces(BitSet processors, BitSet others) {
        this.processors = processors;
        this.others = others;
    }

    /**
     * Reads a list such as {@code 2-3,6}.
     *
     * @throws ConfigException when it names not exactly one usable processor for each of {@code pmdCount} PMDs, or leaves none for the rest
     */
    static PmdPlaces parse(String list, int pmdCount) {
        BitSet processors = new BitSet();
        for (String part : list.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new ConfigException(KNOB, list, "numbers of processors and ranges of them, such as 2-3,6");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first) {
                throw new ConfigException(KNOB, list, "ranges from a lower number to a higher one, such as 2-3");
            }
            processors.set(first, last + 1);
        }
        BitSet allowed = allowed();
        BitSet others = (BitSet) allowed.clone();
        others.andNot(processors);
        BitSet unknown = (BitSet) processors.clone();
        unknown.andNot(allowed);
        if (!unknown.isEmpty() || processors.cardinality() != pmdCount || others.isEmpty()) {
            throw new ConfigException(
                    KNOB,
                    list,
                    "one of " + allowed + " for each of the packet-processing threads (pmd-count " + pmdCount
                            + "), so that at least one is left for everything else");
        }
        return new PmdPlaces(processors, others);
    }

    private static BitSet allowed() {
        try {
            return Processors.allowed();
        } catch (NativeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends all threads of the process, and those that they start, to the processors that are left. */
    void clear() {
        try {
            Processors.confine(others);
        } catch (NativeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the calling thread, which is that of a PMD, in its place. */
    void take(int pmd) {
        int processor = processors.nextSetBit(0);
        for (int i = 0; i < pmd; i++) {
            processor = processors.nextSetBit(processor + 1);
        }
        try {
            Processors.pin(processor);
        } catch (NativeException e) {
            throw new IllegalStateException(e);
        }
    }
}
