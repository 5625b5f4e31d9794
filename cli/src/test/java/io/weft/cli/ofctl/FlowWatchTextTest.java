package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowLife;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.FlowEvent.Kind;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compared with what ovs-ofctl 3.1 prints for the same changes. */
final class FlowWatchTextTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static FlowLineEvent event(Kind kind, String match) {
        boolean isFlow = !match.isEmpty();
        FlowLine flow = new FlowLine(0, "", 32_768, match, "output:1", 0, 0, 0, 0, 0, 0, FlowLife.FOREVER);
        return new FlowLineEvent(kind, isFlow ? flow : null, null);
    }

    private void print(List<List<FlowLineEvent>> messages) {
        Iterator<List<FlowLineEvent>> each = messages.iterator();
        OfctlCall call = new OfctlCall(
                null, new PrintWriter(out), new PrintWriter(err), new OfctlOptions(), List.of("br0"), () -> {});
        new FlowWatchText(call, WatchSpec.parse(""))
                .print(
                        new Stream<>() {
                            @Override
                            public boolean hasNext() {
                                return each.hasNext();
                            }

                            @Override
                            public List<FlowLineEvent> next() {
                                return each.next();
                            }

                            @Override
                            public void close() {}
                        },
                        6);
    }

    @Test
    void oneHeadlineAMessage() {
        print(List.of(
                List.of(event(Kind.RESYNC_BEGIN, ""), event(Kind.ADDED, "ip")),
                List.of(event(Kind.ADDED, "arp"), event(Kind.RESYNC_END, "")),
                List.of(event(Kind.ADDED, "udp"), event(Kind.ADDED, "sctp")),
                List.of(event(Kind.ADDED, "ipv6"))));
        assertThat(out.toString().lines())
                .containsExactly(
                        "NXST_FLOW_MONITOR reply (xid=0x6):",
                        " event=ADDED table=0 cookie=0 ip actions=output:1",
                        " event=ADDED table=0 cookie=0 arp actions=output:1");
        assertThat(err.toString().lines())
                .containsExactly(
                        "NXST_FLOW_MONITOR reply (xid=0x0):",
                        " event=ADDED table=0 cookie=0 udp actions=output:1",
                        " event=ADDED table=0 cookie=0 sctp actions=output:1",
                        "NXST_FLOW_MONITOR reply (xid=0x0):",
                        " event=ADDED table=0 cookie=0 ipv6 actions=output:1");
    }
}
