package io.weft.northbound.server;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowLineReader;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowLines;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a bundle that is being sent: every part is read by a thread of its own while the next ones arrive.
 *
 * <pre>
 *   part 3 --&gt; reading --\
 *   part 2 --&gt; reading   |--&gt; the first part that is wrong, in the order of the file, refuses the bundle
 *   part 1 --&gt; read    --/
 * </pre>
 *
 * <p>Thread-safety: one thread at a time; what reads the parts hands them over by futures.
 */
final class StagedLines {
    private static final Pattern PLACE = Pattern.compile("flow_mods\\[([0-9]{1,9})](.*)");

    private final PortNames ports;
    private final Executor executor;
    private final ArrayDeque<CompletableFuture<FlowLines>> reading = new ArrayDeque<>();
    private final List<FlowLines> read = new ArrayList<>();
    private final ConcurrentLinkedQueue<FlowLineReader> readers = new ConcurrentLinkedQueue<>();
    private int lines;

    StagedLines(PortNames ports, Executor executor) {
        this.ports = ports;
        this.executor = executor;
    }

    /**
     * Begins to read a part.
     *
     * @param count how many lines it has
     * @throws ControlException when an earlier part turned out to be wrong
     */
    void add(byte[] part, int count) {
        int before = lines;
        lines += count;
        reading.add(CompletableFuture.supplyAsync(() -> read(part, before), executor));
        while (!reading.isEmpty() && reading.peek().isDone()) {
            takeOne();
        }
    }

    /** With a reader that knows the lines of an earlier part, if one is idle. */
    private FlowLines read(byte[] part, int before) {
        FlowLineReader idle = readers.poll();
        FlowLineReader reader = idle == null ? new FlowLineReader() : idle;
        FlowLines lines = FlowLines.parse(part, before, ports, reader);
        readers.add(reader);
        return lines;
    }

    private void takeOne() {
        try {
            read.add(reading.remove().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof ControlException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /**
     * All changes in the order of their lines; waits until they are read.
     *
     * @throws ControlException when a line is wrong
     */
    List<FlowMod> mods() {
        while (!reading.isEmpty()) {
            takeOne();
        }
        int count = 0;
        for (FlowLines part : read) {
            count += part.mods().size();
        }
        List<FlowMod> mods = new ArrayList<>(count);
        read.forEach(part -> mods.addAll(part.mods()));
        return mods;
    }

    /** A refusal of one of {@link #mods}, with the place of the line in place of that of the change. */
    ControlException locate(ControlException refusal) {
        List<FieldViolation> violations =
                refusal.violations().stream().map(this::locate).toList();
        return new ControlException(refusal.kind(), refusal.getMessage(), violations, refusal.span(), refusal);
    }

    private FieldViolation locate(FieldViolation violation) {
        Matcher place = PLACE.matcher(violation.field());
        return place.matches()
                ? new FieldViolation(
                        field(Integer.parseInt(place.group(1))) + place.group(2),
                        violation.value(),
                        violation.allowed(),
                        violation.message())
                : violation;
    }

    private String field(int mod) {
        int before = 0;
        for (FlowLines part : read) {
            if (mod - before < part.mods().size()) {
                return part.field(mod - before);
            }
            before += part.mods().size();
        }
        return "flow_lines";
    }
}
