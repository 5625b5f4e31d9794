package io.weft.cli.ofctl;

import io.weft.northbound.client.Stream;
import io.weft.northbound.control.FlowLineEvent;
import java.io.PrintWriter;
import java.util.List;

/**
 * What a watch of {@code monitor} tells, as ovs-ofctl prints it: the flows that are present to standard output, behind one headline, and changes
 * to standard error, behind a headline for each message. One thread.
 */
final class FlowWatchText {
    /** OpenFlow 1.4 has flow monitors of its own, which tell present flows from new ones. */
    private static final int SAYS_INITIAL = 4;

    private final OfctlCall call;
    private final WatchSpec spec;
    private boolean wasInitial;
    private boolean isInitial;
    private boolean isResync;

    /** Whether a line of the present message, of which the headline is due, was printed. */
    private boolean isHeaded;

    FlowWatchText(OfctlCall call, WatchSpec spec) {
        this.call = call;
        this.spec = spec;
    }

    /** @param answer the number of the request to which the present flows are the answer */
    void print(Stream<List<FlowLineEvent>> messages, int answer) {
        line(call.out(), headline(answer));
        while (messages.hasNext()) {
            isHeaded = false;
            messages.next().forEach(this::print);
        }
    }

    private void print(FlowLineEvent event) {
        switch (event.kind()) {
            case RESYNC_BEGIN -> {
                isInitial = !wasInitial;
                isResync = true;
            }
            case RESYNC_END -> {
                wasInitial = true;
                isInitial = false;
                isResync = false;
            }
            case PAUSED -> remark("NXT_FLOW_MONITOR_PAUSED (xid=0x0):");
            case RESUMED -> remark("NXT_FLOW_MONITOR_RESUMED (xid=0x0):");
            case ADDED, DELETED, MODIFIED -> change(event);
        }
    }

    private void change(FlowLineEvent event) {
        if (isInitial) {
            boolean says = call.options().minorVersion() >= SAYS_INITIAL;
            line(call.out(), FlowEventText.of(event, says ? "INITIAL" : "ADDED", spec.actions()));
        } else if (spec.shows(event.kind(), isResync)) {
            String text = FlowEventText.of(event, event.kind().name(), spec.actions());
            line(call.err(), isHeaded ? text : headline(0) + System.lineSeparator() + text);
            isHeaded = true;
        }
    }

    private void remark(String text) {
        line(call.err(), text);
        isHeaded = false;
    }

    /** The name of the answer: an extension of Nicira's, then one of the ONF's, at last part of the protocol. */
    private String headline(int answer) {
        int minor = call.options().minorVersion();
        String owner = minor >= SAYS_INITIAL ? "OFPST" : minor == SAYS_INITIAL - 1 ? "ONFST" : "NXST";
        return owner + "_FLOW_MONITOR reply" + call.options().version() + " (xid=0x" + Integer.toHexString(answer)
                + "):";
    }

    /** Watches print on threads of their own, whole lines. */
    private static void line(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
