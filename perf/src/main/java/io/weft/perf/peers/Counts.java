package io.weft.perf.peers;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ports of a switch had counted at a moment. Immutable.
 *
 * @param atNs of {@link System#nanoTime}: the middle of the time that asking took
 * @param received packets by port number
 * @param sent packets by port number
 */
record Counts(long atNs, Map<Integer, Long> received, Map<Integer, Long> sent) {
    private static final Pattern OVS_PORT =
            Pattern.compile("port\\s+(\\d+): rx pkts=(\\d+)[^\\n]*\\n\\s*tx pkts=(\\d+)");
    private static final Pattern TESTPMD_PORT = Pattern.compile(
            "NIC statistics for port (\\d+)\\s[^\\n]*\\n\\s*RX-packets: (\\d+)[^\\n]*\\n(?:\\s*RX-[^\\n]*\\n)*\\s*TX-packets: (\\d+)");

    Counts {
        received = Map.copyOf(received);
        sent = Map.copyOf(sent);
    }

    /** From what {@code ovs-ofctl dump-ports} prints; the local port is not counted. */
    static Counts ofOpenVSwitch(long atNs, String text) {
        return parse(atNs, OVS_PORT, 0, text);
    }

    /** From what testpmd's {@code show port stats all} prints; its port 0 is our port 1. */
    static Counts ofTestpmd(long atNs, String text) {
        return parse(atNs, TESTPMD_PORT, 1, text);
    }

    private static Counts parse(long atNs, Pattern pattern, int first, String text) {
        Map<Integer, Long> received = new TreeMap<>();
        Map<Integer, Long> sent = new TreeMap<>();
        for (Matcher port = pattern.matcher(text); port.find(); ) {
            int number = first + Integer.parseInt(port.group(1));
            received.put(number, Long.parseLong(port.group(2)));
            sent.put(number, Long.parseLong(port.group(3)));
        }
        return new Counts(atNs, received, sent);
    }

    long allReceived() {
        return sum(received);
    }

    long allSent() {
        return sum(sent);
    }

    /** Millions of packets a second that all ports sent since {@code earlier}. */
    double sentMppsSince(Counts earlier) {
        return (allSent() - earlier.allSent()) * 1e3 / (atNs - earlier.atNs);
    }

    /** Millions of packets a second that some ports received since {@code earlier}. */
    double receivedMppsSince(Counts earlier, int... numbers) {
        long more = 0;
        for (int number : numbers) {
            more += received.getOrDefault(number, 0L) - earlier.received.getOrDefault(number, 0L);
        }
        return more * 1e3 / (atNs - earlier.atNs);
    }

    /** Of the packets received since {@code earlier}, the share that was sent. */
    double shareSentSince(Counts earlier) {
        return (allSent() - earlier.allSent()) / (double) (allReceived() - earlier.allReceived());
    }

    private static long sum(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
