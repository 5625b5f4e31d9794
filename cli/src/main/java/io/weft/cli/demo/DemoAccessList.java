package io.weft.cli.demo;

import static io.weft.cli.demo.DemoTopology.BLUE1;
import static io.weft.cli.demo.DemoTopology.BLUE2;

import io.weft.cli.demo.DemoTopology.Pod;
import io.weft.cli.host.HostCommand;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chapter about connections: a stateful access list (docs/stateful-acl.md) in front of one pod. */
final class DemoAccessList {
    private static final int PINGS = 3;
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final String[] FLOWS = {
        "table=0,priority=100,ip,actions=ct(table=1)",
        "table=1,priority=200,ct_state=+trk+est,ip,actions=NORMAL",
        "table=1,priority=200,ct_state=+trk+rel,ip,actions=NORMAL",
        "table=1,priority=100,ct_state=+trk+new,ip,in_port=" + BLUE2.name() + ",actions=ct(commit),NORMAL",
        "table=1,priority=90,ct_state=+trk+new,icmp,actions=drop",
        "table=1,priority=10,ct_state=+trk+new,ip,actions=reject"
    };

    private final DemoReport report;
    private final DemoSwitch weft;

    DemoAccessList(DemoReport report, DemoSwitch weft) {
        this.report = report;
        this.weft = weft;
    }

    void tell() throws DemoException {
        report.chapter("A stateful access list in front of " + BLUE2.name() + ": it may ask, others may only answer");
        for (String flow : FLOWS) {
            weft.weft("ofctl", "add-flow", "br-right", flow);
        }
        int asked = ping(BLUE2, BLUE1);
        report.check(
                "acl-established-allowed",
                asked == PINGS,
                asked,
                "replies",
                String.format(Locale.ROOT, "%s asks: %d of %d echoes answered", BLUE2.name(), asked, PINGS));
        report.output(weft.weft("appctl", "dpctl/dump-conntrack"));
        int heard = ping(BLUE1, BLUE2);
        report.check(
                "acl-new-dropped",
                heard == 0,
                heard,
                "replies",
                String.format(Locale.ROOT, "%s asks: %d of %d echoes answered", BLUE1.name(), heard, PINGS));
        refused();
        weft.weft("ofctl", "del-flows", "br-right", "ip");
        weft.weft("ofctl", "del-flows", "br-right", "table=1");
    }

    /** A client of the kernel's own TCP: it ends at once, not when its patience does. */
    private void refused() {
        String[] client = {"iperf3", "-c", BLUE2.address(), "--connect-timeout", "3000"};
        report.command("ip netns exec " + BLUE1.namespace().name() + " " + String.join(" ", client));
        long start = System.nanoTime();
        HostCommand.Result result = BLUE1.namespace().exec(client);
        double ms = (System.nanoTime() - start) / 1e6;
        boolean refused = result.output().contains("Connection refused");
        report.check(
                "acl-reject-seen",
                refused,
                ms,
                "ms",
                String.format(
                        Locale.ROOT, "the client %s after %.0f ms", refused ? "was refused" : "was not refused", ms));
    }

    private int ping(Pod from, Pod to) {
        String[] line = {"ping", "-n", "-c", Integer.toString(PINGS), "-i", "0.2", "-W", "1", to.address()};
        report.command("ip netns exec " + from.namespace().name() + " " + String.join(" ", line));
        Matcher received = RECEIVED.matcher(from.namespace().exec(line).output());
        return received.find() ? Integer.parseInt(received.group(1)) : 0;
    }
}
