package io.weft.vswitch.track;

import io.weft.flow.wire.IpProtocol;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many connections there are of each protocol, and of TCP in each state: filled by one thread, then only read.
 *
 * <p>A TCP connection counts in the later state of its two sides, which is the one that {@code dpctl/dump-conntrack} shows.
 */
public final class ConnectionCensus {
    private final long[] byProtocol = new long[256];
    private final long[] byTcpState = new long[Connection.TCP_STATES.length];
    private long total;

    ConnectionCensus() {}

    /** Counts a record that does not change meanwhile. */
    void add(long record, int protocol) {
        total++;
        byProtocol[protocol]++;
        if (protocol == IpProtocol.TCP) {
            int state = Math.max(TcpMachine.state(record, 0), TcpMachine.state(record, 1));
            byTcpState[Math.min(state, byTcpState.length - 1)]++;
        }
    }

    public long total() {
        return total;
    }

    /** Connections of an IP protocol, 0 to 255. */
    public long count(int protocol) {
        return byProtocol[protocol];
    }

    /** TCP connections by the name of their state; states without connections are left out. */
    public Map<String, Long> tcpStates() {
        Map<String, Long> states = new LinkedHashMap<>();
        for (int i = 0; i < byTcpState.length; i++) {
            if (byTcpState[i] > 0) {
                states.put(Connection.TCP_STATES[i], byTcpState[i]);
            }
        }
        return states;
    }
}
