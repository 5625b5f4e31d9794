package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.RemovedFlowLine;
import io.weft.northbound.control.TableStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code monitor}: flow changes, flows that end, tables that get full and packets to the controller as they happen, until it is interrupted or the switch ends. As
 * with ovs-ofctl the flows that are present go to standard output, since they were asked for, and what happens to standard error.
 */
final class MonitorCommand implements OfctlCommand {
    private static final String WATCH = "watch:";
    private static final String RESUME = "resume";

    /** The number of the first request to watch in a session of ovs-ofctl. */
    private static final int FIRST_ANSWER = 6;

    /** OpenFlow 1.4 was the first in which tables tell how full they are. */
    private static final int TABLE_STATUS = 4;

    /** OpenFlow 1.3 was the first in which an entry has to say that packets that match nothing else are for the controller. */
    private static final int TABLE_MISS_ENTRIES = 3;

    /** How much of a packet to send; all is sent. Without it ovs-ofctl gets no packets that match nothing. */
    private static final Pattern LENGTH = Pattern.compile("0*[1-9][0-9]{0,4}");

    /** What ovs-ofctl takes besides: how much of a packet to send, and whether to send those whose TTL is over. */
    private static final Pattern IGNORED = Pattern.compile("[0-9]{1,5}|invalid_ttl");

    @Override
    public Syntax syntax() {
        return new Syntax(
                "monitor",
                "BRIDGE [resume] [watch:SPEC]...",
                "Prints packets to the controller, flows that end and (-O OpenFlow14) tables that get full; watch:SPEC: present flows and"
                        + " changes of those that SPEC covers; resume: lets paused packets go on at once.");
    }

    @Override
    public int run(OfctlCall call) {
        List<Stream<?>> streams = new ArrayList<>();
        List<Runnable> printers = new ArrayList<>();
        PrintWriter err = call.err();
        for (WatchSpec spec : specs(call)) {
            Stream<List<FlowLineEvent>> events = call.client()
                    .flows()
                    .watchLines(call.bridge(), spec.filter(), call.options().names(), spec.initial());
            int answer = FIRST_ANSWER + streams.size();
            streams.add(events);
            printers.add(() -> new FlowWatchText(call, spec).print(events, answer));
        }
        Stream<RemovedFlowLine> removed = call.client()
                .flows()
                .watchRemovedLines(call.bridge(), call.options().names());
        streams.add(removed);
        printers.add(() -> removed.forEachRemaining(flow -> print(flow, call.options(), err)));
        Stream<PacketIn> packets = call.client().packets().watch(call.bridge(), takesMisses(call));
        streams.add(packets);
        boolean resumes = call.words().contains(RESUME);
        printers.add(() -> packets.forEachRemaining(packet -> {
            print(packet, err);
            if (resumes && packet.continuation().length > 0) {
                resume(call, packet);
            }
        }));
        if (call.options().minorVersion() >= TABLE_STATUS) {
            Stream<TableStatus> tables = call.client().tables().watch(call.bridge());
            streams.add(tables);
            printers.add(() -> tables.forEachRemaining(status -> TableDescription.print(status, call.options(), err)));
        }
        try {
            // a round trip behind the watches: they are in place when it is back
            call.client().ports().list(call.bridge());
            call.watching().run();
            printers.stream().skip(1).forEach(printer -> start(printer, err));
            printers.getFirst().run();
        } finally {
            streams.forEach(Stream::close);
        }
        return 0;
    }

    /** Packets that match nothing are for the controller until OpenFlow 1.3, if it takes any of a packet. */
    private static boolean takesMisses(OfctlCall call) {
        return call.options().minorVersion() < TABLE_MISS_ENTRIES
                && call.words().stream().anyMatch(LENGTH.asMatchPredicate());
    }

    private static List<WatchSpec> specs(OfctlCall call) {
        List<WatchSpec> specs = new ArrayList<>();
        for (String word : call.words().subList(1, call.words().size())) {
            if (word.startsWith(WATCH)) {
                specs.add(WatchSpec.parse(word.substring(WATCH.length())));
            } else if (!word.equals(RESUME) && !IGNORED.matcher(word).matches()) {
                throw new UsageException("unknown word \"" + word + "\"; allowed: resume, watch:SPEC");
            }
        }
        return specs;
    }

    /** When the switch ends, all streams do; that of the caller's thread says why. A stream that ends for another reason says so itself. */
    private static void start(Runnable printer, PrintWriter out) {
        Thread.ofVirtual().name("monitor").start(() -> {
            try {
                printer.run();
            } catch (ControlException e) {
                if (e.kind() != ControlException.Kind.UNAVAILABLE) {
                    line(out, "monitor: " + e.getMessage());
                }
            }
        });
    }

    private static void print(RemovedFlowLine removed, OfctlOptions options, PrintWriter out) {
        if (removed.lost() > 0) {
            line(out, removed.lost() + " flows that ended were not reported: this monitor is too slow");
        }
        line(out, FlowEventText.of(removed, options));
    }

    /** Streams print on threads of their own, whole lines. */
    private static void line(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static void print(PacketIn packet, PrintWriter out) {
        if (packet.lost() > 0) {
            out.println(packet.lost() + " packets lost: this monitor is too slow");
        }
        out.print(PacketInText.of(packet));
        out.flush();
    }

    /** Lets a paused packet go on as it is. What the switch says against it, as that its bridge is gone, is printed, and the next one has its turn. */
    private static void resume(OfctlCall call, PacketIn packet) {
        call.err().print("send: " + PacketInText.ofResumed(packet));
        call.err().flush();
        try {
            call.client().packets().resume(call.bridge(), packet.continuation(), "", packet.frame());
        } catch (ControlException e) {
            if (e.kind() == ControlException.Kind.UNAVAILABLE) {
                throw e;
            }
            line(call.err(), "monitor: " + e.getMessage());
        }
    }
}
