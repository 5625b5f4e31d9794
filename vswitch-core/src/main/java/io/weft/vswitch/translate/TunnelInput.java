package io.weft.vswitch.translate;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.tunnel.TunnelAddress;
import io.weft.vswitch.tunnel.TunnelEnd;
import java.util.Arrays;

/**
 * What happens to a packet that comes out of a tunnel before the first table sees it: it gets its tunnel fields, and its ECN bits tell of congestion that
 * the outer packet met.
 *
 * <pre>
 *   RFC 6040, figure 4     outer  Not-ECT   ECT(0)    ECT(1)    CE
 *                 inner Not-ECT   Not-ECT   Not-ECT   Not-ECT   drop
 *                       ECT(0)    ECT(0)    ECT(0)    ECT(1)    CE
 *                       ECT(1)    ECT(1)    ECT(1)    ECT(1)    CE
 *                       CE        CE        CE        CE        CE
 * </pre>
 */
final class TunnelInput {
    private static final int ECN = 3;
    private static final int NOT_ECT = 0;
    private static final int ECT_1 = 1;
    private static final int ECT_0 = 2;
    private static final int CE = 3;

    private final Run run;
    private final long[] header = new long[FlowKey.WORDS];

    TunnelInput(Run run) {
        this.run = run;
    }

    /**
     * A packet comes through this port; false when it is dropped.
     *
     * @param inPort of its cache key, which its tunnel fields follow from: to later lookups they are written, not looked at
     */
    boolean arrive(TunnelEnd end, int inPort) {
        Arrays.fill(header, 0);
        if (!end.arrivals().toKey(inPort, header, run.bridge.settings().tunnelOptions())) {
            run.emission.drop(DropReason.TUNNEL_CRITICAL_OPTION);
            run.warn("dropped: " + DropReason.TUNNEL_CRITICAL_OPTION.text());
            return false;
        }
        for (int word = Fields.TUN_ID.word(); word < FlowKey.WORDS; word++) {
            if (header[word] != 0) {
                run.packet.working().write(word, header[word], -1L);
            }
        }
        return leave();
    }

    /** A packet that has its tunnel fields leaves the tunnel; false when it is dropped. */
    boolean leave() {
        long[] key = run.packet.key();
        run.emission.tunnels().arrived(TunnelAddress.of(key, Fields.TUN_DST, Fields.TUN_IPV6_DST));
        run.packet.look(Fields.TUN_TOS);
        int outer = (int) Fields.TUN_TOS.low(key) & ECN;
        if (outer == NOT_ECT || outer == ECT_0 || !run.packet.has(Prerequisite.IP)) {
            return true;
        }
        run.packet.look(Fields.NW_ECN);
        int inner = (int) Fields.NW_ECN.low(key);
        if (outer == CE && inner == NOT_ECT) {
            run.emission.drop(DropReason.TUNNEL_ECN);
            run.warn("dropping tunnel packet marked ECN CE but is not ECN capable");
            return false;
        }
        if (outer == CE || outer == ECT_1 && inner == ECT_0) {
            run.packet.set(Fields.NW_ECN, 0, outer, 0, ECN);
        }
        return true;
    }
}
